#include "syncctl/app/workspace.hpp"

#include <utility>

namespace syncctl::app {

OpenConnector::OpenConnector(Workspace& workspace,
                             base::ConnectorId id,
                             std::optional<base::Timestamp> known,
                             Connection connection)
    : m_workspace{workspace}, m_id{id}, m_known{known}, m_connection{std::move(connection)}
{
}

OpenConnector::~OpenConnector()
{
    const auto told = m_connection->quiet_until();
    if (told != m_known && m_workspace.is_writing()) {
        m_workspace.keep_quiet_time(m_id, m_known, told);
    }
}

} // namespace syncctl::app
