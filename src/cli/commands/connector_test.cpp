#include "commands.hpp"
#include "exit_code.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_test(Session& session, const Arguments& arguments)
{
    Result result;
    result.columns = check_columns();
    for (const auto& check : app::test_connector(session.workspace(), arguments.text("NAME"))) {
        result.rows.push_back(check_row(check));
        if (!check.is_ok && !result.error) {
            result.exit = exit_code_of(check.code, 0);
            result.error = Problem{.code = std::string{base::name_of(check.code)},
                                   .message = check.name + ": " + check.detail,
                                   .hint = check.hint,
                                   .is_retryable = base::is_retryable(check.code)};
            result.problems.push_back(*result.error);
        }
    }
    return result;
}

} // namespace

CommandSpec connector_test_command()
{
    return {.path = "connector test",
            .purpose = "Check the connection to a tracker step by step; writes nothing there",
            .positionals = {{.name = "NAME", .help = "Name of the connector"}},
            .exit_codes = {10, 12, 13, 18},
            .examples = {{"syncctl connector test dev", "Is the tracker there, and may we in"}},
            .run = &run_connector_test};
}

} // namespace syncctl::cli
