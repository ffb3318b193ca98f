#pragma once

#include "fixed_clock.hpp"
#include "weather.hpp"

#include "syncctl/connectors/connector.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncctl::test {

/// A small working tracker in memory, with knobs for the ways in which real ones go wrong.
/// The items outlive connectors: a "restart" asks the same tracker again. Shares nothing that
/// changes during a run with another tracker, so that two threads may use one each.
class FakeTracker final : public connectors::Connector {
public:
    FakeTracker(std::string name, model::Metadata metadata, FixedClock& clock);

    // ---- what a user does in the tracker
    std::string add(const std::string& type, model::Fields fields);
    void edit(const std::string& id, const std::string& field, model::Value value);
    void erase(const std::string& id);
    /// Takes a deleted item out of the trash, as it was.
    void restore(const std::string& id);
    void change_type(const std::string& id, const std::string& type);

    [[nodiscard]] bool has(const std::string& id) const { return m_items.contains(id); }

    [[nodiscard]] bool is_deleted(const std::string& id) const { return m_deleted.contains(id); }

    [[nodiscard]] model::Value field(const std::string& id, const std::string& field) const;
    [[nodiscard]] std::string text(const std::string& id, const std::string& field) const;

    [[nodiscard]] std::size_t count() const { return m_items.size(); }

    [[nodiscard]] std::vector<std::string> ids() const;
    [[nodiscard]] const model::WorkItem& item(const std::string& id) const;
    /// The item that carries this marker, "" when there is none.
    [[nodiscard]] std::string with_marker(const std::string& marker) const;

    /// Everything that was stored, by whom.
    [[nodiscard]] const std::vector<TrackerEvent>& history() const { return m_history; }

    /// Keeps of its own past only what the newest listing needs, so that a year fits into memory.
    void forget_the_past();

    /// The value as this tracker stores it.
    [[nodiscard]] model::Value as_stored(const model::Value& value) const;
    /// Values of one field, sorted.
    [[nodiscard]] std::vector<std::string> all(const std::string& field) const;

    // ---- how the tracker behaves
    void set_weather(const Weather& weather);

    /// Numbers requests from 1 again; what was planned and did not happen never will.
    void begin_run();
    /// \param request of the next run: a page of a listing, a read of items, one write, a search
    void will_happen(int request, Happening happening);

    /// Requests since begin_run().
    [[nodiscard]] int requests() const { return m_requests; }

    /// The next write is stored, and its answer lost.
    void will_store_then_lose_the_response() { m_lose_next_response = true; }

    /// The next write is lost before it is stored, without a readable answer.
    void will_lose_the_request() { m_lose_next_request = true; }

    /// The next writes are surely not stored, try later.
    void will_be_busy(int times) { m_busy = times; }

    /// Somebody edits the item just before our next write arrives.
    void will_be_edited_before_the_write(std::function<void(FakeTracker&)> edit)
    {
        m_before_write = std::move(edit);
    }

    void will_validate(bool can) { m_validates = can; }

    /// Its answers tell the time, so exactly.
    void will_tell_its_time(std::chrono::milliseconds uncertainty) { m_tells_time = uncertainty; }

    /// No write is stored: the token has expired.
    void will_refuse_the_credential(bool refuses) { m_refuses_credential = refuses; }

    /// The next write brings a field no further than to this value, on the way to the one sent;
    /// may be said of several fields.
    void will_stop_halfway(std::string field, model::Value value)
    {
        m_halfway.push_back({std::move(field), std::move(value)});
    }

    void will_refuse_field(std::string field) { m_refused_field = std::move(field); }

    void will_accept_everything() { m_refused_field.clear(); }

    void will_forbid(const std::string& id) { m_forbidden.insert(id); }

    /// The item is there, but what the tracker says about it cannot be understood.
    void will_garble(const std::string& id) { m_garbled.insert(id); }

    void will_allow_everything()
    {
        m_forbidden.clear();
        m_garbled.clear();
    }

    /// The search index shows nothing that was created after this moment.
    void will_hide_new_items_from_search(bool hides) { m_hides_from_search = hides; }

