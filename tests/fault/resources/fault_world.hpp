#pragma once

#include "support/files_world.hpp"

#include <csignal>
#include <string>
#include <vector>

namespace syncctl::test {

/// One fault of the preloaded shim (fault_shim.cpp says what the words mean).
struct Fault {
    std::string calls = "write,sync,truncate,rename";
    std::string path{};          ///< only files whose path contains it; empty = all
    std::string action{"errno"}; ///< errno, short, signal, orphan, delay
    int value = 0;               ///< errno, signal number or milliseconds
    long at = 0;                 ///< 1 for the first such call; 0 = never
    bool goes_on = false;        ///< all later calls fail, too
};

using Arguments = std::vector<std::string>;

/// `syncctl ARGUMENTS` with the shim in front of the system.
[[nodiscard]] ProcessOptions
with_fault(const FilesWorld& world, const Fault& fault, const Arguments& arguments = {"run", "p"});
ProcessResult run_with(const FilesWorld& world, const Fault& fault);
/// How many calls of this kind an undisturbed command makes. Changes the world as it does.
[[nodiscard]] long
count_calls(FilesWorld& world, const Fault& fault, const Arguments& arguments = {"run", "p"});

/// At most `cases` numbers from 1 to `count`, spread over all of them; every one when they are few.
/// A quarter of that in a build with a sanitizer.
[[nodiscard]] std::vector<long> spread(long count, long cases);

/// `syncctl ARGUMENTS` as the last command of a shell, after `first` (ulimit, trap, umask).
[[nodiscard]] ProcessResult
run_after(const FilesWorld& world, const std::string& first, const Arguments& arguments);

/// Links, edits of both sides and new items of both sides: every kind of write waits for the next
/// run. Twelve items are in step after it. Saved.
void prepare_every_kind_of_write(FilesWorld& world);
inline constexpr std::size_t k_items_of_every_kind = 12;

/// Items that carry our marker, and that neither a link nor an intent knows: a write that left
/// without a durable intent. Empty = none.
[[nodiscard]] std::vector<std::string> unaccounted_items(FilesWorld& world);

/// The fault is gone: at most two more runs bring both sides in step with every item once and a
/// sound database, and the third run writes nothing.
void check_heals(FilesWorld& world, std::size_t items);

/// What one more run did: created + updated + deleted of `run p --json`.
[[nodiscard]] int writes_of_one_more_run(FilesWorld& world);

/// Every time in the database that is not UTC text `YYYY-MM-DDTHH:MM:SS.sssZ`. Empty = none.
[[nodiscard]] std::string odd_times(FilesWorld& world);

/// The error line, and what to type next, are there.
void check_is_explained(const ProcessResult& result);

[[nodiscard]] bool contains(const std::string& text, const std::string& part);

} // namespace syncctl::test
