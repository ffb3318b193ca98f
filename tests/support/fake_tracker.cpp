#include "fake_tracker.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::test {
namespace {

using Kind = TrackerEvent::Kind;

std::string trimmed(const std::string& text)
{
    constexpr std::string_view k_space = " \t\r\n";
    const auto first = text.find_first_not_of(k_space);
    return first == std::string::npos
               ? std::string{}
               : text.substr(first, text.find_last_not_of(k_space) - first + 1);
}

} // namespace

FakeTracker::FakeTracker(std::string name, model::Metadata metadata, FixedClock& clock)
    : m_name{std::move(name)}, m_metadata{std::move(metadata)}, m_clock{clock}
{
    capabilities_given.compares_revision = true;
    capabilities_given.reports_deletions = true;
}

// ---- how the tracker behaves

void FakeTracker::set_weather(const Weather& weather)
{
    m_weather = weather;
    capabilities_given.compares_revision = weather.compares_revision;
    capabilities_given.settles_at_once = weather.settles_at_once;
    capabilities_given.may_read_stale = weather.reads_stale;
    capabilities_given.revision_is_time = weather.tick.count() > 0;
    if (weather.tick.count() > 0) {
        capabilities_given.time_resolution = weather.tick;
    }
}

void FakeTracker::begin_run()
{
    m_requests = 0;
    m_planned.clear();
    ++m_runs;
}

void FakeTracker::will_happen(int request, Happening happening)
{
    m_planned[request].push_back(std::move(happening));
}

void FakeTracker::will_read_stale(bool is_stale)
{
    capabilities_given.may_read_stale = true;
    m_stale_at = is_stale ? std::optional{m_sequence} : std::nullopt;
}

void FakeTracker::will_date_revisions(std::chrono::milliseconds resolution)
{
    m_weather.tick = resolution;
    set_weather(m_weather);
}

void FakeTracker::will_hide_item(const std::string& id, bool hides)
{
    if (hides) {
        m_hidden.insert(id);
    } else {
        m_hidden.erase(id);
    }
}

// ---- what is stored

std::optional<base::ClockOffset> FakeTracker::clock_offset() const
{
    if (!m_tells_time) {
        return std::nullopt;
    }
    return base::ClockOffset{.offset = std::chrono::milliseconds{m_clock.now().ms - now().ms},
                             .uncertainty = *m_tells_time};
}

base::Timestamp FakeTracker::now() const
{
    return {m_clock.now().ms + m_weather.clock_offset.count() +
            m_requests * m_weather.per_request.count()};
}

void FakeTracker::touch(Stored& stored)
{
    stored.sequence = ++m_sequence;
    ++stored.version;
    stored.item.revision.text = std::to_string(++m_revision);
    stored.item.modified_at = now();
    if (const auto tick = m_weather.tick.count(); tick > 0) {
        stored.item.modified_at.ms -= stored.item.modified_at.ms % tick;
        stored.item.revision.text = std::to_string(stored.item.modified_at.ms);
    }
    m_versions[stored.item.id].push_back({m_sequence, stored});
}

model::Value FakeTracker::as_stored(const model::Value& value) const
{
    if (const auto* list = std::get_if<model::List>(&value);
        list != nullptr && m_weather.sorts_lists) {
        auto sorted = *list;
        std::sort(sorted.begin(), sorted.end());
        return sorted;
    }
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return value;
    }
    auto stored = m_rewrite ? m_rewrite(*text) : *text;
    stored = m_weather.trims ? trimmed(stored) : stored;
    return stored;
}

void FakeTracker::store_fields(model::WorkItem& item, const model::Fields& fields) const
{
    for (const auto& [name, value] : fields) {
        if (name == m_ignored_field) {
            continue;
        }
        if (model::is_null(value)) {
            item.fields.erase(name);
        } else {
            item.fields.insert_or_assign(name, as_stored(value));
        }
    }
}

TrackerEvent FakeTracker::event_of(TrackerEvent::Kind kind,
                                   const model::WorkItem& item,
                                   const model::Fields& fields) const
{
    TrackerEvent event;
    event.kind = kind;
    event.author = m_author;
    event.run = m_runs;
    event.id = item.id;
    event.marker = item.marker;
    event.in_window = m_is_in_window;
    for (const auto& entry : fields) {
        event.before[entry.first] = model::value_of(item.fields, entry.first);
    }
    return event;
}

