#include "syncctl/app/workspace.hpp"
#include "syncctl/connectors/azure_devops.hpp"
#include "syncctl/connectors/files.hpp"
#include "syncctl/connectors/servicedesk_plus.hpp"

namespace syncctl::app {

connectors::Registry builtin_registry()
{
    connectors::Registry registry;
    registry.add(connectors::azure_devops_type());
    registry.add(connectors::files_type());
    registry.add(connectors::servicedesk_plus_type());
    return registry;
}

} // namespace syncctl::app
