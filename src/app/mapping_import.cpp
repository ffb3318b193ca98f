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
    MappingImported imported{
        .check = std::move(checked.check), .revision = 0, .is_unchanged = false};
    if (imported.check.has_errors) {
        return imported;
    }
    const auto stored = store.pairs.mapping(pair.id);
    if (stored && store.pairs.document(pair.id) == request.document) {
        imported.is_unchanged = true;
        imported.revision = stored->revision;
        return imported;
    }
    if (!request.is_dry_run) {
        store::Transaction transaction{store.database};
        imported.revision = store.pairs.save_mapping(
            pair.id, request.document, checked.compiled.rows, workspace.now());
        transaction.commit();
    }
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

std::string mapping_to_edit(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    if (store.pairs.mapping(pair.id)) {
        return export_mapping(workspace, name);
    }
    const auto connectors = connectors_of(store, pair);
    return fmt::format(
        "version: 1\n"
        "source: {}\n"
        "target: {}\n"
        "# Which types go together; the arrow (<->, -> or <-) says who may create the partner.\n"
        "types: []\n"
        "statuses: []\n"
        "# - SOURCE_FIELD <-> TARGET_FIELD | TRANSFORM\n"
        "fields: []\n",
        connectors.source.name,
        connectors.target.name);
}

} // namespace syncctl::app
