#include "fakes/servicedesk_plus/world.hpp"

#include "fakes/text.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace syncctl::fakes::sdp {

namespace {

constexpr std::int64_t k_cloud_ids = 123'640'000'000'000'000;

/// On premises each list counts for itself. In the cloud ids are unique, and those that recorded
/// requests name are the same here.
std::int64_t next_row_number(const World& world, const std::string& table)
{
    static const std::map<std::string, std::int64_t> k_first{{"request_templates", 6'655},
                                                             {"statuses", 6'657},
                                                             {"levels", 6'701},
                                                             {"modes", 6'711},
                                                             {"groups", 6'680},
                                                             {"priorities", 6'802},
                                                             {"closure_codes", 7'001},
                                                             {"urgencies", 7'920},
                                                             {"impacts", 8'033},
                                                             {"request_types", 8'391},
                                                             {"categories", 9'001},
                                                             {"subcategories", 9'201},
                                                             {"items", 9'401},
                                                             {"sites", 9'601},
                                                             {"departments", 9'801},
                                                             {"service_categories", 9'901},
                                                             {"users", 142'582},
                                                             {"udf_fields", 300'001}};
    const auto count = static_cast<std::int64_t>(world.table(table).size());
    if (!world.is_cloud()) {
        return count + 1;
    }
    return k_first.at(table) + count * (table == "statuses" ? 2 : 1);
}

} // namespace

std::int64_t number_of(const std::string& id)
{
    std::int64_t value = -1;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), value);
    return error == std::errc{} && end == id.data() + id.size() ? value : -1;
}

const State* Request::state_at(std::int64_t ms) const
{
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
        if (version->at_ms <= ms) {
            return version->state.get();
        }
    }
    return nullptr;
}

std::int64_t World::now_ms() const
{
    return clock->now().ms + switches.clock_offset_ms;
}

std::int64_t World::stamp_ms() const
{
    const std::int64_t now = now_ms();
    return now - now % switches.stamp_resolution_ms;
}

const std::vector<Json>& World::table(const std::string& name) const
{
    return tables.at(name);
}

const Json* World::row(const std::string& table_name, const Json& id) const
{
    return id.is_string() ? row_with(table_name, "id", id.get<std::string>()) : nullptr;
}

const Json* World::row_with(const std::string& table_name,
                            const std::string& member,
                            const std::string& value) const
{
    const auto& rows = table(table_name);
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Json& candidate) {
        const auto it = candidate.find(member);
        return it != candidate.end() && *it == value;
    });
    return found == rows.end() ? nullptr : &*found;
}

std::string World::add_row(const std::string& table_name, Json row)
{
    std::string id = row_id(edition, next_row_number(*this, table_name));
    row["id"] = id;
    tables[table_name].push_back(std::move(row));
    return id;
}

const Request* World::request(const std::string& id) const
{
    const auto found = requests.find(number_of(id));
    return found == requests.end() ? nullptr : &found->second;
}

Request* World::request(const std::string& id)
{
    const auto found = requests.find(number_of(id));
    return found == requests.end() ? nullptr : &found->second;
}

bool World::is_closed(const State& state) const
{
    const Json* status = row("statuses", state.values.value("status", Json{}));
    return status != nullptr && (*status)["_is_final"] == true;
}

bool World::is_visible(const State& state) const
{
    if (state.is_gone) {
        return false;
    }
    if (!switches.only_site) {
        return true;
    }
    const Json* site = row("sites", state.values.value("site", Json{}));
    return site != nullptr && (*site)["name"] == *switches.only_site;
}

void World::store(Request& request, State state)
{
    for (const auto& [key, value] : state.values.at("udf_fields").items()) {
        if (value.is_string()) {
            udf_texts[{key, lower(value.get<std::string>())}].insert(request.id);
        }
    }
    request.versions.push_back(
        {.at_ms = now_ms(), .state = std::make_shared<const State>(std::move(state))});
}

void World::add_note(Request& request, Json note)
{
    request.notes.push_back(std::move(note));
    if (switches.are_notes_updates) {
        State state = request.state();
        state.updated_ms = stamp_ms();
        store(request, std::move(state));
    }
}

std::string row_id(Edition edition, std::int64_t number)
{
    return std::to_string(edition == Edition::cloud ? k_cloud_ids + number : number);
}

} // namespace syncctl::fakes::sdp
