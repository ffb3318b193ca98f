#pragma once

#include "syncctl/model/connector_config.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// Tables connectors, connector_work_item_types, connector_statuses, connector_fields.
class ConnectorStore {
public:
    explicit ConnectorStore(Database& database) : m_database{database} {}

    base::ConnectorId insert(const model::ConnectorConfig& connector, base::Timestamp now);
    void update(const model::ConnectorConfig& connector, base::Timestamp now);
    [[nodiscard]] std::optional<model::ConnectorConfig> find(std::string_view name);
    [[nodiscard]] std::optional<model::ConnectorConfig> find(base::ConnectorId id);
    [[nodiscard]] std::vector<model::ConnectorConfig> list();
    void remove(base::ConnectorId id);

    /// Replaces what discover found earlier, in one go.
    void save_metadata(base::ConnectorId id, const model::Metadata& metadata, base::Timestamp now);
    [[nodiscard]] model::Metadata metadata(base::ConnectorId id);

    /// Until when the tracker wants no request; nullopt when it does not mind.
    [[nodiscard]] std::optional<base::Timestamp> quiet_until(base::ConnectorId id);
    /// Another run may have been told something since `known` was read: that stays, unless this is
    /// later.
    void replace_quiet_until(base::ConnectorId id,
                             std::optional<base::Timestamp> known,
                             std::optional<base::Timestamp> told);

    /// The envelope of the token that is kept; nullopt without one.
    [[nodiscard]] std::optional<std::string> access_token(base::ConnectorId id);
    /// nullopt: none is kept any more.
    void replace_access_token(base::ConnectorId id, const std::optional<std::string>& envelope);

private:
    Database& m_database;
};

} // namespace syncctl::store
