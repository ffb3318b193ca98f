#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/mappings.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    Result result;
    result.columns = {{"kind", "KIND"},
                      {"source", "SOURCE"},
                      {"arrow", "ARROW"},
                      {"target", "TARGET"},
                      {"detail", "DETAIL"}};
    for (const auto& line : app::show_mapping(session.workspace(), arguments.text("PAIR"))) {
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
            .purpose = "Show the rules that the next run of a pair goes by",
            .positionals = {{.name = "PAIR", .help = "Name of the pair"}},
            .exit_codes = {10, 18},
            .examples = {{"syncctl mapping show dev-desk", "Types, statuses and fields"}},
            .run = &run};
}

} // namespace syncctl::cli
