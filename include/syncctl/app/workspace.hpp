#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/base/random.hpp"
#include "syncctl/base/stop.hpp"
#include "syncctl/connectors/registry.hpp"
#include "syncctl/model/connector_config.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/store/store.hpp"
#include "syncctl/vault/envelope.hpp"
#include "syncctl/vault/key_source.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::app {

/// Where the state is and where its key comes from.
struct WorkspaceOptions {
    std::filesystem::path database;
    vault::KeySources key_sources;
};

/// What a use case may need from outside; all of it outlives the Workspace.
struct Services {
    const connectors::Registry& registry;
    const base::Clock& clock;
    base::Random& random;
    base::Log& log;
    const base::StopFlag& stop;
};

class Workspace;

/// A connector and the cache that it was made with.
class Connection {
public:
    Connection(std::unique_ptr<connectors::TokenCache> tokens,
               std::unique_ptr<connectors::Connector> connector)
        : m_tokens{std::move(tokens)}, m_connector{std::move(connector)}
    {
    }

    [[nodiscard]] connectors::Connector& operator*() const { return *m_connector; }

    [[nodiscard]] connectors::Connector* operator->() const { return m_connector.get(); }

private:
    std::unique_ptr<connectors::TokenCache> m_tokens;
    std::unique_ptr<connectors::Connector> m_connector; ///< last: goes first
};

/// A connector in use. What its tracker asked for is kept in the database when it goes, so that it
/// holds for later runs as well; a database that is open for reading only keeps nothing.
class OpenConnector {
public:
    /// \param known until when the tracker wanted no request, as the database has it
    OpenConnector(Workspace& workspace,
                  base::ConnectorId id,
                  std::optional<base::Timestamp> known,
                  Connection connection);
    ~OpenConnector();
    OpenConnector(const OpenConnector&) = delete;
    OpenConnector& operator=(const OpenConnector&) = delete;

    [[nodiscard]] connectors::Connector& operator*() const { return *m_connection; }

    [[nodiscard]] connectors::Connector* operator->() const { return &*m_connection; }

private:
    Workspace& m_workspace;
    base::ConnectorId m_id;
    std::optional<base::Timestamp> m_known;
    Connection m_connection;
};

/// One state database with its key and its connectors, opened as far as a use case needs it:
/// commands that only show something open the file read-only and need no key.
class Workspace {
public:
    Workspace(WorkspaceOptions options, const Services& services);
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    /// The stores for looking; the schema is this binary's.
    /// \throws Error{no_database, wrong_schema, ...}
    [[nodiscard]] store::Store& reading();
    /// The stores for changing. What reading() returned before is not valid any more.
    [[nodiscard]] store::Store& writing();
    /// The file as it is, whatever its schema: for setup and migrate.
    [[nodiscard]] store::Store& unchecked(store::OpenMode mode);
    /// The same file for another thread: with a connection of its own, and with the key that was
    /// found, so that it is not asked for again. require_key() comes first.
    [[nodiscard]] std::unique_ptr<Workspace> another() const;
    /// Closes the file. The next call of the above opens it again.
    void close();

    [[nodiscard]] bool is_writing() const;

    [[nodiscard]] const std::filesystem::path& database_path() const { return m_options.database; }

    [[nodiscard]] const vault::KeySources& key_sources() const { return m_options.key_sources; }

    [[nodiscard]] const Services& services() const { return m_services; }

    [[nodiscard]] base::Timestamp now() const { return m_services.clock.now(); }

    /// The vault, after the key was compared with the key check value of the database.
    /// \throws Error{no_key, wrong_key, ...} before anything else happens
    [[nodiscard]] const vault::Vault& vault();

    /// vault(), for commands that must not start with a wrong key.
    void require_key() { static_cast<void>(vault()); }

    /// A connector ready to use: credentials opened, and the place they may be sent to checked. It
    /// holds to what its tracker asked of earlier runs.
    /// \throws Error{sealed_*, wrong_key, origin_not_allowed, setting}; then nothing was
    /// constructed
    [[nodiscard]] OpenConnector connect(const model::ConnectorConfig& connector);
    /// The same for a person who wants to know: asks whatever earlier runs were told, and does not
    /// keep what its tracker asks for.
    [[nodiscard]] Connection connect_at_once(const model::ConnectorConfig& connector);
    /// The same for a connector that is not stored, or not like this: a token that its tracker
    /// gives is not kept either.
    [[nodiscard]] Connection try_out(const model::ConnectorConfig& connector);
    /// Keeps until when a tracker wants no request. A warning when that cannot be stored: what the
    /// command did counts all the same.
    void keep_quiet_time(base::ConnectorId id,
                         std::optional<base::Timestamp> known,
                         std::optional<base::Timestamp> told) noexcept;

    /// The lock that one run of a pair holds.
    /// \param waiting_command for the hint: the same command, told to wait; empty when it cannot be
    /// \throws Error{locked} when it is not free within `wait`, Error{interrupted} when told to
    /// stop meanwhile
    [[nodiscard]] base::FileLock lock_pair(const model::Pair& pair,
                                           std::chrono::milliseconds wait = {},
                                           std::string_view waiting_command = {});

    /// Moves the write-ahead log into the file. Everything is stored by then: that it could not be
    /// moved (another writer, a full disk) is no failure, and must not hide one.
    void tidy_up();

private:
    enum class Tokens { kept, in_memory };

    [[nodiscard]] Connection make(const model::ConnectorConfig& connector,
                                  std::optional<base::Timestamp> not_before,
                                  Tokens tokens);

    WorkspaceOptions m_options;
    Services m_services;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Store> m_store;
    std::shared_ptr<const vault::Vault> m_vault; ///< shared with the caches of connections
    bool m_is_checked = false;
};

/// The connector types that this binary has.
[[nodiscard]] connectors::Registry builtin_registry();

} // namespace syncctl::app
