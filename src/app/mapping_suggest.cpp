#include "syncctl/app/mapping_suggest.hpp"

#include "connector_views.hpp"
#include "mapping_check.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace syncctl::app {

namespace {

using model::Side;

/// The first items of the tracker's own listing. What cannot be read is not needed.
std::vector<model::WorkItem>
sample_items(Workspace& workspace, const model::ConnectorConfig& config, std::size_t count)
{
    require_enabled(config);
    const auto connector = workspace.connect(config);
    const auto reader = connector->changes({});
    std::vector<std::string> ids;
    while (ids.size() < count) {
        const auto page = reader->next();
        if (!page) {
            break;
        }
        for (const auto& change : page->changes) {
            if (ids.size() < count && !change.is_deleted) {
                ids.push_back(change.id);
            }
        }
    }
    // The same items whatever order the tracker lists them in.
    std::sort(ids.begin(), ids.end());
    std::vector<model::WorkItem> items;
    for (auto& result : connector->get(ids)) {
        if (auto* item = std::get_if<model::WorkItem>(&result)) {
            items.push_back(std::move(*item));
        }
    }
    return items;
}

} // namespace

mapping::SuggestedDocument suggest_mapping(Workspace& workspace, const SuggestionRequest& request)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, request.pair);
    const auto connectors = connectors_of(store, pair);
    model::BothSides<model::Metadata> metadata;
    mapping::SuggestRequest suggestion{.pair = pair.name,
                                       .sides = {},
                                       .direction = pair.direction,
                                       .default_strategy = default_strategy(store),
                                       .min_score = request.min_score,
                                       .now = workspace.now()};
    for (const Side side : model::k_sides) {
        const auto& connector = connectors[side];
        metadata[side] = store.connectors.metadata(connector.id);
        if (metadata[side].types.empty()) {
            throw Error{
                ErrorCode::setting,
                fmt::format("it is not known yet what connector {} offers", shown(connector.name)),
                fmt::format("syncctl connector discover {}", connector.name)};
        }
        auto& known = suggestion.sides[side];
        known.connector = connector.name;
        known.metadata = &metadata[side];
        known.discovered_at = connector.discovered_at;
        if (request.samples > 0) {
            known.samples = sample_items(workspace, connector, request.samples);
        }
    }
    return mapping::suggest(suggestion);
}

} // namespace syncctl::app
