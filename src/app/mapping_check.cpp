#include "mapping_check.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/line_merge.hpp"

#include <fmt/format.h>

#include <optional>
#include <system_error>
#include <utility>

namespace syncctl::app {

namespace {

/// Far above what compile accepts, so that it can say what is wrong with a document that is too
/// large.
constexpr std::size_t k_max_read = 64U << 20U;

MappingCheck findings_of(const mapping::Compiled& compiled,
                         std::string_view file_name,
                         std::string_view document)
{
    MappingCheck check;
    check.has_errors = mapping::has_errors(compiled.diagnostics);
    for (const auto& diagnostic : compiled.diagnostics) {
        check.findings.push_back({.is_error = diagnostic.severity == mapping::Severity::error,
                                  .line = diagnostic.line,
                                  .column = diagnostic.column,
                                  .message = diagnostic.message,
                                  .hint = diagnostic.hint,
                                  .rendered = mapping::render(diagnostic, file_name, document)});
    }
    return check;
}

CheckedDocument compile(std::string_view file_name,
                        std::string_view document,
                        const mapping::Surroundings& surroundings)
{
    CheckedDocument checked;
    if (const auto line = base::first_merge_marker(document); line != 0) {
        // What stands between markers is two texts; further findings would be about neither.
        checked.compiled.diagnostics = {
            {.severity = mapping::Severity::error,
             .line = static_cast<int>(line),
             .column = 1,
             .message = "a marker of a merge was left in the text",
             .hint = "keep what is right of both versions and delete the lines <<<<<<<, ======= "
                     "and >>>>>>>"}};
    } else {
        checked.compiled = mapping::compile(document, surroundings);
    }
    checked.check = findings_of(checked.compiled, file_name, document);
    checked.check.has_checked_names =
        surroundings.source != nullptr && surroundings.target != nullptr;
    checked.check.against.source.connector = checked.compiled.source_name;
    checked.check.against.target.connector = checked.compiled.target_name;
    return checked;
}

const model::Metadata* if_known(const model::Metadata& metadata)
{
    return metadata.types.empty() ? nullptr : &metadata;
}

/// The setting that stands in for `conflicts: { default: ... }`.
model::Strategy default_strategy(store::Store& store)
{
    const auto setting = store.settings.find("conflict_resolution_default");
    return setting ? model::strategy_from(setting->value).value_or(model::Strategy::last_write_wins)
                   : model::Strategy::last_write_wins;
}

/// A document and the connectors that it is checked against.
CheckedDocument check_against(store::Store& store,
                              std::string_view file_name,
                              std::string_view document,
                              const model::BothSides<model::ConnectorConfig>& connectors,
                              model::Direction direction)
{
    const model::BothSides<model::Metadata> metadata{
        store.connectors.metadata(connectors.source.id),
        store.connectors.metadata(connectors.target.id)};
    auto checked = compile(file_name,
                           document,
                           {.source_name = connectors.source.name,
                            .target_name = connectors.target.name,
                            .source = if_known(metadata.source),
                            .target = if_known(metadata.target),
                            .direction = direction,
                            .default_strategy = default_strategy(store)});
    for (const auto side : model::k_sides) {
        auto& against = checked.check.against[side];
        against.connector = connectors[side].name;
        if (if_known(metadata[side]) != nullptr) {
            against.discovered_at = connectors[side].discovered_at;
        }
    }
    return checked;
}

/// The database, when there is one: a document can be checked without.
store::Store* store_if_any(Workspace& workspace)
{
    std::error_code no_file;
    if (!std::filesystem::exists(workspace.database_path(), no_file)) {
        return nullptr;
    }
    return &workspace.reading();
}

CheckedDocument check_file(store::Store* store, const FoundDocument& document)
{
    auto alone = compile(document.file_name, document.text, {});
    if (store == nullptr) {
        return alone;
    }
    const auto& names = alone.compiled;
    const auto source = store->connectors.find(names.source_name);
    const auto target = store->connectors.find(names.target_name);
    if (!source || !target) {
        return alone;
    }
    return check_against(
        *store, document.file_name, document.text, {*source, *target}, model::Direction::both);
}

} // namespace

model::Strategy default_strategy(store::Store& store)
{
    const auto setting = store.settings.find("conflict_resolution_default");
    return setting ? model::strategy_from(setting->value).value_or(model::Strategy::last_write_wins)
                   : model::Strategy::last_write_wins;
}

CheckedDocument check_for_pair(store::Store& store,
                               const model::Pair& pair,
                               std::string_view file_name,
                               std::string_view document)
{
    const auto connectors = connectors_of(store, pair);
    return check_against(
        store, file_name, document, {connectors.source, connectors.target}, pair.direction);
}

MappingCheck check_mapping(Workspace& workspace, const FoundDocument& document)
{
    if (!document.pair.empty()) {
        auto& store = workspace.reading();
        return check_for_pair(
                   store, require_pair(store, document.pair), document.file_name, document.text)
            .check;
    }
    return check_file(store_if_any(workspace), document).check;
}

std::string read_document(const std::string& path)
{
    return base::read_file(path, k_max_read);
}

FoundDocument find_document(Workspace& workspace, const std::string& what)
{
    auto* store = store_if_any(workspace);
    if (store != nullptr && store->pairs.find(what)) {
        return {.file_name = what, .text = export_mapping(workspace, what), .pair = what};
    }
    std::error_code no_file;
    if (std::filesystem::exists(what, no_file)) {
        return {.file_name = what, .text = read_document(what), .pair = {}};
    }
    std::vector<std::string> names;
    if (store != nullptr) {
        for (const auto& pair : store->pairs.list()) {
            names.push_back(pair.name);
        }
    }
    throw Error{ErrorCode::not_found,
                fmt::format("{} is neither a pair nor a file", shown(what)),
                suggestion(what, names, "syncctl pair list")};
}

} // namespace syncctl::app
