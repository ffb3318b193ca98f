#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/base/stop.hpp"
#include "syncctl/model/execution.hpp"
#include "syncctl/model/intent.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/work_item.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace syncctl::connectors {

/// The tracker's own mark up to which changes were read. Any octets; only its connector reads it.
/// Empty means "from the beginning".
struct Watermark {
    std::string bytes;
    bool operator==(const Watermark&) const = default;
};

/// One page of a change listing, in no particular order.
struct ChangePage {
    std::vector<model::Change> changes;
};

/// A listing under way. Pages until next() gives nullopt; then the watermark to ask with next time.
/// May list items that did not change (coarse time stamps, an overlap): the engine compares
/// revisions.
class ChangeReader {
public:
    virtual ~ChangeReader() = default;
    /// \throws Error{network, authentication, unavailable, ...}; a page that cannot be read is
    /// never an end
    [[nodiscard]] virtual std::optional<ChangePage> next() = 0;
    /// Valid after the last page. Comes from the tracker, never from the local clock.
    [[nodiscard]] virtual Watermark watermark() const = 0;
    /// How many items the tracker holds as far as the listing shows; nullopt when it does not.
    [[nodiscard]] virtual std::optional<std::size_t> items_seen() const = 0;
};

/// What get() found out about one id.
struct Absent {}; ///< proven: the tracker, fully readable, has no such item

struct Forbidden {
    std::string reason;
};

/// Could not be read now; says nothing about whether the item exists.
struct Unreadable {
    std::string reason;
};

using GetResult = std::variant<model::WorkItem, Absent, Forbidden, Unreadable>;

struct CreateItem {
    std::string type;
    model::Fields fields; ///< null values are left out
    std::string marker;
    std::string origin_address{}; ///< where people see the item that gets this partner, if anywhere
};

/// Writes only the fields named; null clears. Everything else of the item stays as it is.
struct UpdateItem {
    std::string id;
    model::Revision expected_revision;
    model::Fields fields;
};

struct RemoveItem {
    std::string id;
    model::Revision expected_revision;
};

using Operation = std::variant<CreateItem, UpdateItem, RemoveItem>;

/// A field that was not, or only part of the way, brought to the value sent: the tracker stored the
/// write without it, or takes several steps (a state that is reached over others).
struct Shortfall {
    std::string field;
    std::string reason;
};

/// Stored. `item` is the item as the tracker returned it afterwards (for a removal: only its id).
struct Done {
    model::WorkItem item;
    /// The value that `item` has in such a field is no edit of somebody's; a later update goes on
    /// from there. One that comes from no field of the other side (a constant) is reported only.
    std::vector<Shortfall> shortfalls{};
};

/// The item moved on since it was read: read and plan again.
struct Stale {};

/// Asking again will not help until somebody changes something.
struct Refused {
    std::string reason;
    std::string field; ///< when the tracker blames one
};

/// Surely not stored; may work later.
struct Transient {
    std::string reason;
    std::optional<std::chrono::seconds> retry_after;
};

/// Surely not stored: the credential was refused, and will be for every other request.
struct SignedOut {
    Error error;
};

/// Sent, and no readable answer: may be stored or not. The intent stays open.
struct Unknown {
    std::string evidence;
};

using WriteResult = std::variant<Done, Stale, Refused, Transient, SignedOut, Unknown>;

/// What became of a create whose outcome is unknown.
struct Found {
    model::WorkItem item;
    /// Nobody but the create has written to it: a value that is not the intent's was still to be
    /// stored (a state that is reached by steps), and is no edit of somebody's.
    bool is_as_created = false;
};

struct ProvenAbsent {};

struct NotYetKnowable {};

using SettleResult = std::variant<Found, ProvenAbsent, NotYetKnowable>;

struct Capabilities {
    bool compares_revision = false; ///< the tracker itself refuses a write to another revision
    bool reports_deletions = false; ///< changes() has is_deleted
    std::size_t read_batch = 200;   ///< ids that get() takes in one request
    std::size_t write_batch = 200;  ///< operations worth handing over at once
    std::chrono::milliseconds time_resolution{1}; ///< of modified_at
    std::chrono::seconds settle_time{
        120}; ///< between two negative probes before a create is repeated
    /// An absent marker right after a crash is proof: the tracker reads its own writes at once.
    bool settles_at_once = false;
    /// A read may show an older state than one that was read or written before (a replica, a
    /// cache). modified_at of an item never goes back then, and an older one is no change.
    bool may_read_stale = false;
    /// The revision is a time stamp: two edits within time_resolution share it.
    bool revision_is_time = false;
};

