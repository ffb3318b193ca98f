#include "syncctl/app/mapping_suggest.hpp"

#include "commands.hpp"
#include "session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

constexpr std::int64_t k_max_samples = 200;
constexpr std::int64_t k_max_score = 100;

Result run_mapping_suggest(Session& session, const Arguments& arguments)
{
    app::SuggestionRequest request;
    request.pair = arguments.text("PAIR");
    request.samples =
        static_cast<std::size_t>(arguments.number("samples", 0, k_max_samples).value_or(0));
    request.min_score =
        static_cast<int>(arguments.number("min-score", 0, k_max_score).value_or(request.min_score));
    auto suggested = app::suggest_mapping(session.workspace(), request);
    Data::Array suggestions;
    for (const auto& each : suggested.suggestions) {
        suggestions.emplace_back(Data::Object{
            {"section", each.section},
            {"rule", each.rule},
            {"score", Data::Decimal{fmt::format("{}.{:02}", each.score / 100, each.score % 100)}},
            {"reason", each.reason},
            {"active", each.is_active},
            {"line", each.line}});
    }
    Result result;
    result.rows.push_back(Data::Object{{"pair", request.pair},
                                       {"document", suggested.text},
                                       {"suggestions", std::move(suggestions)}});
    result.verbatim = std::move(suggested.text);
    return result;
}

} // namespace

CommandSpec mapping_suggest_command()
{
    return {.path = "mapping suggest",
            .purpose = "Print a first mapping document, made from what is known of both trackers",
            .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
            .options = {{.flags = "--samples",
                         .value = "N",
                         .help = "Read up to N items of each side and compare what they hold (at "
                                 "most 200); without it no tracker is asked"},
                        {.flags = "--min-score",
                         .value = "PERCENT",
                         .help = "What scores less stands in a comment; 50 when not given"}},
            .exit_codes = {10, 12, 13, 16, 18},
            .examples = {{"syncctl mapping suggest dev-desk",
                          "To a file: add > mapping.yaml in a shell"},
                         {"syncctl mapping suggest dev-desk --samples 50 --min-score 60",
                          "With a look at what items hold; only what is rather sure"}},
            .run = &run_mapping_suggest};
}

} // namespace syncctl::cli