    /// Every text is stored rewritten, as HTML editors do.
    void will_rewrite_texts(std::function<std::string(std::string)> rewrite)
    {
        m_rewrite = std::move(rewrite);
    }

    /// The listing is empty although there are items.
    void will_list_nothing(bool lists_nothing) { m_lists_nothing = lists_nothing; }

    /// The tracker shows nothing at all: an emptied project, the wrong scope.
    void will_show_nothing(bool shows_nothing) { m_shows_nothing = shows_nothing; }

    void will_fail_listings(bool fails) { m_fails_listings = fails; }

    /// Reads show every item as it was at this moment, until told otherwise (a lagging replica).
    void will_read_stale(bool is_stale);

    /// Revisions are time stamps of this resolution instead of a counter.
    void will_date_revisions(std::chrono::milliseconds resolution);

    /// An item that was created a moment ago is not found by its id.
    void will_hide_item(const std::string& id, bool hides);

    /// The next create is answered with this id, whatever was made.
    void will_answer_create_with(std::string id) { m_wrong_id = std::move(id); }

    /// Accepts writes to this field and keeps the value it had.
    void will_ignore_field(std::string field) { m_ignored_field = std::move(field); }

    /// A user duplicates an item with all that is in it, the marker included.
    std::string copy(const std::string& id);

    /// A user writes a marker into an item by hand.
    void mark(const std::string& id, const std::string& marker);

    /// The id of the item that was made last.
    [[nodiscard]] std::string newest() const { return std::to_string(m_next_id - 1); }

    /// The id of a deleted item is given to a new one.
    void reuse(const std::string& id, const std::string& type, model::Fields fields);

    /// Somebody edits just after the next answer to a listing, or to a read of items, has left.
    void will_be_edited_after_the_listing(std::function<void(FakeTracker&)> edit)
    {
        m_after_listing = std::move(edit);
    }

    void will_be_edited_after_the_read(std::function<void(FakeTracker&)> edit)
    {
        m_after_read = std::move(edit);
    }

    // ---- what the engine did
    [[nodiscard]] int writes() const { return m_writes; }

    [[nodiscard]] int creates() const { return m_creates; }

    // ---- Connector
    [[nodiscard]] connectors::Capabilities capabilities() const override;

    [[nodiscard]] std::vector<connectors::Check> test() override { return {}; }

    [[nodiscard]] model::Metadata describe() override { return m_metadata; }

    [[nodiscard]] std::optional<std::string>
    filter_problem(const std::string& filter) const override;
    [[nodiscard]] bool matches_filter(const model::WorkItem& item,
                                      const std::string& filter) const override;
    [[nodiscard]] std::unique_ptr<connectors::ChangeReader>
    changes(const connectors::ChangeQuery& query) override;
    [[nodiscard]] std::vector<connectors::GetResult> get(std::span<const std::string> ids) override;
    [[nodiscard]] std::vector<connectors::WriteResult>
    write(std::span<const connectors::Operation> ops) override;
    /// Knows of refused fields only.
    [[nodiscard]] std::optional<std::vector<connectors::WriteResult>>
    validate(std::span<const connectors::Operation> operations) override;
    [[nodiscard]] std::vector<connectors::SettleResult>
    settle(std::span<const model::Intent> intents) override;

    [[nodiscard]] model::Fields left_by(const model::Intent& update,
                                        const model::WorkItem& item,
                                        const model::Fields& before) override;

    [[nodiscard]] int api_calls() const override { return m_calls; }

    [[nodiscard]] std::optional<base::ClockOffset> clock_offset() const override;

    connectors::Capabilities capabilities_given; ///< a test may change them

private:
    class Listing;
    friend class Listing;

    struct Stored {
        model::WorkItem item;
        int sequence = 0; ///< place in the change feed
        int version = 0;  ///< counts every change, whatever the revision shows
        base::Timestamp created_at;
    };

    /// What an item was since that place in the feed; nullopt: deleted.
    struct Version {
        int sequence = 0;
        std::optional<Stored> stored;
    };

    struct Halfway {
        std::string field;
        model::Value value;
    };

    using Happenings = std::vector<Happening>;

