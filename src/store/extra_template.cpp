#include "syncctl/store/extra_migrations.hpp"

#include <fmt/format.h>

namespace syncctl::store {

MigrationTexts extra_migration_texts(std::string_view name)
{
    return {
        .up =
            fmt::format("-- {0}\n"
                        "--\n"
                        "-- Tables, indexes and views, all with names that begin with x_. Rows of "
                        "syncctl's own tables "
                        "may be read.\n"
                        "--\n"
                        "-- CREATE TABLE x_{0} (\n"
                        "--     id    INTEGER PRIMARY KEY,\n"
                        "--     value TEXT NOT NULL\n"
                        "-- ) STRICT;\n",
                        name),
        .down = fmt::format("-- Takes back {0}: afterwards nothing of it may be left. Without a "
                            "statement here there is no "
                            "way back.\n"
                            "--\n"
                            "-- DROP TABLE x_{0};\n",
                            name)};
}

} // namespace syncctl::store
