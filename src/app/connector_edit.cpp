#include "connector_request.hpp"
#include "connector_views.hpp"
#include "credentials.hpp"
#include "database_key.hpp"
#include "names.hpp"
#include "webhook_secrets.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::app {

namespace {

using model::ConnectorConfig;
using NamedSecrets = std::map<std::string, const SecretReader*>;

/// ` (token, bearer)`
std::string in_brackets(const std::vector<std::string>& names)
{
    return names.empty() ? std::string{} : fmt::format(" ({})", fmt::join(names, ", "));
}

/// Whether it could make a connection fail.
bool changes_connection(const ConnectorEdit& edit)
{
    return edit.url || !edit.settings.empty() || !edit.unset.empty() || !edit.secrets.empty();
}

void require_a_change(const connectors::ConnectorType& type, const ConnectorEdit& edit)
{
    if (changes_connection(edit) || changes_webhook_secrets(edit)) {
        return;
    }
    const auto settings = names_taken(type, false);
    const auto secrets = names_taken(type, true);
    std::string choice = "--url URL";
    if (!settings.empty()) {
        choice += ", --set KEY=VALUE" + in_brackets(settings);
    }
    if (!secrets.empty()) {
        choice += ", --secret NAME=SOURCE" + in_brackets(secrets);
    }
    if (!settings.empty() || !secrets.empty()) {
        choice += ", --unset NAME";
    }
    choice += ", --webhook-secret SOURCE";
    throw Error{ErrorCode::usage,
                fmt::format("connector {}: say what to change: {}", shown(edit.name), choice),
                "syncctl connector edit --help"};
}

/// What is taken away must be something that a connector of this type can have, or has.
void require_good_unsets(const connectors::ConnectorType& type,
                         const ConnectorEdit& edit,
                         const ConnectorConfig& before)
{
    auto known = names_taken(type, false);
    const auto secrets = names_taken(type, true);
    known.insert(known.end(), secrets.begin(), secrets.end());
    for (const auto& [name, value] : before.settings) {
        known.push_back(name);
    }
    for (const auto& name : edit.unset) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw Error{ErrorCode::usage,
                        fmt::format("connector type '{}' has no setting or secret {}",
                                    type.name,
                                    shown(name)),
                        suggestion(name, known, "syncctl connector types")};
        }
        if (edit.settings.count(name) != 0 || edit.secrets.count(name) != 0) {
            throw Error{ErrorCode::usage,
                        fmt::format("'{}' cannot be given and taken away at once", name)};
        }
    }
}

void change_settings(const connectors::ConnectorType& type,
                     const ConnectorEdit& edit,
                     ConnectorConfig& connector)
{
    require_good_settings(type, edit.settings);
    for (const auto& name : edit.unset) {
        connector.settings.erase(name);
    }
    for (const auto& [name, value] : edit.settings) {
        connector.settings[name] = value;
    }
    require_needed_settings(type, connector.settings);
}

/// Sealed values that do not open need not stand in the way of new ones, when somebody types where
/// those may go.
Credentials stored_credentials(const vault::Vault& vault,
                               const ConnectorEdit& edit,
                               const ConnectorConfig& before)
{
    try {
        return open_credentials(vault, before);
    } catch (const Error& error) {
        const bool is_damaged = error.code() == ErrorCode::sealed_format ||
                                error.code() == ErrorCode::sealed_authentication;
        if (is_damaged && edit.url && !edit.secrets.empty()) {
            return {};
        }
        throw;
    }
}

