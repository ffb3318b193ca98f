#include "fakes/servicedesk_plus/fake_impl.hpp"

#include <algorithm>
#include <stdexcept>

namespace syncctl::fakes {

namespace {

using sdp::Json;

Json plain(const std::string& name)
{
    return {{"name", name}, {"deleted", false}, {"description", nullptr}};
}

} // namespace

void FakeServiceDeskPlus::Impl::change_state(const std::string& id,
                                             const std::function<void(sdp::State&)>& change)
{
    sdp::Request& request = request_with(id);
    sdp::State state = request.state();
    change(state);
    world.store(request, std::move(state));
}

void FakeServiceDeskPlus::has_person(const std::string& name, const std::string& mail)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.add_row("users", sdp::person_row(name, mail, false));
}

void FakeServiceDeskPlus::has_technician(const std::string& name,
                                         const std::string& mail,
                                         const std::vector<std::string>& groups,
                                         const std::vector<std::string>& sites)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = sdp::person_row(name, mail, true);
    for (const std::string& group : groups) {
        row["_groups"].push_back(m_impl->row_named("groups", group));
    }
    for (const std::string& site : sites) {
        row["_sites"].push_back(m_impl->row_named("sites", site));
    }
    m_impl->world.add_row("users", std::move(row));
}

void FakeServiceDeskPlus::disables_technician(const std::string& mail)
{
    const std::lock_guard lock{m_impl->mutex};
    for (Json& row : m_impl->world.tables.at("users")) {
        if (row["email_id"] == mail) {
            row["_is_disabled"] = true;
        }
    }
}

void FakeServiceDeskPlus::has_site(const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.add_row("sites", plain(name));
}

void FakeServiceDeskPlus::has_group(const std::string& name, const std::string& site)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = plain(name);
    row["site"] =
        site.empty() ? Json{} : Json{{"id", m_impl->row_named("sites", site)}, {"name", site}};
    row["sender_name"] = "";
    row["sender_email_id"] = "";
    m_impl->world.add_row("groups", std::move(row));
}

void FakeServiceDeskPlus::has_status(const std::string& name,
                                     bool in_progress,
                                     bool stop_timer,
                                     const std::string& internal_name)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = plain(name);
    row["internal_name"] = internal_name.empty() ? name : internal_name;
    row["in_progress"] = in_progress;
    row["stop_timer"] = stop_timer;
    row["color"] = "#999999";
    row["_is_final"] = false;
    m_impl->world.add_row("statuses", std::move(row));
}

void FakeServiceDeskPlus::has_priority(const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = plain(name);
    row["color"] = "#999999";
    row["priority_order"] = std::to_string(m_impl->world.table("priorities").size() + 1);
    m_impl->world.add_row("priorities", std::move(row));
}

void FakeServiceDeskPlus::has_category(const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = plain(name);
    row["technician"] = nullptr;
    m_impl->world.add_row("categories", std::move(row));
}

void FakeServiceDeskPlus::has_subcategory(const std::string& category, const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.add_row(
        "subcategories",
        {{"name", name},
         {"category", {{"id", m_impl->row_named("categories", category)}, {"name", category}}},
         {"deleted", false}});
}

void FakeServiceDeskPlus::has_item(const std::string& subcategory, const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.add_row(
        "items",
        {{"name", name},
         {"subcategory",
          {{"id", m_impl->row_named("subcategories", subcategory)}, {"name", subcategory}}},
         {"deleted", false}});
}

void FakeServiceDeskPlus::has_request_type(const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.add_row("request_types", plain(name));
}

void FakeServiceDeskPlus::has_template(const std::string& name)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = m_impl->world.table("request_templates").front();
    row["name"] = name;
    row["is_default"] = false;
    m_impl->world.add_row("request_templates", std::move(row));
}

