#include "token_cache.hpp"

#include "database_key.hpp"
#include "locks.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/store/connector_store.hpp"
#include "syncctl/store/database.hpp"
#include "syncctl/store/settings_store.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string_view>
#include <utility>

namespace syncctl::app {
namespace {

/// Longer than any tracker takes to give a token.
constexpr std::chrono::seconds k_longest_renewal{60};

/// A run that began before an edit must not leave its token to the runs after it, nor take theirs
/// to the old place.
std::string origin_of(const model::ConnectorConfig& connector)
{
    auto parts = nlohmann::json::array();
    parts.push_back(connector.url);
    parts.push_back(connector.settings);
    parts.push_back(connector.sealed_credentials);
    return vault::sha256_hex(base::dump_json(parts));
}

} // namespace

StoredToken::StoredToken(const model::ConnectorConfig& connector,
                         std::filesystem::path database,
                         std::shared_ptr<const vault::Vault> vault,
                         const Services& services)
    : m_id{connector.id},
      m_uuid{connector.uuid},
      m_name{connector.name},
      m_origin{origin_of(connector)},
      m_database{std::move(database)},
      m_vault{std::move(vault)},
      m_services{services}
{
}

vault::Place StoredToken::place() const
{
    return {.table = "connectors", .column = "access_token", .row_uuid = m_uuid};
}

std::optional<base::Secret> StoredToken::load()
{
    try {
        store::Database database{m_database, store::OpenMode::read_only};
        const auto envelope = store::ConnectorStore{database}.access_token(m_id);
        if (!envelope) {
            return std::nullopt;
        }
        const auto plain = m_vault->open(*envelope, place());
        const auto text = plain.reveal();
        if (text.substr(0, m_origin.size()) == m_origin) {
            return base::Secret{text.substr(m_origin.size())};
        }
        m_services.log.detail(
            fmt::format("connector {}: the token that is kept was asked for with other credentials "
                        "or settings",
                        shown(m_name)));
    } catch (const Error& error) {
        m_services.log.detail(fmt::format("connector {}: the token that is kept cannot be used: {}",
                                          shown(m_name),
                                          error.message()));
    }
    return std::nullopt;
}

void StoredToken::keep(const base::Secret& content) noexcept
{
    try {
        auto plain = m_origin;
        plain.reserve(m_origin.size() + content.size());
        plain += content.reveal();
        const auto envelope = m_vault->seal(plain, place(), m_services.random);
        base::wipe(plain);
        store::Database database{m_database, store::OpenMode::read_write};
        store::Transaction transaction{database};
        store::SettingsStore settings{database};
        count_seals(settings, *m_vault, m_services.log);
        store::ConnectorStore{database}.replace_access_token(m_id, envelope);
        transaction.commit();
    } catch (const std::exception& error) {
        try {
            m_services.log.detail(fmt::format(
                "connector {}: its token was not kept: {}", shown(m_name), error.what()));
        } catch (...) { // NOLINT(bugprone-empty-catch): there is nobody left to tell
        }
    }
}

void StoredToken::alone(const std::function<void()>& renewal)
{
    const auto lock = wait_for_lock(lock_file(m_database, "token-" + m_uuid),
                                    {.longest = k_longest_renewal,
                                     .what = "another process that renews a token",
                                     .clock = m_services.clock,
                                     .stop = m_services.stop});
    if (!lock) {
        throw Error{
            ErrorCode::locked,
            fmt::format("connector {}: another process keeps renewing its token", shown(m_name)),
            "wait until it has finished, then run the command again"};
    }
    renewal();
}

std::optional<base::Secret> TokenInMemory::load()
{
    const std::scoped_lock lock{m_mutex};
    return m_content ? std::optional{m_content->clone()} : std::nullopt;
}

void TokenInMemory::keep(const base::Secret& content) noexcept
{
    const std::scoped_lock lock{m_mutex};
    try {
        m_content = content.clone();
    } catch (...) {
        m_content.reset(); // Out of memory: an older one would be wrong.
    }
}

void TokenInMemory::alone(const std::function<void()>& renewal)
{
    renewal();
}

} // namespace syncctl::app
