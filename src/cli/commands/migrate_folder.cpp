#include "migrate_folder.hpp"

namespace syncctl::cli {

OptionSpec migration_folder_option()
{
    return {.flags = "--dir",
            .value = "DIR",
            .help = "Folder of extra migrations (SYNCCTL_MIGRATIONS)"};
}

app::MigrationFolder migration_folder(const Session& session, const Arguments& arguments)
{
    if (const auto named = arguments.find("dir")) {
        return *named;
    }
    return session.environment().find("SYNCCTL_MIGRATIONS").value_or(std::string{});
}

int migration_version(const Arguments& arguments)
{
    constexpr std::int64_t k_most = 99'999;
    return static_cast<int>(arguments.number("to", 1, k_most).value_or(0));
}

void show_migrations(Result& result, const std::vector<app::MigrationLine>& lines)
{
    result.columns = {
        {"version", "VERSION"}, {"name", "NAME"}, {"state", "STATE"}, {"applied_at", "APPLIED"}};
    for (const auto& line : lines) {
        result.rows.push_back(Data::Object{{"version", line.version},
                                           {"name", line.name},
                                           {"state", line.state},
                                           {"applied_at", data_of(line.applied_at)}});
    }
}

} // namespace syncctl::cli
