#include "database_key.hpp"
#include "sealed_values.hpp"

#include "syncctl/app/keys.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::size_t k_most_named = 20;

/// A run that is under way would go on with the old key: it would find nothing to open and could
/// store nothing sealed.
std::vector<base::FileLock>
lock_all_pairs(Workspace& workspace, store::Store& store, std::chrono::milliseconds wait)
{
    const auto& services = workspace.services();
    const auto deadline = services.clock.monotonic() + wait;
    std::vector<base::FileLock> locks;
    for (const auto& pair : store.pairs.list()) {
        const auto left =
            std::max(deadline - services.clock.monotonic(), std::chrono::milliseconds{0});
        locks.push_back(workspace.lock_pair(pair, left, "syncctl key rotate --wait 60"));
    }
    return locks;
}

vault::FoundKey new_key_of(Workspace& workspace, KeyRotationRequest& request)
{
    if (request.new_key) {
        return *std::exchange(request.new_key, std::nullopt);
    }
    if (auto next = vault::find_next_key(workspace.key_sources())) {
        return *std::move(next);
    }
    throw Error{
        ErrorCode::no_key,
        "no new key is given",
        "syncctl key rotate --new-key-from SOURCE, or put it where ENCRYPTION_KEY_NEXT_FILE "
        "says"};
}

void require_fresh(store::Store& store, const vault::FoundKey& key)
{
    for (const auto& known : store.settings.keys()) {
        if (known.key_id != key.key.id()) {
            continue;
        }
        if (known.is_active) {
            throw Error{ErrorCode::bad_key,
                        fmt::format("the key from {} is {}, with which the database is sealed "
                                    "already (nothing was changed)",
                                    key.source,
                                    known.key_id),
                        "syncctl key check"};
        }
        throw Error{ErrorCode::bad_key,
                    fmt::format("the key from {} is {}, which was retired before and does not come "
                                "back (nothing was changed)",
                                key.source,
                                known.key_id),
                    "syncctl key generate --out FILE"};
    }
}

void require_all_open(const vault::Vault& vault, const std::vector<store::SealedValue>& values)
{
    auto unreadable = unreadable_values(vault, values);
    if (!unreadable.empty()) {
        const auto count = unreadable.size();
        if (count > k_most_named) {
            unreadable.resize(k_most_named);
            unreadable.emplace_back("...");
        }
        throw Error{ErrorCode::sealed_authentication,
                    fmt::format("{} of {} do not open (nothing was changed): {}",
                                count,
                                base::counted(values.size(), "sealed value"),
                                fmt::join(unreadable, "; ")),
                    "enter them anew: syncctl connector edit NAME --secret NAME=prompt"};
    }
}

void seal_anew(store::Store& store,
               const vault::Vault& present,
               const vault::Vault& next,
               base::Random& random)
{
    store::SealedValues sealed{store.database};
    const auto values = sealed.list();
    require_all_open(present, values);
    for (const auto& value : values) {
        const auto plain = present.open(value.envelope, place_of(value));
        sealed.replace(value, next.seal(plain.reveal(), place_of(value), random));
    }
    // Read back: an envelope of the old key, or one that does not open, must not be committed.
    const auto stored = sealed.list();
    require_all_open(next, stored);
    if (stored.size() != values.size()) {
        throw Error{ErrorCode::failed,
                    "internal error: sealed values were lost (nothing was changed)"};
    }
}

} // namespace

KeyRotation rotate_key(Workspace& workspace, KeyRotationRequest request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    const auto& present = workspace.vault();
    auto key = new_key_of(workspace, request);
    require_fresh(store, key);
    KeyRotation rotation{.from_key_id = present.key_id(),
                         .to_key_id = key.key.id(),
                         .source = key.source,
                         .rotated_at = workspace.now()};
    if (request.is_dry_run) {
        const auto values = store::SealedValues{store.database}.list();
        require_all_open(present, values);
        rotation.sealed_values = values.size();
        return rotation;
    }
    const vault::Vault next{std::move(key.key), store.settings.database_uuid()};
    const auto locks = lock_all_pairs(workspace, store, request.wait);
    {
        store::Transaction transaction{store.database};
        const auto active = store.settings.active_key();
        if (!active || active->key_id != present.key_id()) {
            throw Error{ErrorCode::wrong_key,
                        "the key was changed by another command meanwhile (nothing was changed)",
                        "syncctl key check"};
        }
        seal_anew(store, present, next, workspace.services().random);
        rotation.sealed_values = store::SealedValues{store.database}.list().size();
        store.settings.set_passphrase_parameters(request.passphrase_parameters);
        rotation.key_version =
            store.settings.change_key(present.key_id(),
                                      next.key_id(),
                                      static_cast<std::int64_t>(rotation.sealed_values),
                                      rotation.rotated_at);
        transaction.commit();
    }
    // The old envelopes are in the log until it is moved into the file and cut.
    workspace.tidy_up();
    workspace.close();
    rotation.traces = files_with_envelopes(workspace.database_path(), rotation.from_key_id);
    return rotation;
}

void take_passphrase(KeyRotationRequest& request,
                     const vault::PassphraseSource& source,
                     base::Random& random)
{
    auto made = new_passphrase_key(source, random);
    request.new_key = std::move(made.found);
    request.passphrase_parameters = std::move(made.parameters);
}

} // namespace syncctl::app
