#pragma once

#include "syncctl/model/execution.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// One line of `status`.
struct PairStatus {
    std::string pair;
    bool is_enabled = true;
    base::Timestamp last_run;
    std::string last_result;
    base::Timestamp last_success;
    base::Timestamp next_run;
    std::int64_t open_conflicts = 0;
    std::int64_t failed_items = 0;
    std::int64_t links = 0;
    base::Timestamp last_end;      ///< of the last run; 0 while it runs
    model::Counters last_counters; ///< of the last run; the calls without their traffic
    std::int64_t due_items = 0;    ///< named by a webhook, for the next run
};

/// Tables sync_executions and sync_errors.
class ExecutionStore {
public:
    explicit ExecutionStore(Database& database) : m_database{database} {}

    base::ExecutionId begin(base::PairId pair, std::string_view trigger, base::Timestamp now);
    void finish(const model::Execution& execution, base::Timestamp now);
    /// Rows of this pair still `running` belong to killed runs (the caller holds the pair's lock):
    /// they become `failed` with the message "interrupted". Returns how many there were.
    std::int64_t close_interrupted(base::PairId pair, base::Timestamp now);
    [[nodiscard]] std::optional<model::Execution> find(base::ExecutionId id);
    /// Newest first. \param pair empty = all
    [[nodiscard]] std::vector<model::Execution> list(std::string_view pair, std::size_t limit);

    void add_error(const model::SyncError& error);
    /// Newest first. \param pair empty = all
    [[nodiscard]] std::vector<model::SyncError> errors(std::string_view pair, std::size_t limit);
    [[nodiscard]] std::vector<model::SyncError> errors_of(base::ExecutionId id);
    [[nodiscard]] std::vector<PairStatus> status();

private:
    Database& m_database;
};

} // namespace syncctl::store