bool has(const std::vector<std::string>& origins, const std::string& origin)
{
    return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

/// Whether it is this edit that leads there, and not what is in the database.
bool is_typed(const connectors::ConnectorType& type,
              const ConnectorEdit& edit,
              const ConnectorConfig& before,
              const ConnectorConfig& after,
              const std::string& origin)
{
    return has(type.origins(after.url, edit.settings), origin) &&
           (edit.url || !has(type.origins(before.url, before.settings), origin));
}

/// Nobody's secret goes to an address that was written into the database, neither a stored one nor
/// one that is entered now.
void require_typed(const connectors::ConnectorType& type,
                   const ConnectorEdit& edit,
                   const ConnectorConfig& before,
                   const ConnectorConfig& after,
                   const Credentials& credentials)
{
    for (const auto& origin : type.origins(after.url, after.settings)) {
        if (has(credentials.origins, origin) || is_typed(type, edit, before, after, origin)) {
            continue;
        }
        const auto setting = setting_behind(type, after.url, after.settings, origin);
        const auto entered_for = credentials.origins.empty()
                                     ? std::string{"an address that cannot be read any more"}
                                     : fmt::format("{}", fmt::join(credentials.origins, ", "));
        const auto leads_to = setting ? fmt::format("setting '{}' leads to {}", *setting, origin)
                                      : fmt::format("URL is {}", shown(after.url));
        throw Error{
            ErrorCode::origin_not_allowed,
            fmt::format("connector {}: its secrets were entered for {}, and its {} now; "
                        "say which is right (nothing was changed)",
                        shown(before.name),
                        entered_for,
                        leads_to),
            reentry_command(before.name, "URL", setting ? *setting + "=VALUE" : "", credentials)};
    }
}

/// What was entered for one origin is not sent to another one.
void require_all_again(const connectors::ConnectorType& type,
                       const ConnectorConfig& after,
                       const std::string& origin,
                       const Credentials& kept,
                       const NamedSecrets& given)
{
    std::vector<std::string> missing;
    for (const auto& [name, secret] : kept.fields) {
        if (given.count(name) == 0) {
            missing.push_back(fmt::format("'{}'", name));
        }
    }
    if (missing.empty()) {
        return;
    }
    const auto setting = setting_behind(type, after.url, after.settings, origin);
    throw Error{
        ErrorCode::usage,
        fmt::format("connector {}: the secret {} was entered for {} and is not sent to {}"
                    "{}; give it again (nothing was changed)",
                    shown(after.name),
                    fmt::join(missing, ", "),
                    fmt::join(kept.origins, ", "),
                    origin,
                    setting ? fmt::format(" (setting '{}')", *setting) : ""),
        reentry_command(after.name,
                        after.url,
                        setting ? fmt::format("{}={}", *setting, after.settings.at(*setting)) : "",
                        kept)};
}

/// Reads the new secrets and seals them together with those that stay.
void change_secrets(Workspace& workspace,
                    const connectors::ConnectorType& type,
                    const ConnectorEdit& edit,
                    const ConnectorConfig& before,
                    ConnectorConfig& after)
{
    const auto given = named_secrets(type, edit.secrets);
    Credentials credentials;
    if (!before.sealed_credentials.empty()) {
        credentials = stored_credentials(workspace.vault(), edit, before);
        require_typed(type, edit, before, after, credentials);
    }
    bool is_changed = !given.empty();
    for (const auto& name : edit.unset) {
        is_changed = credentials.fields.erase(name) > 0 || is_changed;
    }
    auto origins = type.origins(after.url, after.settings);
    if (const auto origin = foreign_origin(credentials, origins)) {
        require_all_again(type, after, *origin, credentials, given);
    }
    std::set<std::string> names;
    for (const auto& field : credentials.fields) {
        names.insert(field.first);
    }
    for (const auto& secret : given) {
        names.insert(secret.first);
    }
    require_needed_secrets(type, names);
    if (!is_changed) {
        return;
    }
    const auto& vault = workspace.vault();
    for (const auto& [name, reader] : given) {
        credentials.fields.insert_or_assign(name, (*reader)());
    }
    credentials.origins = std::move(origins);
    after.sealed_credentials =
        credentials.fields.empty()
            ? std::string{}
            : seal_credentials(vault, after.uuid, credentials, workspace.services().random);
}

model::Side side_of(const model::Pair& pair, base::ConnectorId connector)
{
    return pair.source == connector ? model::Side::source : model::Side::target;
}

/// A watermark says what had been read of the old place. Held against another one, everything that
/// is not there would look deleted. What the old one asked for binds nobody at the new one.
void forget_old_place(store::Store& store, base::ConnectorId connector, base::Timestamp now)
{
    store.connectors.replace_quiet_until(
        connector, store.connectors.quiet_until(connector), std::nullopt);
    for (const auto& pair : store.pairs.using_connector(connector)) {
        store.pairs.set_watermark(pair.id, side_of(pair, connector), {}, now);
    }
}

void store_edit(Workspace& workspace,
                store::Store& store,
                const ConnectorConfig& before,
                const ConnectorConfig& after,
                const std::optional<model::Metadata>& metadata,
                const std::optional<WebhookSecretChange>& webhooks)
{
    std::vector<base::FileLock> locks;
    if (before.url != after.url || before.settings != after.settings) {
        // A run that is under way would end with a watermark of the old place. A new secret does
        // not disturb one.
        for (const auto& pair : store.pairs.using_connector(before.id)) {
            locks.push_back(workspace.lock_pair(pair));
        }
    }
    store::Transaction transaction{store.database};
    store::WebhookStore webhook_store{store.database};
    if (store.connectors.find(before.id) != before ||
        (webhooks && webhook_store.secrets(before.id) != webhooks->before)) {
        throw Error{ErrorCode::locked,
                    fmt::format("connector {} was changed by another command meanwhile (nothing "
                                "was stored)",
                                shown(before.name)),
                    fmt::format("syncctl connector show {}", before.name)};
    }
    store.connectors.update(after, workspace.now());
    const bool has_new_secret =
        before.sealed_credentials != after.sealed_credentials && !after.sealed_credentials.empty();
    const bool has_new_webhook_secret =
        webhooks && webhooks->after != webhooks->before && webhooks->after.current;
    if (has_new_secret || has_new_webhook_secret) {
        // At most credentials, a webhook secret and the one before it.
        constexpr std::int64_t k_most = 3;
        count_seals(store.settings, workspace.vault(), workspace.services().log, k_most);
    }
    if (before.url != after.url || before.settings != after.settings ||
        before.sealed_credentials != after.sealed_credentials) {
        store.connectors.replace_access_token(after.id, std::nullopt);
    }
    if (webhooks) {
        webhook_store.set_secrets(after.id, webhooks->after, workspace.now());
    }
    if (metadata) {
        store.connectors.save_metadata(after.id, *metadata, after.discovered_at);
    }
    if (before.url != after.url) {
        forget_old_place(store, after.id, workspace.now());
    }
    transaction.commit();
}

void warn_of_links(Workspace& workspace, store::Store& store, const ConnectorConfig& after)
{
    for (const auto& pair : store.pairs.using_connector(after.id)) {
        const auto links = store.links.count(pair.id);
        if (links > 0) {
            workspace.services().log.warning(fmt::format(
                "pair {} has {} that will be looked for at {} by the same ids; before the next "
                "run, look at what it would do: syncctl run {} -n",
                shown(pair.name),
                base::counted(static_cast<std::size_t>(links), "link"),
                shown(after.url),
                pair.name));
        }
    }
}

} // namespace

