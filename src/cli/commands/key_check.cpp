#include "commands.hpp"
#include "exit_code.hpp"
#include "session.hpp"

#include "syncctl/app/keys.hpp"

namespace syncctl::cli {

namespace {

Result run_key_check(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    const auto report = app::check_key(session.workspace());
    Result result;
    result.layout = Layout::details;
    result.columns = {{"key_id", "Key id"},
                      {"source", "Source"},
                      {"database_key_id", "Database key id"},
                      {"matches", "Matches"},
                      {"sealed_values", "Sealed values"}};
    Data matches;
    Data sealed_values;
    if (!report.database_key_id.empty()) {
        matches = report.database_key_id == report.key_id;
        sealed_values = static_cast<std::int64_t>(report.sealed_values);
    }
    Data::Array unreadable;
    for (const auto& line : report.unreadable) {
        unreadable.emplace_back(line);
    }
    result.rows.push_back(Data::Object{{"key_id", report.key_id},
                                       {"source", report.source},
                                       {"database_key_id", text_or_null(report.database_key_id)},
                                       {"matches", std::move(matches)},
                                       {"is_next", report.is_next},
                                       {"sealed_values", std::move(sealed_values)},
                                       {"unreadable", std::move(unreadable)}});
    if (report.is_next) {
        result.notes.push_back("the key was changed: put the key from " + report.source +
                               " in the place of the old one, then remove it there");
    }
    if (!report.unreadable.empty()) {
        result.exit = k_exit_key;
        for (const auto& line : report.unreadable) {
            result.problems.push_back(
                {.code = "sealed_authentication",
                 .message = line,
                 .hint = "enter it anew: syncctl connector edit NAME --secret NAME=prompt"});
        }
        result.error = result.problems.front();
    }
    return result;
}

} // namespace

CommandSpec key_check_command()
{
    return {.path = "key check",
            .purpose = "Say which key is found, where, and whether everything sealed in the "
                       "database opens with "
                       "it",
            .exit_codes = {10, 12},
            .examples = {{"syncctl key check", "Before the first run from cron"}},
            .run = &run_key_check};
}

} // namespace syncctl::cli
