#include "mapping_lines.hpp"
#include "names.hpp"

#include "syncctl/app/mapping_revisions.hpp"
#include "syncctl/app/mappings.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::app {

std::vector<MappingLine> show_mapping(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    const auto rows = store.pairs.mapping(pair.id);
    if (!rows) {
        throw Error{ErrorCode::not_found,
                    fmt::format("pair {} has no mapping yet", shown(name)),
                    fmt::format("syncctl mapping edit {}", pair.name)};
    }
    return lines_of(*rows);
}

std::vector<MappingLine>
show_revision(Workspace& workspace, std::string_view name, std::int64_t revision)
{
    const auto text = export_revision(workspace, name, revision);
    // Without the trackers: what they have today need not be what they had then.
    const auto compiled = mapping::compile(text, {});
    const auto problem = std::find_if(
        compiled.diagnostics.begin(), compiled.diagnostics.end(), [](const auto& diagnostic) {
            return diagnostic.severity == mapping::Severity::error;
        });
    if (problem != compiled.diagnostics.end()) {
        throw Error{ErrorCode::document,
                    fmt::format("revision {} cannot be read any more: {}:{}: {}",
                                revision,
                                problem->line,
                                problem->column,
                                problem->message),
                    fmt::format("syncctl mapping export {} --rev {}", name, revision)};
    }
    return lines_of(compiled.rows);
}

} // namespace syncctl::app
