#include "mapping_json.hpp"
#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/store/pair_store.hpp"
#include "syncctl/store/statement.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <sql/pair_store.hpp>
#include <utility>

// The compiled mapping as rows: types, statuses and fields in their tables, the rest as the pair's
// options.

namespace syncctl::store {

namespace {

constexpr const char* k_what = k_stored_mapping;

std::string_view transformation_name(const std::vector<model::TransformStep>& chain)
{
    if (chain.empty()) {
        return "none";
    }
    return chain.size() == 1 ? std::string_view{chain.front().name} : "chain";
}

void clear_rows(Database& database, base::PairId id)
{
    for (const auto text : {sql::pair_store::delete_type_mappings,
                            sql::pair_store::delete_status_mappings,
                            sql::pair_store::delete_field_mappings}) {
        auto clear = database.prepare(text);
        clear.bind(":id", id.value);
        clear.run();
    }
}

void insert_types(Database& database, base::PairId id, const model::MappingRows& rows)
{
    auto insert = database.prepare(sql::pair_store::insert_type_mapping);
    std::int64_t order = 0;
    for (const auto& row : rows.types) {
        insert.bind(":id", id.value);
        insert.bind(":sort_order", order++);
        insert.bind(":source_type", row.source_type);
        insert.bind(":target_type", row.target_type);
        insert.bind(":direction", word_of(row.arrow));
        insert.bind(":conditions", base::dump_json(json_of(row.when)));
        insert.bind(":line", std::int64_t{row.line});
        insert.run();
    }
}

void insert_statuses(Database& database, base::PairId id, const model::MappingRows& rows)
{
    auto insert = database.prepare(sql::pair_store::insert_status_mapping);
    std::int64_t order = 0;
    for (const auto& row : rows.statuses) {
        insert.bind(":id", id.value);
        insert.bind(":sort_order", order++);
        insert.bind(":source_status", row.source_status);
        insert.bind(":target_status", row.target_status);
        insert.bind(":direction", word_of(row.arrow));
        insert.bind(":line", std::int64_t{row.line});
        insert.run();
    }
}

void insert_fields(Database& database, base::PairId id, const model::MappingRows& rows)
{
    auto insert = database.prepare(sql::pair_store::insert_field_mapping);
    std::int64_t order = 0;
    for (const auto& row : rows.fields) {
        insert.bind(":id", id.value);
        insert.bind(":sort_order", order++);
        insert.bind(":source_field", row.source_field);
        insert.bind(":target_field", row.target_field);
        insert.bind(":direction", word_of(row.arrow));
        insert.bind(":transformation", transformation_name(row.chain));
        insert.bind(":config", base::dump_json(json_of(row.chain)));
        insert.bind_optional(":constant", row.constant);
        if (row.strategy) {
            insert.bind(":strategy", model::to_string(*row.strategy));
        } else {
            insert.bind_null(":strategy");
        }
        insert.bind(":only_types", base::dump_json(nlohmann::json(row.only_types)));
        insert.bind(":conditions", base::dump_json(json_of(row.when)));
        insert.bind(":text_merge", row.merges_lines ? "lines" : "whole");
        insert.bind(":line", std::int64_t{row.line});
        insert.run();
    }
}

void read_types(Database& database, base::PairId id, model::MappingRows& mapping)
{
    auto rows = database.prepare(sql::pair_store::list_type_mappings);
    rows.bind(":id", id.value);
    while (rows.step()) {
        mapping.types.push_back({.source_type = rows.text(0),
                                 .target_type = rows.text(1),
                                 .arrow = arrow_of(rows.view(2)),
                                 .line = static_cast<int>(rows.integer(4)),
                                 .when = conditions_of(stored_json(rows.view(3), k_what))});
    }
}

void read_statuses(Database& database, base::PairId id, model::MappingRows& mapping)
{
    auto rows = database.prepare(sql::pair_store::list_status_mappings);
    rows.bind(":id", id.value);
    while (rows.step()) {
        mapping.statuses.push_back({.source_status = rows.text(0),
                                    .target_status = rows.text(1),
                                    .arrow = arrow_of(rows.view(2)),
                                    .line = static_cast<int>(rows.integer(3))});
    }
}

void read_fields(Database& database, base::PairId id, model::MappingRows& mapping)
{
    auto rows = database.prepare(sql::pair_store::list_field_mappings);
    rows.bind(":id", id.value);
    while (rows.step()) {
        model::FieldMappingRow row;
        row.source_field = rows.text(0);
        row.target_field = rows.text(1);
        row.arrow = arrow_of(rows.view(2));
        row.chain = chain_of(stored_json(rows.view(3), k_what));
        row.constant = rows.optional_text(4);
        if (!rows.is_null(5)) {
            row.strategy = stored_word(model::strategy_from(rows.view(5)), k_what);
        }
        row.only_types = stored_json(rows.view(6), k_what).get<std::vector<std::string>>();
        row.when = conditions_of(stored_json(rows.view(7), k_what));
        row.merges_lines = rows.view(8) == "lines";
        row.line = static_cast<int>(rows.integer(9));
        mapping.fields.push_back(std::move(row));
    }
}

} // namespace

int PairStore::save_mapping(base::PairId id,
                            std::string_view document,
                            const model::MappingRows& rows,
                            base::Timestamp now,
                            std::string_view by)
{
    WriteScope scope{m_database};
    const int revision = newest_revision(id) + 1;
    auto insert = m_database.prepare(sql::pair_store::insert_revision);
    insert.bind(":id", id.value);
    insert.bind(":revision", std::int64_t{revision});
    insert.bind(":document", document);
    insert.bind(":now", now);
    if (by.empty()) {
        insert.bind_null(":by");
    } else {
        insert.bind(":by", by);
    }
    insert.run();

    clear_rows(m_database, id);
    insert_types(m_database, id, rows);
    insert_statuses(m_database, id, rows);
    insert_fields(m_database, id, rows);

    auto policy = m_database.prepare(sql::pair_store::set_policy);
    policy.bind(":id", id.value);
    policy.bind(":strategy", model::to_string(rows.default_strategy));
    policy.bind(":options", base::dump_json(options_of(rows)));
    policy.bind(":now", now);
    policy.run();
    scope.commit();
    return revision;
}

std::optional<model::MappingRows> PairStore::mapping(base::PairId id)
{
    model::MappingRows mapping;
    mapping.revision = newest_revision(id);
    if (mapping.revision == 0) {
        return std::nullopt;
    }
    try {
        read_types(m_database, id, mapping);
        read_statuses(m_database, id, mapping);
        read_fields(m_database, id, mapping);
        auto policy = m_database.prepare(sql::pair_store::find_policy);
        policy.bind(":id", id.value);
        if (policy.step()) {
            mapping.default_strategy = stored_word(model::strategy_from(policy.view(0)), k_what);
            read_options(stored_json(policy.view(1), k_what), mapping);
        }
    } catch (const nlohmann::json::exception&) {
        throw_damaged_value(k_what);
    }
    return mapping;
}

std::optional<std::string> PairStore::document(base::PairId id)
{
    auto rows = m_database.prepare(sql::pair_store::find_document);
    rows.bind(":id", id.value);
    return rows.step() ? std::optional{rows.text(0)} : std::nullopt;
}

std::optional<std::string> PairStore::document(base::PairId id, int revision)
{
    auto rows = m_database.prepare(sql::pair_store::find_revision);
    rows.bind(":id", id.value);
    rows.bind(":revision", std::int64_t{revision});
    return rows.step() ? std::optional{rows.text(0)} : std::nullopt;
}

int PairStore::newest_revision(base::PairId id)
{
    auto rows = m_database.prepare(sql::pair_store::newest_revision);
    rows.bind(":id", id.value);
    return rows.step() ? static_cast<int>(rows.integer(0)) : 0;
}

std::vector<MappingRevision> PairStore::revisions(base::PairId id, std::size_t limit)
{
    auto rows = m_database.prepare(sql::pair_store::list_revisions);
    rows.bind(":id", id.value);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    std::vector<MappingRevision> revisions;
    while (rows.step()) {
        revisions.push_back({.revision = static_cast<int>(rows.integer(0)),
                             .created_at = rows.time(1),
                             .created_by = rows.text(2)});
    }
    return revisions;
}

} // namespace syncctl::store
