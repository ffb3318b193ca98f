#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/versions.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

// Given by scripts/package: only there it is known that nothing was changed since the commit.
#ifdef SYNCCTL_COMMIT
constexpr std::string_view k_commit = SYNCCTL_COMMIT;
#else
constexpr std::string_view k_commit;
#endif

#ifdef __clang__
constexpr std::string_view k_compiler = "clang " __clang_version__;
#else
constexpr std::string_view k_compiler = "gcc " __VERSION__;
#endif

Data::Object everything()
{
    Data::Object libraries;
    for (const auto& library : app::library_versions()) {
        libraries.emplace_back(library.name, library.version);
    }
    return {{"version", SYNCCTL_VERSION},
            {"commit", text_or_null(std::string{k_commit})},
            {"compiler", k_compiler},
            {"schema", app::schema_version()},
            {"libraries", std::move(libraries)}};
}

/// Asking the libraries costs as much as the whole rest of the start: only for who wants to know.
std::string for_people(bool is_verbose)
{
    std::string text = "syncctl " SYNCCTL_VERSION "\n";
    if (!is_verbose) {
        return text;
    }
    text += fmt::format("commit    {}\ncompiler  {}\nschema    {}\n",
                        k_commit.empty() ? "not known" : k_commit,
                        k_compiler,
                        app::schema_version());
    for (const auto& library : app::library_versions()) {
        text += fmt::format("{:<9} {}\n", library.name, library.version);
    }
    return text;
}

Result run_version(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    const auto& globals = session.globals();
    Result result;
    if (globals.format == Format::table) {
        result.verbatim = for_people(globals.verbosity > 0);
    } else {
        result.rows.emplace_back(everything());
    }
    return result;
}

} // namespace

CommandSpec version_command()
{
    return {.path = "version",
            .purpose = "Print the version",
            .examples = {{"syncctl version", "Which one is this"},
                         {"syncctl version -v", "With what it was built and what it runs with"},
                         {"syncctl version --json", "The same for a program"}},
            .run = &run_version};
}

} // namespace syncctl::cli
