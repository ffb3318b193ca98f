#include "syncctl/mapping/suggest.hpp"

#include "suggest/render.hpp"

#include "syncctl/mapping/document.hpp"

#include <map>

namespace syncctl::mapping {
namespace {

/// What the linter refuses, by the lines of the document.
std::size_t add_refused(const std::vector<Diagnostic>& diagnostics,
                        const SuggestedDocument& document,
                        std::map<std::string, std::string>& refused)
{
    std::map<int, const Suggestion*> by_line;
    for (const auto& suggestion : document.suggestions) {
        if (suggestion.is_active) {
            by_line.emplace(suggestion.line, &suggestion);
        }
    }
    const auto before = refused.size();
    for (const auto& diagnostic : diagnostics) {
        const auto found = by_line.find(diagnostic.line);
        if (diagnostic.severity == Severity::error && found != by_line.end()) {
            refused.emplace(key_of(*found->second), diagnostic.message);
        }
    }
    return refused.size() - before;
}

} // namespace

SuggestedDocument suggest(const SuggestRequest& request)
{
    SuggestPlan plan;
    plan.types = plan_types(request);
    const auto& pairs = plan.types.pairs;
    plan.statuses = plan_statuses(request, pairs);
    plan.fields = plan_fields(request, pairs);
    plan.defaults = plan_defaults(request, pairs, plan.fields.fields);
    plan.match = plan_match(request, pairs, plan.fields.fields);
    const Surroundings surroundings{.source_name = request.sides.source.connector,
                                    .target_name = request.sides.target.connector,
                                    .source = request.sides.source.metadata,
                                    .target = request.sides.target.metadata,
                                    .direction = request.direction,
                                    .default_strategy = request.default_strategy};
    std::map<std::string, std::string> refused;
    auto document = render_suggestion(request, plan, refused);
    // The linter has the last word. What it refuses becomes a comment; that can cost another line.
    constexpr int k_max_rounds = 5;
    for (int round = 0; round < k_max_rounds; ++round) {
        const auto compiled = compile(document.text, surroundings);
        if (!has_errors(compiled.diagnostics) ||
            add_refused(compiled.diagnostics, document, refused) == 0) {
            break;
        }
        document = render_suggestion(request, plan, refused);
    }
    return document;
}

} // namespace syncctl::mapping
