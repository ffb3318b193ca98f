#include "mapping_check.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

MappingImported import_mapping(Workspace& workspace, const MappingImport& request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    const auto pair = require_pair(store, request.pair);
    auto checked = check_for_pair(store, pair, request.file_name, request.document);
    MappingImported imported;
    imported.check = std::move(checked.check);
    if (imported.check.has_errors) {
        return imported;
    }
    const auto stored = store.pairs.mapping(pair.id);
    if (stored && store.pairs.document(pair.id) == request.document) {
        imported.is_unchanged = true;
        imported.revision = stored->revision;
        return imported;
    }
    imported.impact =
        impact_of(store,
                  pair.id,
                  compare_rules(stored.value_or(model::MappingRows{}), checked.compiled.rows));
    if (request.is_dry_run) {
        return imported;
    }
    store::Transaction transaction{store.database};
    if (request.edit_of && store.pairs.newest_revision(pair.id) != *request.edit_of) {
        imported.is_overtaken = true;
        return imported;
    }
    imported.revision = store.pairs.save_mapping(
        pair.id, request.document, checked.compiled.rows, workspace.now(), request.by);
    transaction.commit();
    return imported;
}

std::string export_mapping(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    if (auto document = store.pairs.document(pair.id)) {
        return *std::move(document);
    }
    const auto rows = store.pairs.mapping(pair.id);
    if (!rows) {
        throw Error{ErrorCode::not_found,
                    fmt::format("pair {} has no mapping yet", shown(name)),
                    fmt::format("syncctl mapping edit {}", pair.name)};
    }
    const auto connectors = connectors_of(store, pair);
    return mapping::to_document(*rows, connectors.source.name, connectors.target.name);
}

} // namespace syncctl::app
