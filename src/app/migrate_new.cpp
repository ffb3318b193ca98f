#include "syncctl/app/migrate.hpp"
#include "syncctl/base/file.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

std::string up_template(std::string_view name)
{
    return fmt::format("-- {0}\n"
                       "--\n"
                       "-- Tables, indexes and views, all with names that begin with x_. Rows of "
                       "syncctl's own tables "
                       "may be read.\n"
                       "--\n"
                       "-- CREATE TABLE x_{0} (\n"
                       "--     id    INTEGER PRIMARY KEY,\n"
                       "--     value TEXT NOT NULL\n"
                       "-- ) STRICT;\n",
                       name);
}

std::string down_template(std::string_view name)
{
    return fmt::format("-- Takes back {0}: afterwards nothing of it may be left. Without a "
                       "statement here there is no "
                       "way back.\n"
                       "--\n"
                       "-- DROP TABLE x_{0};\n",
                       name);
}

} // namespace

store::MigrationFiles
make_migration(const MigrationFolder& folder, std::string_view name, bool is_dry_run)
{
    auto files = store::next_extra_migration(folder, name);
    if (is_dry_run) {
        return files;
    }
    base::make_private_directory(folder);
    // The way back first: a file that leads back from nothing is told, a missing one is not.
    base::create_private_file(files.down, down_template(name));
    base::create_private_file(files.up, up_template(name));
    return files;
}

} // namespace syncctl::app
