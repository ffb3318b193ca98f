#include "syncctl/app/workspace.hpp"

#include "connector_request.hpp"
#include "credentials.hpp"
#include "database_key.hpp"
#include "locks.hpp"
#include "names.hpp"
#include "token_cache.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/migrator.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

namespace {

/// A credential goes only where it was entered for, whatever the database says now.
void require_origins(const model::ConnectorConfig& connector,
                     const connectors::ConnectorType& type,
                     const Credentials& credentials)
{
    const auto origin =
        foreign_origin(credentials, type.origins(connector.url, connector.settings));
    if (!origin) {
        return;
    }
    const auto setting = setting_behind(type, connector.url, connector.settings, *origin);
    throw Error{
        ErrorCode::origin_not_allowed,
        fmt::format("connector {}: its credentials may not be sent to {}: its {} was "
                    "changed after they were entered (no request was made)",
                    shown(connector.name),
                    *origin,
                    setting ? fmt::format("setting '{}'", *setting) : "URL"),
        reentry_command(connector.name, "URL", setting ? *setting + "=VALUE" : "", credentials)};
}

void require_secrets(const model::ConnectorConfig& connector,
                     const connectors::ConnectorType& type,
                     const std::map<std::string, base::Secret>& fields)
{
    for (const auto& setting : type.settings) {
        if (setting.is_secret && setting.is_required && fields.count(setting.name) == 0) {
            throw Error{ErrorCode::sealed_format,
                        fmt::format("connector {}: the secret '{}' is not in the database",
                                    shown(connector.name),
                                    setting.name),
                        fmt::format("syncctl connector edit {} --secret {}=prompt",
                                    connector.name,
                                    setting.name)};
        }
    }
}

} // namespace

Workspace::Workspace(WorkspaceOptions options, const Services& services)
    : m_options{std::move(options)}, m_services{services}
{
}

Workspace::~Workspace() = default;

std::unique_ptr<Workspace> Workspace::another() const
{
    auto workspace = std::make_unique<Workspace>(
        WorkspaceOptions{.database = m_options.database, .key_sources = {}}, m_services);
    workspace->m_vault = m_vault;
    return workspace;
}

void Workspace::close()
{
    m_vault.reset();
    m_store.reset();
    m_database.reset();
    m_is_checked = false;
}

store::Store& Workspace::unchecked(store::OpenMode mode)
{
    const bool must_reopen =
        !m_database || (m_database->is_read_only() && mode != store::OpenMode::read_only);
    if (must_reopen) {
        if (m_database) {
            close();
        }
        m_database = std::make_unique<store::Database>(m_options.database, mode);
        m_store = std::make_unique<store::Store>(*m_database);
    }
    return *m_store;
}

store::Store& Workspace::reading()
{
    auto& store = unchecked(store::OpenMode::read_only);
    if (!m_is_checked) {
        store::Migrator{store.database, m_services.clock}.require_current();
        m_is_checked = true;
    }
    return store;
}

store::Store& Workspace::writing()
{
    auto& store = unchecked(store::OpenMode::read_write);
    if (!m_is_checked) {
        store::Migrator{store.database, m_services.clock}.require_current();
        m_is_checked = true;
    }
    return store;
}

const vault::Vault& Workspace::vault()
{
    if (m_vault) {
        return *m_vault;
    }
    auto& store = reading();
    auto key = find_database_key(store, m_options.key_sources);
    m_vault = std::make_shared<const vault::Vault>(std::move(key.found.key),
                                                   store.settings.database_uuid());
    return *m_vault;
}

bool Workspace::is_writing() const
{
    return m_database && !m_database->is_read_only();
}

OpenConnector Workspace::connect(const model::ConnectorConfig& connector)
{
    // Read anew: a pair that ran before this one may have been told something.
    const auto known = reading().connectors.quiet_until(connector.id);
    return {*this, connector.id, known, make(connector, known, Tokens::kept)};
}

Connection Workspace::connect_at_once(const model::ConnectorConfig& connector)
{
    return make(connector, std::nullopt, Tokens::kept);
}

Connection Workspace::try_out(const model::ConnectorConfig& connector)
{
    return make(connector, std::nullopt, Tokens::in_memory);
}

void Workspace::keep_quiet_time(base::ConnectorId id,
                                std::optional<base::Timestamp> known,
                                std::optional<base::Timestamp> told) noexcept
{
    try {
        writing().connectors.replace_quiet_until(id, known, told);
    } catch (const std::exception& error) {
        try {
            m_services.log.warning(fmt::format(
                "until when the tracker wants no request was not stored: {}", error.what()));
        } catch (...) { // NOLINT(bugprone-empty-catch): there is nobody left to tell
        }
    }
}

Connection Workspace::make(const model::ConnectorConfig& connector,
                           std::optional<base::Timestamp> not_before,
                           Tokens tokens)
{
    const auto& type = type_of(m_services.registry, connector);
    if (const auto problem = type.url_problem(connector.url)) {
        throw Error{ErrorCode::setting,
                    fmt::format("connector {}: its URL cannot be used: {}",
                                shown(connector.name),
                                *problem)};
    }
    connectors::ConnectorSetup setup{.name = connector.name,
                                     .url = connector.url,
                                     .settings = connector.settings,
                                     .credentials = {},
                                     .log = &m_services.log,
                                     .stop = &m_services.stop,
                                     .not_before = not_before};
    if (!connector.sealed_credentials.empty()) {
        auto credentials = open_credentials(vault(), connector);
        require_origins(connector, type, credentials);
        for (const auto& setting : type.settings) {
            const auto field = credentials.fields.find(setting.name);
            if (setting.is_secret && field != credentials.fields.end()) {
                setup.credentials.insert(credentials.fields.extract(field));
            }
        }
    }
    require_secrets(connector, type, setup.credentials);
    std::unique_ptr<connectors::TokenCache> cache;
    if (tokens == Tokens::kept && !connector.sealed_credentials.empty()) {
        static_cast<void>(vault());
        cache = std::make_unique<StoredToken>(connector, m_options.database, m_vault, m_services);
    } else {
        cache = std::make_unique<TokenInMemory>();
    }
    setup.tokens = cache.get();
    auto made = type.make(std::move(setup));
    return {std::move(cache), std::move(made)};
}

base::FileLock Workspace::lock_pair(const model::Pair& pair,
                                    std::chrono::milliseconds wait,
                                    std::string_view waiting_command)
{
    const auto what = fmt::format("pair {}", shown(pair.name));
    auto lock = wait_for_lock(
        lock_file(m_options.database, "pair-" + pair.uuid),
        {.longest = wait, .what = what, .clock = m_services.clock, .stop = m_services.stop});
    if (!lock) {
        throw Error{ErrorCode::locked,
                    fmt::format("{} is held by another run", what),
                    waiting_command.empty()
                        ? std::string{"wait until it has finished, then run the command again"}
                        : std::string{waiting_command}};
    }
    return *std::move(lock);
}

void Workspace::tidy_up()
{
    try {
        m_database->checkpoint();
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): what counts is stored
    }
}

} // namespace syncctl::app
