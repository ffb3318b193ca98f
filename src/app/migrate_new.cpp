#include "syncctl/app/migrate.hpp"
#include "syncctl/base/file.hpp"

namespace syncctl::app {

store::MigrationFiles
make_migration(const MigrationFolder& folder, std::string_view name, bool is_dry_run)
{
    auto files = store::next_extra_migration(folder, name);
    if (is_dry_run) {
        return files;
    }
    base::make_private_directory(folder);
    // The way back first: a file that leads back from nothing is told, a missing one is not.
    const auto texts = store::extra_migration_texts(name);
    base::create_private_file(files.down, texts.down);
    base::create_private_file(files.up, texts.up);
    return files;
}

} // namespace syncctl::app
