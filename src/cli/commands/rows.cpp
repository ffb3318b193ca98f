#include "rows.hpp"

#include <set>

namespace syncctl::cli {

Data connector_row(const app::ConnectorView& connector)
{
    Data::Object settings;
    for (const auto& [name, value] : connector.settings) {
        settings.emplace_back(name, value);
    }
    return Data::Object{{"name", connector.name},
                        {"type", connector.type},
                        {"url", connector.url},
                        {"enabled", connector.is_enabled},
                        {"pairs", data_of(connector.pairs)},
                        {"settings", std::move(settings)},
                        {"has_credentials", connector.has_credentials},
                        {"has_webhook_secret", connector.has_webhook_secret},
                        {"has_previous_webhook_secret", connector.has_previous_webhook_secret},
                        {"discovered_at", data_of(connector.discovered_at)},
                        {"created_at", data_of(connector.created_at)}};
}

std::vector<Column> connector_columns()
{
    return {{"name", "NAME"},
            {"type", "TYPE"},
            {"url", "URL"},
            {"enabled", "ENABLED"},
            {"pairs", "PAIRS"}};
}

Data connector_details(const app::ConnectorView& connector,
                       const std::vector<app::DiscoveredType>& types)
{
    const auto row = connector_row(connector);
    auto members = *row.object();
    Data::Array known;
    for (const auto& type : types) {
        known.push_back(type_row(type));
    }
    members.emplace_back("types", std::move(known));
    return members;
}

Data check_row(const app::ConnectorCheck& check)
{
    return Data::Object{{"check", check.name},
                        {"ok", check.is_ok},
                        {"detail", text_or_null(check.detail)},
                        {"hint", text_or_null(check.hint)}};
}

std::vector<Column> check_columns()
{
    return {{"check", "CHECK"}, {"ok", "OK"}, {"detail", "DETAIL"}, {"hint", "HINT"}};
}

Data type_row(const app::DiscoveredType& type)
{
    return Data::Object{{"type", type.name},
                        {"statuses", data_of(type.statuses)},
                        {"fields", data_of(type.fields)}};
}

std::vector<Column> type_columns()
{
    return {{"type", "TYPE"}, {"statuses", "STATUSES"}, {"fields", "FIELDS"}};
}

Data pair_row(const app::PairView& pair)
{
    return Data::Object{{"name", pair.name},
                        {"source", pair.source},
                        {"target", pair.target},
                        {"direction", to_string(pair.direction)},
                        {"enabled", pair.is_enabled},
                        {"mapping_revision", pair.mapping_revision},
                        {"links", pair.links},
                        {"open_conflicts", pair.open_conflicts},
                        {"schedule", text_or_null(pair.schedule)},
                        {"time_zone", text_or_null(pair.time_zone)},
                        {"next_run", data_of(pair.next_run)},
                        {"last_sync_at", data_of(pair.last_sync_at)},
                        {"source_filter", text_or_null(pair.source_filter)},
                        {"target_filter", text_or_null(pair.target_filter)},
                        {"description", text_or_null(pair.description)},
                        {"created_at", data_of(pair.created_at)}};
}

Data item_row(const app::ItemLine& item)
{
    return Data::Object{{"pair", item.pair},
                        {"source_item", text_or_null(item.source_item)},
                        {"target_item", text_or_null(item.target_item)},
                        {"state", item.state},
                        {"last_synced_at", data_of(item.last_synced_at)},
                        {"error", text_or_null(item.error)}};
}

std::vector<Column> item_columns()
{
    return {{"pair", "PAIR"},
            {"source_item", "SOURCE"},
            {"target_item", "TARGET"},
            {"state", "STATE"},
            {"last_synced_at", "LAST SYNCED"},
            {"error", "ERROR"}};
}

Data conflict_row(const app::ConflictLine& line)
{
    const auto& conflict = line.conflict;
    Data decision;
    if (conflict.decision) {
        decision = to_string(*conflict.decision);
    }
    Data value;
    if (conflict.decision_value) {
        value = data_of(*conflict.decision_value);
    }
    return Data::Object{{"id", conflict.id.value},
                        {"pair", line.pair},
                        {"source_item", line.source_item},
                        {"target_item", line.target_item},
                        {"field", text_or_null(conflict.field)},
                        {"type", to_string(conflict.type)},
                        {"base", data_of(conflict.base)},
                        {"source", data_of(conflict.source)},
                        {"target", data_of(conflict.target)},
                        {"state", line.state},
                        {"detected_at", data_of(conflict.detected_at)},
                        {"decision", std::move(decision)},
                        {"decision_value", std::move(value)},
                        {"resolution", text_or_null(conflict.resolution)},
                        {"resolved_by", text_or_null(conflict.resolved_by)},
                        {"resolved_at", data_of(conflict.resolved_at)}};
}

std::vector<Column> conflict_columns()
{
    return {{"id", "ID"},
            {"pair", "PAIR"},
            {"source_item", "SOURCE ITEM"},
            {"target_item", "TARGET ITEM"},
            {"field", "FIELD"},
            {"type", "TYPE"},
            {"base", "BASE"},
            {"source", "SOURCE"},
            {"target", "TARGET"},
            {"state", "STATE"}};
}

Data error_row(const app::ErrorLine& line)
{
    return Data::Object{{"time", data_of(line.error.created_at)},
                        {"run", line.error.execution.value},
                        {"pair", text_or_null(line.pair)},
                        {"item", text_or_null(line.error.item)},
                        {"field", text_or_null(line.error.field)},
                        {"type", to_string(line.error.type)},
                        {"code", text_or_null(line.error.code)},
                        {"message", line.error.message},
                        {"hint", text_or_null(line.hint)}};
}

std::vector<Column> error_columns()
{
    return {{"time", "TIME"},
            {"run", "RUN"},
            {"pair", "PAIR"},
            {"item", "ITEM"},
            {"field", "FIELD"},
            {"type", "TYPE"},
            {"message", "MESSAGE"}};
}

Section hints_section(const std::vector<Data>& error_rows)
{
    Section section{
        .title = "What to do", .columns = {{"item", "ITEM"}, {"hint", "NEXT"}}, .rows = {}};
    std::set<std::string> known;
    for (const auto& row : error_rows) {
        const auto* item = row.find("item");
        const auto* hint = row.find("hint");
        if (item != nullptr && hint != nullptr && !hint->is_null() &&
            known.insert(item->text() + '\n' + hint->text()).second) {
            section.rows.emplace_back(Data::Object{{"item", *item}, {"hint", *hint}});
        }
    }
    return section;
}

Data execution_row(const model::Execution& execution)
{
    const auto& counters = execution.counters;
    return Data::Object{{"id", execution.id.value},
                        {"pair", execution.pair_name},
                        {"trigger", execution.trigger},
                        {"started_at", data_of(execution.started_at)},
                        {"completed_at", data_of(execution.completed_at)},
                        {"result", to_string(execution.status)},
                        {"processed", counters.processed},
                        {"created", counters.created},
                        {"updated", counters.updated},
                        {"deleted", counters.deleted},
                        {"unchanged", counters.unchanged},
                        {"conflicts", counters.conflicts},
                        {"failed", counters.failed},
                        {"api_calls",
                         Data::Object{{"source", counters.api_calls.source},
                                      {"target", counters.api_calls.target}}},
                        {"error", text_or_null(execution.error_message)}};
}

} // namespace syncctl::cli
