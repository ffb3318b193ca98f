#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::model {

enum class ExecutionStatus { running, completed, completed_with_errors, failed, cancelled };
[[nodiscard]] std::string_view to_string(ExecutionStatus status);
[[nodiscard]] std::optional<ExecutionStatus> execution_status_from(std::string_view text);

/// What the calls to one tracker cost over a network.
struct Traffic {
    int repeats = 0; ///< calls that were asked again
    std::int64_t bytes_sent = 0;
    std::int64_t bytes_received = 0;
    std::chrono::milliseconds waited{0}; ///< because the tracker asked for it, or it failed
    bool operator==(const Traffic&) const = default;
};

struct Counters {
    int processed = 0;
    int created = 0;
    int updated = 0;
    int deleted = 0;
    int unchanged = 0;
    int conflicts = 0; ///< newly opened in this run
    int failed = 0;
    BothSides<int> api_calls;
    BothSides<std::optional<Traffic>> traffic{}; ///< nullopt for a tracker without network
};

/// One run of one pair.
struct Execution {
    base::ExecutionId id;
    base::PairId pair;
    std::string pair_name; ///< filled when read
    std::string trigger;   ///< `manual`, `scheduled`, `webhook`
    base::Timestamp started_at;
    base::Timestamp completed_at;
    ExecutionStatus status = ExecutionStatus::running;
    Counters counters;
    std::string error_message;
};

enum class SyncErrorType {
    connection,
    authentication,
    rate_limit,
    validation,
    mapping,
    api,
    internal
};
[[nodiscard]] std::string_view to_string(SyncErrorType type);
[[nodiscard]] std::optional<SyncErrorType> sync_error_type_from(std::string_view text);

/// One thing that went wrong with one item (or with the whole run, when `item` is empty).
struct SyncError {
    base::ExecutionId execution;
    SyncErrorType type = SyncErrorType::internal;
    std::string code;
    std::string message;
    std::string item; ///< `CONNECTOR:ID`; empty when the whole run failed
    std::string field;
    base::Timestamp created_at;
};

} // namespace syncctl::model
