#pragma once

#include "command.hpp"

#include "syncctl/app/mapping_revisions.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// What storing a mapping changes: the rules with their signs, a summary, the linked items.
[[nodiscard]] std::vector<std::string> impact_lines(const app::MappingImpact& impact);
/// The member `impact` of the envelope.
void add_impact(Result& result, const app::MappingImpact& impact);
/// What to type to see it on real items before anything is written there.
[[nodiscard]] std::string look_at_it(std::string_view pair, const app::MappingImpact& impact);

} // namespace syncctl::cli
