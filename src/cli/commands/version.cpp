#include "commands.hpp"
#include "session.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    static_cast<void>(session);
    static_cast<void>(arguments);
    Result result;
    result.rows.push_back(Data::Object{{"version", SYNCCTL_VERSION}});
    result.verbatim = "syncctl " SYNCCTL_VERSION "\n";
    return result;
}

} // namespace

CommandSpec version_command()
{
    return {.path = "version",
            .purpose = "Print the version",
            .examples = {{"syncctl version", "Which one is this"},
                         {"syncctl version --json", "For a program"}},
            .run = &run};
}

} // namespace syncctl::cli
