#include "syncctl/store/connector_store.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sql/connector_store.hpp>
#include <utility>

namespace syncctl::store {

namespace {

constexpr const char* k_discovered_at = "discovered_at";
constexpr const char* k_transitions = "transitions"; ///< in the metadata of a work item type

model::ConnectorConfig read_connector(const Statement& row)
{
    model::ConnectorConfig connector;
    connector.id = {row.integer(0)};
    connector.uuid = row.text(1);
    connector.name = row.text(2);
    connector.type = row.text(3);
    connector.url = row.text(4);
    const auto what = fmt::format("connector '{}'", connector.name);
    const auto settings = stored_json(row.view(5), what);
    const auto metadata = stored_json(row.view(8), what);
    if (!settings.is_object() || !metadata.is_object()) {
        throw_damaged_value(what);
    }
    for (const auto& [key, value] : settings.items()) {
        if (!value.is_string()) {
            throw_damaged_value(what);
        }
        connector.settings.emplace(key, value.get<std::string>());
    }
    connector.sealed_credentials = row.text(6);
    connector.is_active = row.integer(7) != 0;
    const auto discovered = metadata.find(k_discovered_at);
    if (discovered != metadata.end() && discovered->is_string()) {
        connector.discovered_at =
            stored_word(base::parse_utc(discovered->get<std::string>()), what);
    }
    connector.created_at = row.time(9);
    return connector;
}

void bind_connector(Statement& statement, const model::ConnectorConfig& connector)
{
    statement.bind(":name", connector.name);
    statement.bind(":type", connector.type);
    statement.bind(":url", connector.url);
    statement.bind(":settings", base::dump_json(nlohmann::json(connector.settings)));
    if (connector.sealed_credentials.empty()) {
        statement.bind(":auth_type", "none");
        statement.bind_null(":credentials");
    } else {
        statement.bind(":auth_type", "secret");
        statement.bind(":credentials", connector.sealed_credentials);
    }
    statement.bind(":is_active", static_cast<std::int64_t>(connector.is_active));
}

[[noreturn]] void throw_name_taken(const std::string& name)
{
    throw Error{ErrorCode::failed,
                fmt::format("there is a connector '{}' already", name),
                "syncctl connector list shows the names in use"};
}

void insert_statuses(Database& database, std::int64_t type_id, const model::TypeInfo& type)
{
    auto insert = database.prepare(sql::connector_store::insert_status);
    std::int64_t order = 0;
    for (const auto& status : type.statuses) {
        insert.bind(":type_id", type_id);
        insert.bind(":name", status.name);
        insert.bind(":category", model::to_string(status.category));
        insert.bind(":sort_order", order++);
        if (!insert.run_unless_taken()) {
            throw Error{ErrorCode::document,
                        fmt::format("the tracker names status '{}' of type '{}' twice",
                                    status.name,
                                    type.name)};
        }
    }
}

void insert_fields(Database& database, std::int64_t type_id, const model::TypeInfo& type)
{
    auto insert = database.prepare(sql::connector_store::insert_field);
    std::int64_t order = 0;
    for (const auto& field : type.fields) {
        insert.bind(":type_id", type_id);
        insert.bind(":name", field.name);
        insert.bind(":reference", field.reference);
        insert.bind(":field_type", model::to_string(field.type));
        insert.bind(":is_required", static_cast<std::int64_t>(field.is_required));
        insert.bind(":is_readonly", static_cast<std::int64_t>(field.is_readonly));
        if (field.max_length) {
            insert.bind(":max_length", static_cast<std::int64_t>(*field.max_length));
        } else {
            insert.bind_null(":max_length");
        }
        insert.bind(":allowed", base::dump_json(nlohmann::json(field.allowed)));
        insert.bind(":sort_order", order++);
        if (!insert.run_unless_taken()) {
            throw Error{ErrorCode::document,
                        fmt::format("the tracker names field '{}' of type '{}' twice",
                                    field.reference,
                                    type.name)};
        }
    }
}

std::vector<model::StatusInfo> read_statuses(Database& database, std::int64_t type_id)
{
    std::vector<model::StatusInfo> statuses;
    auto rows = database.prepare(sql::connector_store::list_statuses);
    rows.bind(":type_id", type_id);
    while (rows.step()) {
        statuses.push_back({.name = rows.text(0),
                            .category = stored_word(model::status_category_from(rows.view(1)),
                                                    "a status category")});
    }
    return statuses;
}

std::map<std::string, std::vector<std::string>> read_transitions(std::string_view stored)
{
    constexpr const char* k_what = "the workflow of a work item type";
    const auto metadata = stored_json(stored, k_what);
    const auto found = metadata.find(k_transitions); // missing in what earlier versions stored
    if (found == metadata.end()) {
        return {};
    }
    try {
        return found->get<std::map<std::string, std::vector<std::string>>>();
    } catch (const nlohmann::json::exception&) {
        throw_damaged_value(k_what);
    }
}

std::vector<model::FieldInfo> read_fields(Database& database, std::int64_t type_id)
{
    std::vector<model::FieldInfo> fields;
    auto rows = database.prepare(sql::connector_store::list_fields);
    rows.bind(":type_id", type_id);
    while (rows.step()) {
        model::FieldInfo field;
        field.name = rows.text(0);
        field.reference = rows.text(1);
        field.type = stored_word(model::field_type_from(rows.view(2)), "a field type");
        field.is_required = rows.integer(3) != 0;
        field.is_readonly = rows.integer(4) != 0;
        if (!rows.is_null(5)) {
            field.max_length = static_cast<std::size_t>(rows.integer(5));
        }
        const auto allowed = stored_json(rows.view(6), "the allowed values of a field");
        for (const auto& value : allowed) {
            if (!value.is_string()) {
                throw_damaged_value("the allowed values of a field");
            }
            field.allowed.push_back(value.get<std::string>());
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace

base::ConnectorId ConnectorStore::insert(const model::ConnectorConfig& connector,
                                         base::Timestamp now)
{
    WriteScope scope{m_database};
    auto metadata = nlohmann::json::object();
    if (connector.discovered_at.ms != 0) {
        metadata[k_discovered_at] = base::format_utc(connector.discovered_at);
    }
    auto insert = m_database.prepare(sql::connector_store::insert);
    bind_connector(insert, connector);
    insert.bind(":uuid", connector.uuid);
    insert.bind(":metadata", base::dump_json(metadata));
    insert.bind(":now", now);
    if (!insert.run_unless_taken()) {
        throw_name_taken(connector.name);
    }
    const base::ConnectorId id{m_database.last_insert_id()};
    scope.commit();
    return id;
}

void ConnectorStore::update(const model::ConnectorConfig& connector, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto update = m_database.prepare(sql::connector_store::update);
    bind_connector(update, connector);
    update.bind(":id", connector.id.value);
    update.bind(":now", now);
    if (!update.run_unless_taken()) {
        throw_name_taken(connector.name);
    }
    scope.commit();
}

std::optional<model::ConnectorConfig> ConnectorStore::find(std::string_view name)
{
    auto rows = m_database.prepare(sql::connector_store::find_by_name);
    rows.bind(":name", name);
    return rows.step() ? std::optional{read_connector(rows)} : std::nullopt;
}

std::optional<model::ConnectorConfig> ConnectorStore::find(base::ConnectorId id)
{
    auto rows = m_database.prepare(sql::connector_store::find_by_id);
    rows.bind(":id", id.value);
    return rows.step() ? std::optional{read_connector(rows)} : std::nullopt;
}

std::vector<model::ConnectorConfig> ConnectorStore::list()
{
    std::vector<model::ConnectorConfig> connectors;
    auto rows = m_database.prepare(sql::connector_store::list);
    while (rows.step()) {
        connectors.push_back(read_connector(rows));
    }
    return connectors;
}

void ConnectorStore::remove(base::ConnectorId id)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::connector_store::remove);
    remove.bind(":id", id.value);
    remove.run();
    scope.commit();
}

void ConnectorStore::save_metadata(base::ConnectorId id,
                                   const model::Metadata& metadata,
                                   base::Timestamp now)
{
    WriteScope scope{m_database};
    auto clear = m_database.prepare(sql::connector_store::delete_types);
    clear.bind(":id", id.value);
    clear.run();
    auto insert = m_database.prepare(sql::connector_store::insert_type);
    std::int64_t order = 0;
    for (const auto& type : metadata.types) {
        insert.bind(":connector_id", id.value);
        insert.bind(":name", type.name);
        insert.bind(":sort_order", order++);
        insert.bind(":metadata", base::dump_json({{k_transitions, type.transitions}}));
        if (!insert.run_unless_taken()) {
            throw Error{ErrorCode::document,
                        fmt::format("the tracker names work item type '{}' twice", type.name)};
        }
        const auto type_id = m_database.last_insert_id();
        insert_statuses(m_database, type_id, type);
        insert_fields(m_database, type_id, type);
    }
    auto discovered = m_database.prepare(sql::connector_store::set_discovered);
    discovered.bind(":id", id.value);
    discovered.bind(":now", now);
    discovered.run();
    scope.commit();
}

model::Metadata ConnectorStore::metadata(base::ConnectorId id)
{
    model::Metadata metadata;
    auto rows = m_database.prepare(sql::connector_store::list_types);
    rows.bind(":id", id.value);
    while (rows.step()) {
        const auto type_id = rows.integer(0);
        metadata.types.push_back({.name = rows.text(1),
                                  .statuses = read_statuses(m_database, type_id),
                                  .fields = read_fields(m_database, type_id),
                                  .transitions = read_transitions(rows.view(2))});
    }
    return metadata;
}

std::optional<base::Timestamp> ConnectorStore::quiet_until(base::ConnectorId id)
{
    auto rows = m_database.prepare(sql::connector_store::quiet_until);
    rows.bind(":id", id.value);
    return rows.step() && !rows.is_null(0) ? std::optional{rows.time(0)} : std::nullopt;
}

void ConnectorStore::replace_quiet_until(base::ConnectorId id,
                                         std::optional<base::Timestamp> known,
                                         std::optional<base::Timestamp> told)
{
    WriteScope scope{m_database};
    auto replace = m_database.prepare(sql::connector_store::replace_quiet_until);
    replace.bind(":id", id.value);
    replace.bind(":known", known.value_or(base::Timestamp{}));
    replace.bind(":told", told.value_or(base::Timestamp{}));
    replace.run();
    scope.commit();
}

std::optional<std::string> ConnectorStore::access_token(base::ConnectorId id)
{
    auto rows = m_database.prepare(sql::connector_store::access_token);
    rows.bind(":id", id.value);
    return rows.step() && !rows.is_null(0) ? std::optional{rows.text(0)} : std::nullopt;
}

void ConnectorStore::replace_access_token(base::ConnectorId id,
                                          const std::optional<std::string>& envelope)
{
    WriteScope scope{m_database};
    auto replace = m_database.prepare(sql::connector_store::replace_access_token);
    replace.bind(":id", id.value);
    if (envelope) {
        replace.bind(":envelope", *envelope);
    } else {
        replace.bind_null(":envelope");
    }
    replace.run();
    scope.commit();
}

} // namespace syncctl::store
