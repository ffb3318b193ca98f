#include "commands.hpp"
#include "findings.hpp"
#include "session.hpp"

#include "syncctl/app/mappings.hpp"

namespace syncctl::cli {

namespace {

Result run_mapping_show(Session& session, const Arguments& arguments)
{
    Result result;
    result.columns = {{"kind", "KIND"},
                      {"source", "SOURCE"},
                      {"arrow", "ARROW"},
                      {"target", "TARGET"},
                      {"detail", "DETAIL"}};
    const auto pair = arguments.text("PAIR");
    const auto revision = revision_argument(arguments);
    for (const auto& line : revision ? app::show_revision(session.workspace(), pair, *revision)
                                     : app::show_mapping(session.workspace(), pair)) {
        result.rows.push_back(Data::Object{{"kind", line.kind},
                                           {"source", text_or_null(line.source)},
                                           {"arrow", text_or_null(line.arrow)},
                                           {"target", text_or_null(line.target)},
                                           {"detail", text_or_null(line.detail)}});
    }
    return result;
}

} // namespace

CommandSpec mapping_show_command()
{
    return {.path = "mapping show",
            .purpose = "Show the rules that the next run of a pair goes by, or those of a revision",
            .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
            .options = {revision_option()},
            .exit_codes = {10, 16, 18},
            .examples = {{"syncctl mapping show dev-desk", "Types, statuses and fields"},
                         {"syncctl mapping show dev-desk --rev 3", "As they once were"}},
            .run = &run_mapping_show};
}

} // namespace syncctl::cli
