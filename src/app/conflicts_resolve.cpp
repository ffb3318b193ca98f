#include "conflict_lines.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::array<std::string_view, 3> k_arrows{" <-> ", " -> ", " <- "};

/// `SOURCE_REF <-> TARGET_REF` taken apart.
model::BothSides<std::string> references_of(const std::string& rule)
{
    for (const auto arrow : k_arrows) {
        const auto at = rule.find(arrow);
        if (at != std::string::npos) {
            return {rule.substr(0, at), rule.substr(at + arrow.size())};
        }
    }
    return {rule, rule};
}

void require_waiting(const store::ConflictView& view)
{
    const auto& conflict = view.conflict;
    if (conflict.resolution.empty()) {
        return;
    }
    throw Error{ErrorCode::failed,
                fmt::format("conflict {} is resolved already ({}, by {}, {})",
                            conflict.id.value,
                            conflict.resolution,
                            conflict.resolved_by,
                            base::format_utc(conflict.resolved_at)),
                fmt::format("syncctl conflicts show {}", conflict.id.value)};
}

void require_field(const model::Conflict& conflict, const std::string& field)
{
    const auto references = references_of(conflict.field);
    if (field.empty() || field == conflict.field || field == references.source ||
        field == references.target) {
        return;
    }
    throw Error{ErrorCode::usage,
                fmt::format("conflict {} is about {}, not {}",
                            conflict.id.value,
                            conflict.field.empty() ? std::string{to_string(conflict.type)}
                                                   : shown(conflict.field),
                            shown(field)),
                fmt::format("syncctl conflicts show {}", conflict.id.value)};
}

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

model::List split_list(const std::string& text)
{
    model::List list;
    std::size_t start = 0;
    while (start <= text.size() && !text.empty()) {
        const auto comma = std::min(text.find(',', start), text.size());
        auto first = text.find_first_not_of(' ', start);
        first = std::min(first, comma);
        auto last = comma;
        while (last > first && text[last - 1] == ' ') {
            --last;
        }
        if (last > first) {
            list.push_back(text.substr(first, last - first));
        }
        start = comma + 1;
    }
    return list;
}

model::Value value_for(model::FieldType type, const std::string& field, const std::string& text)
{
    switch (type) {
    case model::FieldType::number:
        try {
            return model::number_from_text(text);
        } catch (const Error&) {
            throw Error{ErrorCode::usage,
                        fmt::format("{}: {} is not a number", shown(field), shown(text))};
        }
    case model::FieldType::boolean:
        if (text != "true" && text != "false") {
            throw Error{ErrorCode::usage,
                        fmt::format("{}: {} is neither true nor false", shown(field), shown(text))};
        }
        return text == "true";
    case model::FieldType::list:
        return split_list(text);
    default:
        return text;
    }
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
    const std::set<std::int64_t> ids{resolution.ids.begin(), resolution.ids.end()};
    for (const auto id : ids) {
        const auto view = require_conflict(store, id);
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
        for (const auto id : ids) {
            store.conflicts.decide(
                base::ConflictId{id}, take, value, resolution.by, workspace.now());
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
