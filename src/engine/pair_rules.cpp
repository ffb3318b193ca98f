#include "syncctl/engine/pair_rules.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

namespace syncctl::engine {

mapping::Rules rules_of(store::Store& store, const model::Pair& pair)
{
    const auto rows = store.pairs.mapping(pair.id);
    if (!rows) {
        throw Error{ErrorCode::document,
                    fmt::format("pair '{}' has no mapping yet", pair.name),
                    fmt::format("syncctl mapping import {} FILE", pair.name)};
    }
    return mapping::Rules{
        *rows, store.connectors.metadata(pair.source), store.connectors.metadata(pair.target)};
}

mapping::ChangedRules
rules_changed_since(store::Store& store, const model::Pair& pair, int revision)
{
    const auto document = store.pairs.document(pair.id, revision);
    const auto rows = store.pairs.mapping(pair.id);
    if (!document || !rows) {
        return {};
    }
    const auto source = store.connectors.metadata(pair.source);
    const auto target = store.connectors.metadata(pair.target);
    mapping::Surroundings surroundings;
    surroundings.source = &source;
    surroundings.target = &target;
    surroundings.direction = pair.direction;
    const auto earlier = mapping::compile(*document, surroundings);
    return mapping::has_errors(earlier.diagnostics) ? mapping::ChangedRules{}
                                                    : mapping::ChangedRules{earlier.rows, *rows};
}

} // namespace syncctl::engine
