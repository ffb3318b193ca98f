#pragma once

#include "syncctl/base/log.hpp"

#include <array>

/// Every event there is. docs/watching.md has the same table, and a test holds the two together.
namespace syncctl::base::events {

// What the program says to people, as records.
inline constexpr EventKind k_error{
    "error", Severity::error, "Why the command did not fully succeed: error_code, message, hint"};
inline constexpr EventKind k_warning{
    "warning", Severity::warning, "Something to know although the command goes on: message"};
inline constexpr EventKind k_note{"note", Severity::notice, "A remark of the command: message"};
inline constexpr EventKind k_output{
    "output", Severity::notice, "One line of a longer text, such as a diagnostic: message"};
inline constexpr EventKind k_detail{"detail", Severity::debug, "What -v shows: message"};

// A run of a pair.
inline constexpr EventKind k_run_start{
    "run.start",
    Severity::info,
    "A run of a pair began; its lock is held and its row is stored: pair, execution, trigger"};
inline constexpr EventKind k_run_end{
    "run.end",
    Severity::info,
    "A run of a pair ended, however it did, also when it could not begin: pair, execution, result, "
    "error_code, processed, created, updated, deleted, unchanged, conflicts, failed, "
    "open_conflicts, open_writes, source_calls, target_calls, duration_ms"};
inline constexpr EventKind k_run_error{
    "run.error",
    Severity::error,
    "What ended a run of a pair before its time: pair, execution, error_code, message"};
inline constexpr EventKind k_guard_stop{
    "guard.stop",
    Severity::error,
    "A guard stopped a run before the first write: pair, execution, error_code, message"};

// Items. `item` is CONNECTOR:ID; of an event that tells of a write, the item that was written.
inline constexpr EventKind k_item_created{
    "item.created", Severity::info, "An item was created: pair, execution, item, partner"};
inline constexpr EventKind k_item_updated{
    "item.updated",
    Severity::info,
    "An item was written: pair, execution, item, fields (how many)"};
inline constexpr EventKind k_item_removed{
    "item.removed", Severity::info, "An item was removed: pair, execution, item"};
inline constexpr EventKind k_item_error{
    "item.error",
    Severity::error,
    "An item failed and is tried again later: pair, execution, item, field, error_code"};
inline constexpr EventKind k_conflict_new{
    "conflict.new",
    Severity::warning,
    "A conflict waits for a person: pair, execution, conflict, item, field, type"};
inline constexpr EventKind k_conflict_closed{
    "conflict.closed",
    Severity::info,
    "A run closed a conflict: pair, execution, conflict, resolution"};
inline constexpr EventKind k_write_unknown{
    "write.unknown",
    Severity::warning,
    "What became of a write is not known; later runs find out: pair, execution, item"};
inline constexpr EventKind k_write_settled{
    "write.settled",
    Severity::info,
    "What became of a write of an earlier run is known now: pair, execution, item, outcome "
    "(stored, not_stored)"};

inline constexpr std::array k_all{&k_error,
                                  &k_warning,
                                  &k_note,
                                  &k_output,
                                  &k_detail,
                                  &k_run_start,
                                  &k_run_end,
                                  &k_run_error,
                                  &k_guard_stop,
                                  &k_item_created,
                                  &k_item_updated,
                                  &k_item_removed,
                                  &k_item_error,
                                  &k_conflict_new,
                                  &k_conflict_closed,
                                  &k_write_unknown,
                                  &k_write_settled};

} // namespace syncctl::base::events