/// One line of `connector test`.
struct Check {
    std::string name;
    bool ok = true;
    std::string detail;
    std::string hint;
    ErrorCode code = ErrorCode::failed; ///< of a failed one: how the command ends
};

struct ChangeQuery {
    Watermark since;
    /// Checked by filter_problem(). A listing may leave out items outside of it, but none that
    /// carries a marker; what counts is matches_filter().
    std::string filter;
};

/// One tracker's protocol. Translates, never decides. Not thread-safe: one thread at a time.
class Connector {
public:
    virtual ~Connector() = default;

    [[nodiscard]] virtual Capabilities capabilities() const = 0;
    /// Separate checks from the outside in; writes nothing.
    [[nodiscard]] virtual std::vector<Check> test() = 0;
    /// Types with their statuses and fields.
    [[nodiscard]] virtual model::Metadata describe() = 0;

    /// nullopt when the text is a good filter in this tracker's language, else what is wrong with
    /// it.
    [[nodiscard]] virtual std::optional<std::string>
    filter_problem(const std::string& filter) const = 0;
    /// Whether an (unlinked) item is inside the filter. An empty filter holds for every item.
    [[nodiscard]] virtual bool matches_filter(const model::WorkItem& item,
                                              const std::string& filter) const = 0;

    [[nodiscard]] virtual std::unique_ptr<ChangeReader> changes(const ChangeQuery& query) = 0;
    /// One result per id, in the same order. Once after a listing, it may be what that one read.
    [[nodiscard]] virtual std::vector<GetResult> get(std::span<const std::string> ids) = 0;
    /// One result per operation, in the same order. Never throws for a single operation's failure.
    [[nodiscard]] virtual std::vector<WriteResult> write(std::span<const Operation> operations) = 0;

    /// Has the tracker check operations without storing anything: what is not Refused may still be
    /// when it is written. One result per operation; nullopt for a tracker that cannot.
    [[nodiscard]] virtual std::optional<std::vector<WriteResult>>
    validate(std::span<const Operation> operations)
    {
        static_cast<void>(operations);
        return std::nullopt;
    }

    /// Looks for the markers of creates whose outcome is unknown. One result per intent, same
    /// order.
    [[nodiscard]] virtual std::vector<SettleResult>
    settle(std::span<const model::Intent> intents) = 0;

    /// Where people see an item: an address for a browser; empty when there is none.
    [[nodiscard]] virtual std::string web_address(const std::string& id) const
    {
        static_cast<void>(id);
        return {};
    }

    /// What an update whose outcome is unknown may have left in `item`: the fields of its intent,
    /// those that are on their way in the value that the item has now.
    /// \param before what the fields held when the update was decided, as far as it is known
    [[nodiscard]] virtual model::Fields
    left_by(const model::Intent& update, const model::WorkItem& item, const model::Fields& before)
    {
        static_cast<void>(item);
        static_cast<void>(before);
        return update.fields;
    }

    /// Requests sent so far (for a folder: batches of file accesses); shown per side in the
    /// summary.
    [[nodiscard]] virtual int api_calls() const = 0;

    /// Our clock less the tracker's, as far as its answers told; nullopt for a tracker that goes by
    /// our clock, and while nothing is known.
    [[nodiscard]] virtual std::optional<base::ClockOffset> clock_offset() const
    {
        return std::nullopt;
    }

    /// What those cost over the network; nullopt for a tracker without one.
    [[nodiscard]] virtual std::optional<model::Traffic> traffic() const { return std::nullopt; }

    /// Until when the tracker wants no request, by our clock: for ConnectorSetup::not_before of the
    /// next run. nullopt when it does not mind any.
    [[nodiscard]] virtual std::optional<base::Timestamp> quiet_until() const
    {
        return std::nullopt;
    }
};

} // namespace syncctl::connectors
