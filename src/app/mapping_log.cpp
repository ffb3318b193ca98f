#include "names.hpp"

#include "syncctl/app/mapping_revisions.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/line_diff.hpp"
#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace syncctl::app {

namespace {

/// A revision's text and rules, names as they are written; no rules for none at all, and for a text
/// that cannot be read any more.
struct Revision {
    std::string text;
    std::optional<model::MappingRows> rows;
};

Revision read_revision(store::Store& store, base::PairId pair, int revision)
{
    Revision read;
    if (auto text = store.pairs.document(pair, revision)) {
        read.text = *std::move(text);
        auto compiled = mapping::compile(read.text, {});
        if (!mapping::has_errors(compiled.diagnostics)) {
            read.rows = std::move(compiled.rows);
        }
    } else {
        read.rows = model::MappingRows{};
    }
    return read;
}

std::string known_revisions(store::Store& store, const model::Pair& pair)
{
    const auto newest = store.pairs.newest_revision(pair.id);
    if (newest == 0) {
        return "it has no mapping yet";
    }
    return newest == 1 ? std::string{"there is only revision 1"}
                       : fmt::format("there are revisions 1 to {}", newest);
}

} // namespace

std::vector<RevisionLine>
mapping_log(Workspace& workspace, std::string_view name, std::size_t limit)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    const auto revisions = store.pairs.revisions(pair.id, limit);
    std::vector<RevisionLine> lines;
    if (revisions.empty()) {
        return lines;
    }
    auto after = read_revision(store, pair.id, revisions.front().revision);
    for (const auto& revision : revisions) {
        auto before = read_revision(store, pair.id, revision.revision - 1);
        const auto counts = base::count_changed_lines(before.text, after.text);
        RevisionLine line{.revision = revision.revision,
                          .stored_at = revision.created_at,
                          .stored_by = revision.created_by,
                          .lines_added = counts.added,
                          .lines_removed = counts.removed,
                          .summary = {}};
        if (before.rows && after.rows) {
            line.summary = summary_of(compare_rules(*before.rows, *after.rows));
        }
        lines.push_back(std::move(line));
        after = std::move(before);
    }
    return lines;
}

std::string export_revision(Workspace& workspace, std::string_view name, std::int64_t revision)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, name);
    if (revision <= std::numeric_limits<int>::max()) {
        if (auto text = store.pairs.document(pair.id, static_cast<int>(revision))) {
            return *std::move(text);
        }
    }
    throw Error{
        ErrorCode::not_found,
        fmt::format(
            "pair {} has no revision {}; {}", shown(name), revision, known_revisions(store, pair)),
        fmt::format("syncctl mapping log {}", pair.name)};
}

} // namespace syncctl::app
