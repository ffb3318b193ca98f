#include "conflict_lines.hpp"
#include "conflict_values.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace syncctl::app {

namespace {

model::FieldType type_of_source_field(store::Store& store,
                                      const model::Conflict& conflict,
                                      const std::string& reference)
{
    const auto link = store.links.find(conflict.link);
    const auto pair = link ? store.pairs.find(link->pair) : std::nullopt;
    if (!pair) {
        return model::FieldType::text;
    }
    const auto metadata = store.connectors.metadata(pair->source);
    const auto* type = metadata.find_type(link->sides.source.item_type);
    const auto* field = type == nullptr ? nullptr : type->find_field(reference);
    return field == nullptr ? model::FieldType::text : field->type;
}

model::Value value_to_set(store::Store& store,
                          const model::Conflict& conflict,
                          const ConflictResolution& resolution)
{
    if (conflict.type != model::ConflictType::both_modified) {
        throw Error{
            ErrorCode::usage,
            fmt::format("conflict {} is about a deleted item or its type; it has no value to set",
                        conflict.id.value),
            fmt::format("syncctl conflicts resolve {} --take source|target", conflict.id.value)};
    }
    require_field(conflict, resolution.set_field);
    const auto references = references_of(conflict.field);
    if (resolution.set_field != conflict.field && resolution.set_field != references.source) {
        throw Error{ErrorCode::usage,
                    fmt::format("conflict {}: --set takes the value as the source side writes it",
                                conflict.id.value),
                    fmt::format("--set '{}=VALUE'", references.source)};
    }
    return value_for(type_of_source_field(store, conflict, references.source),
                     references.source,
                     resolution.set_value);
}

void require_one_way(const ConflictResolution& resolution)
{
    const bool is_set = !resolution.set_field.empty();
    if (is_set == resolution.take.has_value()) {
        throw Error{ErrorCode::usage,
                    "give either --take source|target|newest or --set FIELD=VALUE"};
    }
    if (is_set && resolution.ids.size() != 1) {
        throw Error{ErrorCode::usage, "--set decides one conflict at a time"};
    }
}

} // namespace

std::vector<ConflictLine> resolve_conflicts(Workspace& workspace,
                                            const ConflictResolution& resolution)
{
    require_one_way(resolution);
    auto& store = resolution.is_dry_run ? workspace.reading() : workspace.writing();
    std::optional<model::Value> value;
    std::vector<model::Conflict> seen;
    const std::set<std::int64_t> ids{resolution.ids.begin(), resolution.ids.end()};
    for (const auto id : ids) {
        const auto view = require_conflict(store, id);
        seen.push_back(view.conflict);
        require_waiting(view);
        if (resolution.take) {
            require_field(view.conflict, resolution.field);
        } else {
            value = value_to_set(store, view.conflict, resolution);
        }
    }
    const auto take = resolution.take.value_or(model::Take::set);
    if (!resolution.is_dry_run) {
        store::Transaction transaction{store.database};
        for (const auto& conflict : seen) {
            if (!store.conflicts.decide_as_seen(
                    conflict, take, value, resolution.by, workspace.now())) {
                throw Error{ErrorCode::failed,
                            fmt::format("conflict {} was changed at the same moment; nothing was "
                                        "recorded",
                                        conflict.id.value),
                            fmt::format("syncctl conflicts show {}", conflict.id.value)};
            }
        }
        transaction.commit();
    }
    std::vector<ConflictLine> lines;
    for (const auto id : ids) {
        lines.push_back(conflict_line(require_conflict(store, id)));
        lines.back().conflict.decision = take;
        lines.back().conflict.decision_value = value;
        lines.back().state = "decided";
    }
    return lines;
}

} // namespace syncctl::app
