#include "fake_tracker.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncctl::test {
namespace {

using namespace connectors;

class Listing final : public ChangeReader {
public:
    Listing(std::vector<model::Change> changes, Watermark next, std::size_t seen)
        : m_changes{std::move(changes)}, m_next{std::move(next)}, m_seen{seen}
    {
    }

    std::optional<ChangePage> next() override
    {
        constexpr std::size_t k_page = 7; // small, so that tests see several pages
        if (m_place >= m_changes.size()) {
            return std::nullopt;
        }
        ChangePage page;
        while (m_place < m_changes.size() && page.changes.size() < k_page) {
            page.changes.push_back(m_changes[m_place++]);
        }
        return page;
    }

    [[nodiscard]] Watermark watermark() const override { return m_next; }

    [[nodiscard]] std::optional<std::size_t> items_seen() const override { return m_seen; }

private:
    std::vector<model::Change> m_changes;
    Watermark m_next;
    std::size_t m_seen;
    std::size_t m_place = 0;
};

} // namespace

FakeTracker::FakeTracker(std::string name, model::Metadata metadata, FixedClock& clock)
    : m_name{std::move(name)}, m_metadata{std::move(metadata)}, m_clock{clock}
{
    capabilities_given.compares_revision = true;
    capabilities_given.reports_deletions = true;
}

void FakeTracker::touch(Stored& stored)
{
    stored.sequence = ++m_sequence;
    stored.item.revision.text = std::to_string(++m_revision);
    stored.item.modified_at = m_clock.now();
    if (m_dates_revisions) {
        stored.item.modified_at.ms -= stored.item.modified_at.ms % m_dates_revisions->count();
        stored.item.revision.text = std::to_string(stored.item.modified_at.ms);
    }
}

void FakeTracker::will_read_stale(bool is_stale)
{
    capabilities_given.may_read_stale = true;
    m_stale = is_stale ? std::optional{m_items} : std::nullopt;
}

void FakeTracker::will_date_revisions(std::chrono::milliseconds resolution)
{
    capabilities_given.revision_is_time = true;
    capabilities_given.time_resolution = resolution;
    m_dates_revisions = resolution;
}

void FakeTracker::will_hide_item(const std::string& id, bool hides)
{
    if (hides) {
        m_hidden.insert(id);
    } else {
        m_hidden.erase(id);
    }
}

void FakeTracker::store_fields(model::WorkItem& item, const model::Fields& fields) const
{
    for (const auto& [name, value] : fields) {
        if (name == m_ignored_field) {
            continue;
        }
        if (model::is_null(value)) {
            item.fields.erase(name);
        } else if (const auto* text = std::get_if<std::string>(&value);
                   text != nullptr && m_rewrite) {
            item.fields.insert_or_assign(name, m_rewrite(*text));
        } else {
            item.fields.insert_or_assign(name, value);
        }
    }
}

std::string FakeTracker::add(const std::string& type, model::Fields fields)
{
    const auto id = std::to_string(m_next_id++);
    insert(id, type, fields);
    return id;
}

FakeTracker::Stored&
FakeTracker::insert(const std::string& id, const std::string& type, const model::Fields& fields)
{
    auto& stored = m_items[id];
    stored.item.id = id;
    stored.item.type = type;
    store_fields(stored.item, fields);
    touch(stored);
    stored.item.identity = "made " + std::to_string(m_sequence);
    return stored;
}

std::string FakeTracker::copy(const std::string& id)
{
    const auto original = m_items.at(id).item;
    const auto made = add(original.type, original.fields);
    m_items.at(made).item.marker = original.marker;
    return made;
}

void FakeTracker::reuse(const std::string& id, const std::string& type, model::Fields fields)
{
    insert(id, type, fields);
    m_deleted.erase(id);
}

const FakeTracker::Stored* FakeTracker::shown(const std::string& id) const
{
    const auto& items = m_stale ? *m_stale : m_items;
    const auto found = items.find(id);
    return found == items.end() || m_shows_nothing || m_hidden.contains(id) ? nullptr
                                                                            : &found->second;
}

void FakeTracker::edit(const std::string& id, const std::string& field, model::Value value)
{
    auto& stored = m_items.at(id);
    model::Fields fields;
    fields.emplace(field, std::move(value));
    store_fields(stored.item, fields);
    touch(stored);
}

void FakeTracker::erase(const std::string& id)
{
    m_items.erase(id);
    m_deleted[id] = ++m_sequence;
}

void FakeTracker::change_type(const std::string& id, const std::string& type)
{
    m_items.at(id).item.type = type;
    touch(m_items.at(id));
}

model::Value FakeTracker::field(const std::string& id, const std::string& field) const
{
    return model::value_of(m_items.at(id).item.fields, field);
}

std::string FakeTracker::text(const std::string& id, const std::string& name) const
{
    return model::to_text(field(id, name));
}

std::vector<std::string> FakeTracker::ids() const
{
    std::vector<std::string> found;
    for (const auto& entry : m_items) {
        found.push_back(entry.first);
    }
    return found;
}

