#include "syncctl/store/overview.hpp"

#include "syncctl/store/migrator.hpp"
#include "syncctl/store/settings_store.hpp"
#include "syncctl/store/statement.hpp"

#include <sql/overview.hpp>

namespace syncctl::store {

namespace {

constexpr int k_first_with_keyring = 2;

} // namespace

Overview overview_of(Database& database, const base::Clock& clock)
{
    Overview overview;
    for (const auto& line : Migrator{database, clock}.status()) {
        if (line.version < k_first_extra_version && line.state != MigrationState::pending &&
            line.state != MigrationState::missing) {
            overview.schema_version = line.version;
        }
    }
    if (overview.schema_version == 0) {
        return overview;
    }
    {
        auto rows = database.prepare(sql::overview::counts);
        if (rows.step()) {
            overview.pairs = rows.integer(0);
            overview.links = rows.integer(1);
            overview.open_conflicts = rows.integer(2);
            overview.last_run = rows.time(3);
        }
    }
    if (overview.schema_version >= k_first_with_keyring) {
        SettingsStore settings{database};
        if (const auto active = settings.active_key()) {
            overview.key_id = active->key_id;
            overview.uuid = settings.database_uuid();
        }
    }
    return overview;
}

} // namespace syncctl::store
