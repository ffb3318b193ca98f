#include "names.hpp"

#include "syncctl/app/mapping_revisions.hpp"
#include "syncctl/app/mappings.hpp"
#include "syncctl/base/line_merge.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

namespace {

std::string commented_start(store::Store& store, const model::Pair& pair)
{
    const auto connectors = connectors_of(store, pair);
    return fmt::format(
        "# A whole document, from what both trackers offer: syncctl mapping suggest {}\n"
        "version: 1\n"
        "source: {}\n"
        "target: {}\n"
        "# Which types go together; the arrow (<->, -> or <-) says who may create the partner.\n"
        "types: []\n"
        "statuses: []\n"
        "# - SOURCE_FIELD <-> TARGET_FIELD | TRANSFORM\n"
        "fields: []\n",
        pair.name,
        connectors.source.name,
        connectors.target.name);
}

} // namespace

EditStart start_edit(Workspace& workspace, std::string_view name)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    const auto revision = store.pairs.newest_revision(pair.id);
    return {.text = revision == 0 ? commented_start(store, pair) : export_mapping(workspace, name),
            .revision = revision};
}

std::string text_started_from(Workspace& workspace, std::string_view name, int revision)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    return revision == 0 ? commented_start(store, pair)
                         : store.pairs.document(pair.id, revision).value_or(std::string{});
}

std::optional<MergedEdit> merge_with_newest(Workspace& workspace,
                                            std::string_view name,
                                            int started_from,
                                            std::string_view edited)
{
    const auto newest = start_edit(workspace, name);
    if (newest.revision == started_from) {
        return std::nullopt;
    }
    auto merge = base::merge_lines_with_markers(text_started_from(workspace, name, started_from),
                                                edited,
                                                newest.text,
                                                "your edit",
                                                fmt::format("revision {}", newest.revision));
    return MergedEdit{
        .revision = newest.revision, .text = std::move(merge.text), .conflicts = merge.conflicts};
}

} // namespace syncctl::app
