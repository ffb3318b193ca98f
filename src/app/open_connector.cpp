#include "syncctl/app/workspace.hpp"

#include <utility>

namespace syncctl::app {

OpenConnector::OpenConnector(Workspace& workspace,
                             base::ConnectorId id,
                             std::optional<base::Timestamp> known,
                             std::unique_ptr<connectors::Connector> connector)
    : m_workspace{workspace}, m_id{id}, m_known{known}, m_connector{std::move(connector)}
{
}

OpenConnector::~OpenConnector()
{
    const auto told = m_connector->quiet_until();
    if (told != m_known && m_workspace.is_writing()) {
        m_workspace.keep_quiet_time(m_id, m_known, told);
    }
}

} // namespace syncctl::app
