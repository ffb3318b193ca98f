#include "syncctl/engine/pair_rules.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>
#include <string_view>

namespace syncctl::engine {

namespace {

constexpr std::string_view k_basis_start = "mapping ";

/// The mapping revision in a basis; 0 when there is none.
int revision_in(std::string_view basis)
{
    int revision = 0;
    if (basis.starts_with(k_basis_start)) {
        basis.remove_prefix(k_basis_start.size());
        std::from_chars(basis.data(), basis.data() + basis.size(), revision);
    }
    return revision;
}

} // namespace

bool names_a_title(std::string field)
{
    std::transform(field.begin(), field.end(), field.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return field.find("title") != std::string::npos || field.find("subject") != std::string::npos ||
           field.find("summary") != std::string::npos;
}

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

mapping::ChangedRules rules_changed_since_last_run(store::Store& store,
                                                   const model::Pair& pair,
                                                   const model::MappingRows& rows)
{
    const auto document =
        store.pairs.document(pair.id, revision_in(store.pairs.completed_basis(pair.id)));
    if (!document) {
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
                                                    : mapping::ChangedRules{earlier.rows, rows};
}

std::string basis_of(const model::Pair& pair, const mapping::Rules& rules)
{
    return fmt::format("{}{}, {}, source filter '{}', target filter '{}'",
                       k_basis_start,
                       rules.revision(),
                       model::to_string(pair.direction),
                       pair.source_filter,
                       pair.target_filter);
}

} // namespace syncctl::engine
