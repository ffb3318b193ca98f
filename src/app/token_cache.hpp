#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/connectors/token_cache.hpp"
#include "syncctl/model/connector_config.hpp"
#include "syncctl/vault/envelope.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace syncctl::app {

/// The token of a stored connector, in its row. It opens the database for itself each time: another
/// thread calls it while the workspace's connection is in use, or is for reading only.
class StoredToken final : public connectors::TokenCache {
public:
    /// \param connector as stored: with another URL, settings or credentials than these, a token is
    /// not taken
    StoredToken(const model::ConnectorConfig& connector,
                std::filesystem::path database,
                std::shared_ptr<const vault::Vault> vault,
                const Services& services);

    [[nodiscard]] std::optional<base::Secret> load() override;
    void keep(const base::Secret& content) noexcept override;
    void alone(const std::function<void()>& renewal) override;

private:
    [[nodiscard]] vault::Place place() const;

    base::ConnectorId m_id;
    std::string m_uuid;
    std::string m_name;
    std::string m_origin; ///< what the token was asked for with, as a digest
    std::filesystem::path m_database;
    std::shared_ptr<const vault::Vault> m_vault;
    Services m_services;
};

/// The token of a connector that is not stored like this, if at all: it goes with the process.
class TokenInMemory final : public connectors::TokenCache {
public:
    [[nodiscard]] std::optional<base::Secret> load() override;
    void keep(const base::Secret& content) noexcept override;
    void alone(const std::function<void()>& renewal) override;

private:
    std::mutex m_mutex;
    std::optional<base::Secret> m_content;
};

} // namespace syncctl::app
