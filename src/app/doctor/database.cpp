// Whether the database can be used.

#include "patient.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/store/migrator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace syncctl::app::doctor {

void look_at_schema(const Patient& patient)
{
    auto& store = patient.workspace.unchecked(store::OpenMode::read_only);
    store::Migrator migrator{store.database, patient.workspace.services().clock};
    migrator.require_current();
    const auto problems = migrator.verify();
    for (const auto& problem : problems) {
        patient.fail(base::term_safe(problem), "syncctl migrate verify");
    }
    if (problems.empty()) {
        patient.ok(fmt::format("version {}, exactly as this program makes it",
                               store::Migrator::newest_version()));
    }
}

void look_at_integrity(const Patient& patient)
{
    auto& store = patient.workspace.unchecked(store::OpenMode::read_only);
    auto problems = store.database.quick_problems();
    if (problems.empty()) {
        patient.ok("every page and row can be read");
        return;
    }
    problems.resize(std::min(problems.size(), problems.find('\n')));
    patient.fail("the file is damaged: " + base::term_safe(problems),
                 "put a backup in its place: syncctl restore FILE");
}

} // namespace syncctl::app::doctor