    // ---- requests (fake_tracker_reads.cpp, fake_tracker_writes.cpp)
    /// Counts the request and lets happen what comes before it.
    Happenings begin_request();
    void end_request(const Happenings& happenings) const;
    void act(const Happenings& happenings, Happening::Kind kind);
    [[nodiscard]] static const Happening* find(const Happenings& happenings, Happening::Kind kind);
    [[nodiscard]] std::map<int, model::Change> changes_after(int since, int until) const;
    [[nodiscard]] int replica_at(const Happenings& happenings) const;
    connectors::WriteResult send(const connectors::Operation& operation);
    connectors::WriteResult apply(const connectors::Operation& operation,
                                  const Happenings& happenings);
    connectors::WriteResult create(const connectors::CreateItem& create);
    connectors::WriteResult update(const connectors::UpdateItem& update,
                                   const Happenings& happenings);
    connectors::WriteResult remove(const connectors::RemoveItem& remove,
                                   const Happenings& happenings);
    /// The item, when its revision is the one expected.
    Stored* find_unchanged(const std::string& id,
                           const model::Revision& expected,
                           const Happenings& happenings);
    /// What is stored of the fields; the rest falls short in the answer.
    [[nodiscard]] static model::Fields until(const std::vector<Halfway>& halfway,
                                             model::Fields fields);
    static void fall_short(const std::vector<Halfway>& halfway, connectors::Done& done);
    [[nodiscard]] const Stored* shown(const std::string& id, int as_of) const;
    [[nodiscard]] connectors::SettleResult search(const model::Intent& intent, bool is_blind) const;

    // ---- what is stored (fake_tracker.cpp)
    [[nodiscard]] base::Timestamp now() const;
    Stored& insert(const std::string& id, const std::string& type, const model::Fields& fields);
    void store_fields(model::WorkItem& item, const model::Fields& fields) const;
    void touch(Stored& stored);
    void remember(TrackerEvent event);
    TrackerEvent event_of(TrackerEvent::Kind kind,
                          const model::WorkItem& item,
                          const model::Fields& fields) const;
    void change(Stored& stored, const model::Fields& fields);
    void take_out(const std::string& id);

    std::string m_name;
    model::Metadata m_metadata;
    FixedClock& m_clock;
    Weather m_weather;
    TrackerEvent::Author m_author = TrackerEvent::Author::user;
    bool m_is_during_run = false;
    bool m_is_in_window = false;
    std::vector<TrackerEvent> m_history;
    std::map<std::string, Stored> m_items;
    std::map<std::string, Stored> m_trash;
    std::map<std::string, int> m_deleted; ///< id -> place in the feed
    std::map<std::string, std::vector<Version>> m_versions;
    std::map<std::string, int> m_seen; ///< id -> version that the program read or wrote last
    std::map<int, Happenings> m_planned;
    std::optional<int> m_stale_at; ///< reads of items show this place in the feed
    int m_next_id = 1;
    int m_sequence = 0;
    int m_revision = 0;
    int m_writes = 0;
    int m_creates = 0;
    int m_calls = 0;
    int m_requests = 0;
    int m_runs = 0;
    bool m_lose_next_response = false;
    bool m_lose_next_request = false;
    int m_busy = 0;
    std::function<void(FakeTracker&)> m_before_write;
    std::function<void(FakeTracker&)> m_after_listing;
    std::function<void(FakeTracker&)> m_after_read;
    std::function<std::string(std::string)> m_rewrite;
    std::optional<std::chrono::milliseconds> m_tells_time;
    bool m_refuses_credential = false;
    bool m_validates = false;
    std::vector<Halfway> m_halfway;
    std::map<std::string, std::vector<Halfway>> m_stopped; ///< where an update was left, by item
    std::string m_refused_field;
    std::string m_ignored_field;
    std::string m_wrong_id;
    std::set<std::string> m_forbidden;
    std::set<std::string> m_hidden;
    std::set<std::string> m_garbled;
    bool m_hides_from_search = false;
    bool m_lists_nothing = false;
    bool m_shows_nothing = false;
    bool m_fails_listings = false;
};

} // namespace syncctl::test
