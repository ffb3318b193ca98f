#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/model/execution.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct ReportQuery {
    std::string pair; ///< empty = all
    std::size_t limit = 20;
};

struct ErrorLine {
    model::SyncError error;
    std::string pair;
    std::string hint; ///< what to type next
};

/// With what to type next about it.
/// \param pair name of the pair of its run; empty when that is gone
[[nodiscard]] ErrorLine error_line(model::SyncError error, std::string pair);

struct ExecutionView {
    model::Execution execution;
    std::vector<ErrorLine> errors;
};

[[nodiscard]] std::vector<store::PairStatus> status(Workspace& workspace);
[[nodiscard]] std::vector<model::Execution> history(Workspace& workspace, const ReportQuery& query);
[[nodiscard]] ExecutionView show_execution(Workspace& workspace, std::int64_t id);
[[nodiscard]] std::vector<ErrorLine> list_errors(Workspace& workspace, const ReportQuery& query);

} // namespace syncctl::app
