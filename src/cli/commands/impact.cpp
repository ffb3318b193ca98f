#include "impact.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

constexpr std::size_t k_most_shown = 20;

std::vector<std::string> lines_of(const app::RuleChange& change)
{
    switch (change.kind) {
    case app::RuleChange::Kind::added:
        return {fmt::format("  + {}: {}", change.section, change.after)};
    case app::RuleChange::Kind::removed:
        return {fmt::format("  - {}: {}", change.section, change.before)};
    case app::RuleChange::Kind::changed:
        break;
    }
    if (change.before == change.after) {
        return {fmt::format("  ~ {}: {} (its table)", change.section, change.after)};
    }
    return {fmt::format("  - {}: {}", change.section, change.before),
            fmt::format("  + {}: {}", change.section, change.after)};
}

} // namespace

std::vector<std::string> impact_lines(const app::MappingImpact& impact)
{
    if (impact.changes.empty()) {
        return {"no rule changes"};
    }
    std::vector<std::string> lines{app::summary_of(impact.changes) + ":"};
    for (std::size_t i = 0; i < impact.changes.size() && i < k_most_shown; ++i) {
        for (auto& line : lines_of(impact.changes[i])) {
            lines.push_back(std::move(line));
        }
    }
    if (impact.changes.size() > k_most_shown) {
        lines.push_back(fmt::format("  and {} more", impact.changes.size() - k_most_shown));
    }
    lines.push_back(fmt::format("{} of {} linked items have a type that this is about",
                                impact.concerned_links,
                                impact.links));
    return lines;
}

void add_impact(Result& result, const app::MappingImpact& impact)
{
    Data::Array changes;
    for (const auto& change : impact.changes) {
        changes.push_back(Data::Object{{"change", app::to_string(change.kind)},
                                       {"section", change.section},
                                       {"before", text_or_null(change.before)},
                                       {"after", text_or_null(change.after)}});
    }
    result.members.emplace_back("impact",
                                Data::Object{{"changes", std::move(changes)},
                                             {"concerned_links", impact.concerned_links},
                                             {"links", impact.links}});
}

std::string look_at_it(std::string_view pair, const app::MappingImpact& impact)
{
    return fmt::format("syncctl run {}{} -n", pair, impact.links > 0 ? " --full" : "");
}

} // namespace syncctl::cli