void FakeTracker::remember(TrackerEvent event)
{
    const auto found = m_items.find(event.id);
    for (const auto& entry : event.before) {
        event.after[entry.first] = found == m_items.end()
                                       ? model::Value{}
                                       : model::value_of(found->second.item.fields, entry.first);
    }
    event.is_during_run = m_is_during_run;
    m_history.push_back(std::move(event));
}

void FakeTracker::forget_the_past()
{
    m_history.clear();
    m_trash.clear();
    for (auto entry = m_versions.begin(); entry != m_versions.end();) {
        auto& versions = entry->second;
        versions.erase(versions.begin(), versions.end() - 1);
        versions.shrink_to_fit();
        if (versions.front().stored) {
            ++entry;
        } else {
            m_seen.erase(entry->first);
            entry = m_versions.erase(entry);
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
    auto event = event_of(Kind::create, stored.item, fields);
    store_fields(stored.item, fields);
    stored.item.identity = "made " + std::to_string(m_sequence + 1);
    stored.created_at = now();
    touch(stored);
    remember(std::move(event));
    return stored;
}

std::string FakeTracker::copy(const std::string& id)
{
    const auto original = m_items.at(id).item;
    const auto made = add(original.type, original.fields);
    mark(made, original.marker);
    return made;
}

void FakeTracker::mark(const std::string& id, const std::string& marker)
{
    m_items.at(id).item.marker = marker;
    touch(m_items.at(id));
}

void FakeTracker::reuse(const std::string& id, const std::string& type, model::Fields fields)
{
    m_trash.erase(id);
    m_deleted.erase(id);
    insert(id, type, fields);
}

void FakeTracker::change(Stored& stored, const model::Fields& fields)
{
    auto event = event_of(Kind::edit, stored.item, fields);
    store_fields(stored.item, fields);
    touch(stored);
    remember(std::move(event));
}

void FakeTracker::edit(const std::string& id, const std::string& field, model::Value value)
{
    model::Fields fields;
    fields.emplace(field, std::move(value));
    change(m_items.at(id), fields);
}

void FakeTracker::take_out(const std::string& id)
{
    const auto found = m_items.find(id);
    auto event = event_of(Kind::erase, found->second.item, {});
    m_deleted[id] = ++m_sequence;
    m_versions[id].push_back({m_sequence, std::nullopt});
    m_trash[id] = std::move(found->second);
    m_items.erase(found);
    remember(std::move(event));
}

void FakeTracker::erase(const std::string& id)
{
    if (has(id)) {
        take_out(id);
    }
}

void FakeTracker::restore(const std::string& id)
{
    const auto found = m_trash.find(id);
    if (found == m_trash.end() || has(id)) {
        return;
    }
    m_deleted.erase(id);
    auto& stored = m_items[id] = std::move(found->second);
    m_trash.erase(found);
    touch(stored);
    remember(event_of(Kind::restore, stored.item, {}));
}

void FakeTracker::change_type(const std::string& id, const std::string& type)
{
    m_items.at(id).item.type = type;
    touch(m_items.at(id));
}

// ---- what a test looks at

model::Value FakeTracker::field(const std::string& id, const std::string& field) const
{
    return model::value_of(m_items.at(id).item.fields, field);
}

std::string FakeTracker::text(const std::string& id, const std::string& name) const
{
    return model::to_text(field(id, name));
}

const model::WorkItem& FakeTracker::item(const std::string& id) const
{
    return m_items.at(id).item;
}

std::vector<std::string> FakeTracker::ids() const
{
    std::vector<std::string> found;
    for (const auto& entry : m_items) {
        found.push_back(entry.first);
    }
    return found;
}

std::string FakeTracker::with_marker(const std::string& marker) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(), [&](const auto& entry) {
        return entry.second.item.marker == marker;
    });
    return found == m_items.end() ? std::string{} : found->first;
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

} // namespace syncctl::test
