#include "syncctl/engine/pair_rules.hpp"

#include "syncctl/base/error.hpp"

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

} // namespace syncctl::engine