void FakeServiceDeskPlus::renames(const std::string& list,
                                  const std::string& name,
                                  const std::string& new_name)
{
    const std::lock_guard lock{m_impl->mutex};
    const std::string id = m_impl->row_named(list, name);
    for (Json& row : m_impl->world.tables.at(list)) {
        if (row["id"] == id) {
            row["name"] = new_name;
        }
    }
}

void FakeServiceDeskPlus::has_udf(const Udf& udf)
{
    const std::lock_guard lock{m_impl->mutex};
    Json row = sdp::udf_row(m_impl->world,
                            udf.key,
                            udf.label,
                            udf.type,
                            udf.max_length,
                            udf.allowed,
                            udf.is_on_template);
    for (Json& old : m_impl->world.tables.at("udf_fields")) {
        if (old["field_key"] == udf.key) {
            row["id"] = old["id"];
            old = std::move(row);
            return;
        }
    }
    m_impl->world.add_row("udf_fields", std::move(row));
}

void FakeServiceDeskPlus::requires_fields(const std::vector<std::string>& fields)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.required = fields;
}

void FakeServiceDeskPlus::requires_fields_on_close(const std::vector<std::string>& fields)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.required_on_close = fields;
}

void FakeServiceDeskPlus::numbers_requests_from(int number)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.next_request = number;
}

std::string FakeServiceDeskPlus::marker_udf() const
{
    return m_impl->world.is_cloud() ? "udf_char1" : "udf_sline_1802";
}

std::string FakeServiceDeskPlus::has_request(const Json& fields)
{
    const std::lock_guard lock{m_impl->mutex};
    sdp::Draft draft{m_impl->world, nullptr, sdp::Actor::people};
    draft.take(fields);
    return std::to_string(draft.store(m_impl->world).id);
}

void FakeServiceDeskPlus::edit(const std::string& id, const Json& fields)
{
    const std::lock_guard lock{m_impl->mutex};
    sdp::Draft draft{m_impl->world, &m_impl->request_with(id), sdp::Actor::people};
    draft.take(fields);
    draft.store(m_impl->world);
}

void FakeServiceDeskPlus::add_note(const std::string& id, const std::string& text)
{
    const std::lock_guard lock{m_impl->mutex};
    sdp::World& world = m_impl->world;
    const Json author = world.table("users")[1]["id"];
    world.add_note(m_impl->request_with(id),
                   {{"id", sdp::row_id(world.edition, world.next_note++)},
                    {"show_to_requester", false},
                    {"description", text},
                    {"by", author},
                    {"created_ms", world.stamp_ms()},
                    {"edited_by", nullptr},
                    {"edited_ms", 0}});
}

void FakeServiceDeskPlus::link(const std::string& id, const std::string& other)
{
    const std::lock_guard lock{m_impl->mutex};
    sdp::Request& one = m_impl->request_with(id);
    sdp::Request& two = m_impl->request_with(other);
    one.links[two.id] = "";
    two.links[one.id] = "";
}

void FakeServiceDeskPlus::trash(const std::string& id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->change_state(id, [this](sdp::State& state) {
        state.is_trashed = true;
        state.values["deleted_time"] = m_impl->world.stamp_ms();
    });
}

void FakeServiceDeskPlus::restore(const std::string& id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->change_state(id, [](sdp::State& state) {
        state.is_trashed = false;
        state.values.erase("deleted_time");
    });
}

void FakeServiceDeskPlus::destroy(const std::string& id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->change_state(id, [](sdp::State& state) { state.is_gone = true; });
}

void FakeServiceDeskPlus::archive(const std::string& id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->change_state(id, [](sdp::State& state) { state.is_archived = true; });
}

void FakeServiceDeskPlus::merge(const std::string& id, const std::string& into)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->change_state(id, [&](sdp::State& state) {
        state.is_gone = true;
        state.merged_into = into;
    });
}

void FakeServiceDeskPlus::move_to_site(const std::string& id, const std::string& site)
{
    edit(id, {{"site", site.empty() ? Json{} : Json(site)}});
}

} // namespace syncctl::fakes
