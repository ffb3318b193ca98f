#include "commands.hpp"
#include "exit_code.hpp"
#include "migrate_folder.hpp"

#include "syncctl/base/text.hpp"

namespace syncctl::cli {

namespace {

Result run_migrate_verify(Session& session, const Arguments& arguments)
{
    const auto problems =
        app::verify_database(session.workspace(), migration_folder(session, arguments));
    Result result;
    result.columns = {{"problem", "PROBLEM"}};
    for (const auto& problem : problems) {
        result.rows.push_back(Data::Object{{"problem", problem}});
    }
    if (problems.empty()) {
        result.notes.emplace_back(
            "the database is sound: checksums, schema, integrity and references hold");
        return result;
    }
    result.exit = exit_code_of(ErrorCode::damaged_database, 0);
    result.error =
        Problem{.code = std::string{base::name_of(ErrorCode::damaged_database)},
                .message = base::counted(problems.size(), "problem") + " found in the database",
                .hint = "restore a backup"};
    result.problems.push_back(*result.error);
    return result;
}

} // namespace

CommandSpec migrate_verify_command()
{
    return {.path = "migrate verify",
            .purpose = "Check migrations, schema objects and the file itself",
            .options = {migration_folder_option()},
            .exit_codes = {10, 16, 18},
            .examples = {{"syncctl migrate verify", "After a crash or a copy"},
                         {"syncctl migrate verify --dir /etc/syncctl/migrations",
                          "With what your own migrations made"}},
            .run = &run_migrate_verify};
}

} // namespace syncctl::cli
