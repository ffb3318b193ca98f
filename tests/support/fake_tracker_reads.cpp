#include "fake_tracker.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncctl::test {

using namespace connectors;
using Kind = Happening::Kind;

// ---- requests

FakeTracker::Happenings FakeTracker::begin_request()
{
    ++m_requests;
    const auto planned = m_planned.find(m_requests);
    auto happenings = planned == m_planned.end() ? Happenings{} : std::move(planned->second);
    act(happenings, Kind::action);
    if (find(happenings, Kind::die) != nullptr) {
        throw Died{};
    }
    if (find(happenings, Kind::fail) != nullptr) {
        throw Error{ErrorCode::network, fmt::format("connector '{}': connection reset", m_name)};
    }
    return happenings;
}

void FakeTracker::end_request(const Happenings& happenings) const
{
    if (find(happenings, Kind::die_after) != nullptr) {
        throw Died{};
    }
    if (find(happenings, Kind::fail_after) != nullptr) {
        throw Error{ErrorCode::network, fmt::format("connector '{}': answer cut short", m_name)};
    }
}

void FakeTracker::act(const Happenings& happenings, Happening::Kind kind)
{
    const auto author = std::exchange(m_author, TrackerEvent::Author::user);
    m_is_during_run = true;
    for (const auto& happening : happenings) {
        if (happening.kind == kind) {
            happening.action(*this);
        }
    }
    m_is_during_run = false;
    m_author = author;
}

const Happening* FakeTracker::find(const Happenings& happenings, Happening::Kind kind)
{
    const auto found = std::find_if(happenings.begin(),
                                    happenings.end(),
                                    [kind](const Happening& each) { return each.kind == kind; });
    return found == happenings.end() ? nullptr : &*found;
}

/// The place in the feed up to which the replica that answers has come.
int FakeTracker::replica_at(const Happenings& happenings) const
{
    const auto* lag = m_weather.reads_stale ? find(happenings, Kind::lag) : nullptr;
    return lag == nullptr ? m_sequence : std::max(0, m_sequence - lag->amount);
}

const FakeTracker::Stored* FakeTracker::shown(const std::string& id, int as_of) const
{
    const auto found = m_versions.find(id);
    if (found == m_versions.end() || m_shows_nothing || m_hidden.contains(id)) {
        return nullptr;
    }
    const Stored* newest = nullptr;
    for (const auto& version : found->second) {
        if (version.sequence <= as_of) {
            newest = version.stored ? &*version.stored : nullptr;
        }
    }
    return newest;
}

// ---- listing

/// Pages in the order of change, read when they are asked for: what is edited meanwhile moves past
/// the mark taken at the beginning, and comes with the next listing (or with both).
class FakeTracker::Listing final : public ChangeReader {
public:
    Listing(FakeTracker& tracker, int since, int mark, std::size_t seen)
        : m_tracker{tracker}, m_last{since}, m_mark{mark}, m_seen{seen}
    {
    }

    std::optional<ChangePage> next() override
    {
        const auto happenings = m_tracker.begin_request();
        if (find(happenings, Kind::busy) != nullptr) {
            throw Error{ErrorCode::rate_limited, "HTTP 429, try again in 30 s"};
        }
        constexpr std::size_t k_page = 7; // small, so that tests see several pages
        const auto until = m_tracker.m_weather.shows_moved_items ? m_tracker.m_sequence : m_mark;
        ChangePage page;
        for (auto& [sequence, change] : m_tracker.changes_after(m_last, until)) {
            if (page.changes.size() == k_page) {
                break;
            }
            page.changes.push_back(std::move(change));
            m_last = sequence;
        }
        m_tracker.end_request(happenings);
        return page.changes.empty() ? std::nullopt : std::optional{std::move(page)};
    }

    [[nodiscard]] Watermark watermark() const override { return {std::to_string(m_mark)}; }

    [[nodiscard]] std::optional<std::size_t> items_seen() const override { return m_seen; }

private:
    FakeTracker& m_tracker;
    int m_last;
    int m_mark;
    std::size_t m_seen;
};

