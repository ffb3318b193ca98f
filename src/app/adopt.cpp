#include "syncctl/app/adopt.hpp"

#include "connector_views.hpp"
#include "item_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/engine/adopt.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

bool is_uuid(std::string_view text)
{
    constexpr std::string_view k_form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    constexpr std::string_view k_digits = "0123456789abcdef";
    if (text.size() != k_form.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool fits = k_form[i] == 'x' ? k_digits.find(text[i]) != std::string_view::npos
                                           : text[i] == k_form[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

void require_good_uuid(store::Store& store, const model::Pair& pair, const std::string& from)
{
    if (from.empty()) {
        return;
    }
    if (!is_uuid(from)) {
        throw Error{
            ErrorCode::usage,
            fmt::format("--from {}: not a UUID in lower case", shown(from)),
            fmt::format("syncctl adopt {} names the one that the work items carry", pair.name)};
    }
    if (from != pair.uuid && store.pairs.knows_uuid(from)) {
        throw Error{ErrorCode::usage,
                    fmt::format("--from {}: that is another pair of this database", from),
                    "syncctl pair list"};
    }
}

} // namespace

AdoptSummary adopt(Workspace& workspace, const AdoptRequest& request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    workspace.require_key();
    const auto sides = pairs_with_sides(store, require_pair(store, request.pair).name).front();
    require_good_uuid(store, sides.pair, request.from);
    require_enabled(sides.connectors.source);
    require_enabled(sides.connectors.target);
    std::optional<base::FileLock> lock;
    if (!request.is_dry_run) {
        lock = workspace.lock_pair(sides.pair);
    }
    const auto source = workspace.connect(sides.connectors.source);
    const auto target = workspace.connect(sides.connectors.target);
    const auto& services = workspace.services();
    const engine::RunContext context{.store = store,
                                     .source = *source,
                                     .target = *target,
                                     .clock = services.clock,
                                     .log = services.log,
                                     .stop = services.stop,
                                     .progress = {}};
    const auto report = engine::adopt_links(
        context, sides.pair, {.is_dry_run = request.is_dry_run, .from = request.from});
    AdoptSummary summary{.linked = report.linked, .left = report.left, .items = {}};
    for (const auto& line : report.lines) {
        summary.items.push_back({.source_item = sides.key(model::Side::source, line.source_item),
                                 .target_item = sides.key(model::Side::target, line.target_item),
                                 .outcome = std::string{engine::to_string(line.outcome)}});
    }
    return summary;
}

} // namespace syncctl::app
