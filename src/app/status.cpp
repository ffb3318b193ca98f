#include "syncctl/app/reports.hpp"

namespace syncctl::app {

std::vector<store::PairStatus> status(Workspace& workspace)
{
    return workspace.reading().executions.status();
}

} // namespace syncctl::app
