#include "fake_tracker.hpp"

#include "syncctl/base/error.hpp"

#include <utility>

namespace syncctl::test {

using namespace connectors;
using Kind = Happening::Kind;

std::vector<WriteResult> FakeTracker::write(std::span<const Operation> operations)
{
    std::vector<WriteResult> results;
    for (const auto& operation : operations) {
        results.push_back(send(operation));
    }
    return results;
}

WriteResult FakeTracker::send(const Operation& operation)
{
    ++m_calls;
    const auto happenings = begin_request();
    if (m_before_write) {
        std::exchange(m_before_write, nullptr)(*this);
    }
    if (m_refuses_credential) {
        return SignedOut{Error{ErrorCode::authentication, "connector '" + m_name + "': HTTP 401"}};
    }
    if (m_busy > 0 || find(happenings, Kind::busy) != nullptr) {
        m_busy -= m_busy > 0 ? 1 : 0;
        return Transient{"HTTP 429", std::chrono::seconds{1}};
    }
    if (std::exchange(m_lose_next_request, false) ||
        find(happenings, Kind::lose_request) != nullptr) {
        return Unknown{"connection reset"};
    }
    if (find(happenings, Kind::refuse) != nullptr) {
        return Refused{"value not allowed", {}};
    }
    auto result = apply(operation, happenings);
    end_request(happenings);
    if (std::exchange(m_lose_next_response, false) ||
        find(happenings, Kind::lose_response) != nullptr) {
        return Unknown{"time-out after sending"};
    }
    return result;
}

WriteResult FakeTracker::apply(const Operation& operation, const Happenings& happenings)
{
    ++m_writes;
    const auto author = std::exchange(m_author, TrackerEvent::Author::program);
    WriteResult result = Stale{};
    if (const auto* create = std::get_if<CreateItem>(&operation)) {
        result = this->create(*create);
    } else if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        result = this->update(*update, happenings);
    } else {
        result = remove(std::get<RemoveItem>(operation), happenings);
    }
    m_author = author;
    m_is_in_window = false;
    return result;
}

WriteResult FakeTracker::create(const CreateItem& create)
{
    if (!m_refused_field.empty() && create.fields.contains(m_refused_field)) {
        return Refused{"value not allowed", m_refused_field};
    }
    ++m_creates;
    const auto id = std::to_string(m_next_id++);
    m_items[id].item.marker = create.marker;
    const auto halfway = std::exchange(m_halfway, {});
    const auto& stored = insert(id, create.type, until(halfway, create.fields));
    m_seen[id] = stored.version;
    Done done{stored.item};
    fall_short(halfway, done);
    if (!m_wrong_id.empty()) {
        done.item.id = std::exchange(m_wrong_id, {});
    }
    return done;
}

FakeTracker::Stored* FakeTracker::find_unchanged(const std::string& id,
                                                 const model::Revision& expected,
                                                 const Happenings& happenings)
{
    if (m_weather.compares_revision) {
        act(happenings, Kind::window_action);
    }
    const auto found = m_items.find(id);
    if (found == m_items.end() || found->second.item.revision != expected) {
        return nullptr;
    }
    if (!m_weather.compares_revision) {
        act(happenings, Kind::window_action);
    }
    const auto present = m_items.find(id);
    if (present == m_items.end()) {
        return nullptr;
    }
    const bool may_miss_edits = !m_weather.compares_revision || m_weather.tick.count() > 0;
    const auto seen = m_seen.find(id);
    m_is_in_window =
        may_miss_edits && (seen == m_seen.end() || seen->second != present->second.version);
    return &present->second;
}

WriteResult FakeTracker::update(const UpdateItem& update, const Happenings& happenings)
{
    auto* stored = find_unchanged(update.id, update.expected_revision, happenings);
    if (stored == nullptr) {
        return Stale{};
    }
    if (!m_refused_field.empty() && update.fields.contains(m_refused_field)) {
        return Refused{"value not allowed", m_refused_field};
    }
    const auto halfway = std::exchange(m_halfway, {});
    if (!halfway.empty()) {
        m_stopped.insert_or_assign(update.id, halfway);
    }
    if (find(happenings, Kind::ignore) == nullptr) {
        change(*stored, until(halfway, update.fields));
    }
    m_seen[update.id] = stored->version;
    Done done{stored->item};
    fall_short(halfway, done);
    return done;
}

model::Fields FakeTracker::until(const std::vector<Halfway>& halfway, model::Fields fields)
{
    for (const auto& [field, value] : halfway) {
        fields[field] = value;
    }
    return fields;
}

void FakeTracker::fall_short(const std::vector<Halfway>& halfway, Done& done)
{
    for (const auto& step : halfway) {
        done.shortfalls.push_back({step.field, "the next step is refused"});
    }
}

std::optional<std::vector<WriteResult>> FakeTracker::validate(std::span<const Operation> operations)
{
    if (!m_validates) {
        return std::nullopt;
    }
    std::vector<WriteResult> results;
    for (const auto& operation : operations) {
        const auto* create = std::get_if<CreateItem>(&operation);
        const auto* update = std::get_if<UpdateItem>(&operation);
        const bool is_refused = (create != nullptr && create->fields.contains(m_refused_field)) ||
                                (update != nullptr && update->fields.contains(m_refused_field));
        results.push_back(is_refused ? WriteResult{Refused{"value not allowed", m_refused_field}}
                                     : WriteResult{Done{}});
    }
    return results;
}

model::Fields FakeTracker::left_by(const model::Intent& update,
                                   const model::WorkItem& item,
                                   const model::Fields& before)
{
    auto left = Connector::left_by(update, item, before);
    const auto stopped = m_stopped.find(item.id);
    if (stopped == m_stopped.end()) {
        return left;
    }
    for (const auto& [field, value] : stopped->second) {
        if (model::same_value(model::field_of(item, field), value)) {
            left[field] = value;
        }
    }
    return left;
}

WriteResult FakeTracker::remove(const RemoveItem& remove, const Happenings& happenings)
{
    const auto* stored = find_unchanged(remove.id, remove.expected_revision, happenings);
    if (stored == nullptr) {
        return Stale{};
    }
    const Done done{stored->item};
    if (find(happenings, Kind::ignore) == nullptr) {
        take_out(remove.id);
    }
    return done;
}

} // namespace syncctl::test
