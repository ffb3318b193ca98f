#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/items.hpp"

namespace syncctl::cli {

namespace {

Data side_data(const model::LinkSide& side, std::string_view name, Section& section)
{
    Data::Object base;
    for (const auto& [field, value] : side.base) {
        base.emplace_back(field, data_of(value));
        section.rows.push_back(
            Data::Object{{"side", name}, {"field", field}, {"value", data_of(value)}});
    }
    return Data::Object{{"id", side.item_id},
                        {"type", side.item_type},
                        {"revision", side.revision.text},
                        {"modified_at", data_of(side.modified_at)},
                        {"base", std::move(base)}};
}

Result run_items_show(Session& session, const Arguments& arguments)
{
    Result result;
    result.layout = Layout::details;
    result.columns = item_columns();
    for (const auto& view : app::show_item(session.workspace(), arguments.text("KEY"))) {
        auto members = *item_row(view.line).object();
        Section base{.title = "Base: what both sides had when they last agreed",
                     .columns = {{"side", "SIDE"}, {"field", "FIELD"}, {"value", "VALUE"}}};
        if (view.link) {
            members.emplace_back("source", side_data(view.link->sides.source, "source", base));
            members.emplace_back("target", side_data(view.link->sides.target, "target", base));
        }
        Section conflicts{.title = "Open conflicts", .columns = conflict_columns()};
        for (const auto& conflict : view.conflicts) {
            conflicts.rows.push_back(conflict_row(conflict));
        }
        Section errors{.title = "Last errors", .columns = error_columns()};
        for (const auto& error : view.errors) {
            errors.rows.push_back(error_row(app::error_line(error, view.line.pair)));
        }
        members.emplace_back("conflicts",
                             Data::Array(conflicts.rows.begin(), conflicts.rows.end()));
        members.emplace_back("errors", Data::Array(errors.rows.begin(), errors.rows.end()));
        result.rows.emplace_back(std::move(members));
        result.sections.push_back(std::move(base));
        result.sections.push_back(std::move(conflicts));
        auto hints = hints_section(errors.rows);
        result.sections.push_back(std::move(errors));
        if (!hints.rows.empty()) {
            result.sections.push_back(std::move(hints));
        }
    }
    return result;
}

} // namespace

CommandSpec items_show_command()
{
    return {
        .path = "items show",
        .purpose =
            "Show what is known about an item: its partner, the stored base, conflicts and errors",
        .positionals = {{.name = "KEY", .help = "CONNECTOR:ID"}},
        .exit_codes = {10, 18},
        .examples = {{"syncctl items show dev:4711", "Why does this item not move?"}},
        .run = &run_items_show};
}

} // namespace syncctl::cli