std::map<int, model::Change> FakeTracker::changes_after(int since, int until) const
{
    std::map<int, model::Change> changes;
    if (m_lists_nothing || m_shows_nothing) {
        return changes;
    }
    for (const auto& [id, versions] : m_versions) {
        const auto newest =
            std::find_if(versions.rbegin(), versions.rend(), [until](const Version& each) {
                return each.sequence <= until;
            });
        const bool is_omitted =
            m_hidden.contains(id) || (m_weather.omits_forbidden && m_forbidden.contains(id));
        // Moved past the end meanwhile: in the state of the moment it is not in this part.
        const bool has_moved = newest != versions.rbegin() && !m_weather.reads_stale;
        if (newest == versions.rend() || newest->sequence <= since || is_omitted || has_moved) {
            continue;
        }
        model::Change change;
        change.id = id;
        change.is_deleted = !newest->stored;
        change.modified_at = newest->stored ? newest->stored->item.modified_at : now();
        change.revision = newest->stored ? newest->stored->item.revision : model::Revision{};
        changes.emplace(newest->sequence, std::move(change));
    }
    return changes;
}

std::unique_ptr<ChangeReader> FakeTracker::changes(const ChangeQuery& query)
{
    ++m_calls;
    const auto happenings = begin_request();
    if (m_fails_listings) {
        throw Error{ErrorCode::network, fmt::format("connector '{}': connection refused", m_name)};
    }
    if (find(happenings, Kind::busy) != nullptr) {
        throw Error{ErrorCode::rate_limited, "HTTP 429, try again in 30 s"};
    }
    int since = 0;
    const auto& bytes = query.since.bytes;
    std::from_chars(bytes.data(), bytes.data() + bytes.size(), since);
    const auto mark = std::max(since, replica_at(happenings));
    const bool is_empty = m_lists_nothing || m_shows_nothing;
    auto listing = std::make_unique<Listing>(
        *this, std::max(0, since - m_weather.overlap), mark, is_empty ? 0 : m_items.size());
    end_request(happenings);
    if (m_after_listing) {
        std::exchange(m_after_listing, nullptr)(*this);
    }
    return listing;
}

// ---- reading items

std::vector<GetResult> FakeTracker::get(std::span<const std::string> ids)
{
    ++m_calls;
    const auto happenings = begin_request();
    const bool is_busy = find(happenings, Kind::busy) != nullptr;
    const auto as_of = std::min(m_stale_at.value_or(m_sequence), replica_at(happenings));
    std::vector<GetResult> results;
    for (const auto& id : ids) {
        if (is_busy) {
            results.emplace_back(Unreadable{"HTTP 503"});
        } else if (m_garbled.contains(id)) {
            results.emplace_back(Unreadable{"HTTP 200 with half an answer"});
        } else if (m_forbidden.contains(id)) {
            results.emplace_back(Forbidden{"HTTP 403"});
        } else if (const auto* found = shown(id, as_of)) {
            m_seen[id] = std::max(m_seen[id], found->version);
            results.emplace_back(found->item);
        } else {
            results.emplace_back(Absent{});
        }
    }
    end_request(happenings);
    if (m_after_read) {
        std::exchange(m_after_read, nullptr)(*this);
    }
    return results;
}

SettleResult FakeTracker::search(const model::Intent& intent, bool is_blind) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(), [&](const auto& entry) {
        return entry.second.item.marker == intent.marker;
    });
    const auto lag = capabilities_given.settles_at_once ? 0 : m_weather.search_lag.count();
    const bool is_shown = found != m_items.end() && !m_hides_from_search && !m_shows_nothing &&
                          now().ms - found->second.created_at.ms >= lag;
    if (is_shown && !is_blind) {
        return Found{found->second.item};
    }
    if (capabilities_given.settles_at_once && !is_blind) {
        return ProvenAbsent{};
    }
    return NotYetKnowable{};
}

std::vector<SettleResult> FakeTracker::settle(std::span<const model::Intent> intents)
{
    ++m_calls;
    const auto happenings = begin_request();
    const bool is_blind = find(happenings, Kind::blind_search) != nullptr;
    std::vector<SettleResult> results;
    for (const auto& intent : intents) {
        results.push_back(search(intent, is_blind));
    }
    end_request(happenings);
    return results;
}

// ---- the rest

Capabilities FakeTracker::capabilities() const
{
    return capabilities_given;
}

std::optional<std::string> FakeTracker::filter_problem(const std::string& filter) const
{
    return filter.find('=') == std::string::npos ? std::optional<std::string>{"no '='"}
                                                 : std::nullopt;
}

bool FakeTracker::matches_filter(const model::WorkItem& item, const std::string& filter) const
{
    if (filter.empty()) {
        return true;
    }
    const auto at = filter.find('=');
    return model::to_text(model::value_of(item.fields, filter.substr(0, at))) ==
           filter.substr(at + 1);
}

} // namespace syncctl::test