StoredConnector edit_connector(Workspace& workspace, const ConnectorEdit& edit)
{
    auto& store = edit.is_dry_run ? workspace.reading() : workspace.writing();
    const auto before = require_connector(store, edit.name);
    const auto& type = type_of(workspace.services().registry, before);
    require_a_change(type, edit);
    require_good_unsets(type, edit, before);
    auto after = before;
    if (edit.url) {
        require_good_url(type, *edit.url);
        after.url = type.normalise_url(*edit.url);
    }
    change_settings(type, edit, after);
    change_secrets(workspace, type, edit, before, after);
    std::optional<WebhookSecretChange> webhooks;
    if (changes_webhook_secrets(edit)) {
        webhooks = webhook_secret_change(workspace, before, edit);
    }
    StoredConnector edited;
    std::optional<model::Metadata> metadata;
    if (edit.is_tested && changes_connection(edit)) {
        metadata = try_connector(workspace,
                                 after,
                                 "put that right and edit it again, or store it untested with "
                                 "--no-test",
                                 edited);
        after.discovered_at = workspace.now();
    } else {
        edited.types = discovered_types(store.connectors.metadata(after.id));
    }
    if (!edit.is_dry_run) {
        store_edit(workspace, store, before, after, metadata, webhooks);
        // The old sealed credentials leave the write-ahead log, too.
        workspace.tidy_up();
    }
    if (before.url != after.url) {
        warn_of_links(workspace, store, after);
    }
    edited.connector = connector_view(store, after);
    if (webhooks) {
        edited.connector.has_webhook_secret = webhooks->after.current.has_value();
        edited.connector.has_previous_webhook_secret = webhooks->after.previous.has_value();
    }
    return edited;
}

} // namespace syncctl::app
