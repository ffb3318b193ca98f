#pragma once

#include "support/files_world.hpp"

#include <string>

namespace syncctl::test {

/// Everything a person relies on, as lines of text that are equal when the worlds are: items of
/// both trackers, links with their bases, open conflicts, open intents, the retry queue, and what
/// was configured. Ids of items are left out, since an interrupted run may use one up.
[[nodiscard]] std::string outcome_of(FilesWorld& world);

/// What must hold in any world, whatever happened in it: no marker twice, nothing that SQLite finds
/// wrong with the database or with a backup of it, no execution that seems to run. Empty when all
/// holds.
[[nodiscard]] std::string broken_promises_of(FilesWorld& world);

/// Temporary files in the folders of the trackers, a line for each.
[[nodiscard]] std::string leftovers_of(const FilesWorld& world);

/// As if ten minutes had passed: temporary files of a writer that was killed look old enough to be
/// taken away.
void age_leftovers(const FilesWorld& world);

} // namespace syncctl::test