std::vector<std::string> FakeTracker::all(const std::string& field) const
{
    std::vector<std::string> found;
    for (const auto& entry : m_items) {
        found.push_back(model::to_text(model::value_of(entry.second.item.fields, field)));
    }
    std::sort(found.begin(), found.end());
    return found;
}

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

std::unique_ptr<ChangeReader> FakeTracker::changes(const ChangeQuery& query)
{
    ++m_calls;
    if (m_fails_listings) {
        throw Error{ErrorCode::network, fmt::format("connector '{}': connection refused", m_name)};
    }
    int since = 0;
    const auto& bytes = query.since.bytes;
    std::from_chars(bytes.data(), bytes.data() + bytes.size(), since);
    std::vector<model::Change> changes;
    const bool is_empty = m_lists_nothing || m_shows_nothing;
    if (!is_empty) {
        for (const auto& [id, stored] : m_items) {
            if (stored.sequence > since && !m_hidden.contains(id)) {
                changes.push_back(
                    {id, stored.item.revision, stored.item.modified_at, false, std::nullopt});
            }
        }
        for (const auto& [id, sequence] : m_deleted) {
            if (sequence > since && !m_items.contains(id)) {
                changes.push_back({id, {}, m_clock.now(), true, std::nullopt});
            }
        }
    }
    return std::make_unique<Listing>(
        std::move(changes), Watermark{std::to_string(m_sequence)}, is_empty ? 0 : m_items.size());
}

std::vector<GetResult> FakeTracker::get(std::span<const std::string> ids)
{
    ++m_calls;
    std::vector<GetResult> results;
    for (const auto& id : ids) {
        if (m_forbidden.contains(id)) {
            results.emplace_back(Forbidden{"HTTP 403"});
        } else if (const auto* found = shown(id)) {
            results.emplace_back(found->item);
        } else {
            results.emplace_back(Absent{});
        }
    }
    return results;
}

std::vector<WriteResult> FakeTracker::write(std::span<const Operation> operations)
{
    std::vector<WriteResult> results;
    for (const auto& operation : operations) {
        ++m_calls;
        if (m_before_write) {
            std::exchange(m_before_write, nullptr)(*this);
        }
        if (m_busy > 0) {
            --m_busy;
            results.emplace_back(Transient{"HTTP 429", std::chrono::seconds{1}});
        } else if (std::exchange(m_lose_next_request, false)) {
            results.emplace_back(Unknown{"connection reset"});
        } else {
            auto result = apply(operation);
            if (std::exchange(m_lose_next_response, false)) {
                result = Unknown{"time-out after sending"};
            }
            results.push_back(std::move(result));
        }
    }
    return results;
}

WriteResult FakeTracker::apply(const Operation& operation)
{
    ++m_writes;
    if (const auto* create = std::get_if<CreateItem>(&operation)) {
        return this->create(*create);
    }
    if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        return this->update(*update);
    }
    return remove(std::get<RemoveItem>(operation));
}

WriteResult FakeTracker::create(const CreateItem& create)
{
    if (!m_refused_field.empty() && create.fields.contains(m_refused_field)) {
        return Refused{"value not allowed", m_refused_field};
    }
    ++m_creates;
    const auto id = add(create.type, create.fields);
    m_items.at(id).item.marker = create.marker;
    Done done{m_items.at(id).item};
    if (!m_wrong_id.empty()) {
        done.item.id = std::exchange(m_wrong_id, {});
    }
    return done;
}

WriteResult FakeTracker::update(const UpdateItem& update)
{
    const auto found = m_items.find(update.id);
    if (found == m_items.end() || found->second.item.revision != update.expected_revision) {
        return Stale{};
    }
    if (!m_refused_field.empty() && update.fields.contains(m_refused_field)) {
        return Refused{"value not allowed", m_refused_field};
    }
    store_fields(found->second.item, update.fields);
    touch(found->second);
    return Done{found->second.item};
}

WriteResult FakeTracker::remove(const RemoveItem& remove)
{
    const auto found = m_items.find(remove.id);
    if (found == m_items.end() || found->second.item.revision != remove.expected_revision) {
        return Stale{};
    }
    const Done done{found->second.item};
    erase(remove.id);
    return done;
}

std::vector<SettleResult> FakeTracker::settle(std::span<const model::Intent> intents)
{
    ++m_calls;
    std::vector<SettleResult> results;
    for (const auto& intent : intents) {
        const auto found = std::find_if(m_items.begin(), m_items.end(), [&](const auto& entry) {
            return entry.second.item.marker == intent.marker;
        });
        if (found != m_items.end() && !m_hides_from_search && !m_shows_nothing) {
            results.emplace_back(Found{found->second.item});
        } else if (capabilities_given.settles_at_once) {
            results.emplace_back(ProvenAbsent{});
        } else {
            results.emplace_back(NotYetKnowable{});
        }
    }
    return results;
}

} // namespace syncctl::test
