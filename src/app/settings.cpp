#include "syncctl/app/settings.hpp"

#include "database_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::string_view k_secret_type = "secret";
constexpr std::size_t k_max_text = 1024;

struct IntegerRange {
    std::string_view key;
    std::int64_t least;
    std::int64_t most;
};

constexpr std::array k_ranges{IntegerRange{"max_concurrent_syncs", 1, 64},
                              IntegerRange{"sync_batch_size", 1, 2000},
                              IntegerRange{"log_retention_days", 1, 36500},
                              IntegerRange{"guard.max_deletes", 0, 1'000'000'000},
                              IntegerRange{"guard.max_daily_writes", 1, 1'000'000'000}};

SettingView view_of(store::Setting setting)
{
    const bool is_secret = setting.type == k_secret_type;
    return {.key = std::move(setting.key),
            .value = is_secret ? std::string{} : std::move(setting.value),
            .type = std::move(setting.type),
            .is_secret = is_secret,
            .description = std::move(setting.description)};
}

store::Setting require_setting(store::Store& store, std::string_view key)
{
    if (auto found = store.settings.find(key)) {
        return *std::move(found);
    }
    std::vector<std::string> keys;
    for (const auto& setting : store.settings.list()) {
        keys.push_back(setting.key);
    }
    throw Error{ErrorCode::not_found,
                fmt::format("there is no setting {}", shown(key)),
                suggestion(key, keys, "syncctl settings list")};
}

std::optional<std::int64_t> integer_from(std::string_view text)
{
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, number);
    if (problem != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return number;
}

[[noreturn]] void refuse(const store::Setting& setting,
                         std::string_view value,
                         std::string_view expected,
                         std::string hint = {})
{
    throw Error{
        ErrorCode::setting,
        fmt::format(
            "{}: {} is not a possible value; expected {}", setting.key, shown(value), expected),
        std::move(hint)};
}

void require_integer(const store::Setting& setting, std::string_view value)
{
    const auto number = integer_from(value);
    const auto* range = std::find_if(
        k_ranges.begin(), k_ranges.end(), [&](const auto& one) { return one.key == setting.key; });
    const bool has_range = range != k_ranges.end();
    if (!number || (has_range && (*number < range->least || *number > range->most))) {
        refuse(setting,
               value,
               has_range ? fmt::format("a whole number from {} to {}", range->least, range->most)
                         : std::string{"a whole number"});
    }
}

void require_good_value(const store::Setting& setting, std::string_view value)
{
    if (setting.key == "encryption_key_version") {
        throw Error{ErrorCode::setting,
                    "encryption_key_version counts key rotations; it cannot be set by hand"};
    }
    if (setting.type == "integer") {
        require_integer(setting, value);
        return;
    }
    if (setting.key == "conflict_resolution_default") {
        if (!model::strategy_from(value)) {
            const std::vector<std::string> strategies{
                "last-write-wins", "source-priority", "target-priority", "manual"};
            refuse(setting,
                   value,
                   fmt::format("{}", fmt::join(strategies, ", ")),
                   suggestion(value, strategies, {}));
        }
        return;
    }
    if (value.size() > k_max_text || base::term_safe(value) != value) {
        refuse(setting, value, fmt::format("at most {} printable characters", k_max_text));
    }
}

} // namespace

std::vector<SettingView> list_settings(Workspace& workspace)
{
    std::vector<SettingView> views;
    for (auto& setting : workspace.reading().settings.list()) {
        views.push_back(view_of(std::move(setting)));
    }
    return views;
}

SettingView get_setting(Workspace& workspace, std::string_view key)
{
    return view_of(require_setting(workspace.reading(), key));
}

SettingView
set_setting(Workspace& workspace, std::string_view key, const std::string& value, bool is_dry_run)
{
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    auto setting = require_setting(store, key);
    if (setting.type == k_secret_type) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} is a secret; its value cannot be given on the command line",
                                setting.key),
                    fmt::format("syncctl settings set {} prompt", setting.key)};
    }
    require_good_value(setting, value);
    setting.value = value;
    if (!is_dry_run) {
        store::Transaction transaction{store.database};
        store.settings.set(setting.key, value);
        transaction.commit();
    }
    return view_of(std::move(setting));
}

SettingView set_secret_setting(Workspace& workspace,
                               std::string_view key,
                               const SecretReader& read,
                               bool is_dry_run)
{
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    auto setting = require_setting(store, key);
    if (setting.type != k_secret_type) {
        throw Error{ErrorCode::usage, fmt::format("{} is not a secret", setting.key)};
    }
    const auto& vault = workspace.vault();
    const auto secret = read();
    if (!is_dry_run) {
        const auto sealed =
            vault.seal(secret.reveal(),
                       {.table = "system_settings", .column = "value", .row_uuid = setting.key},
                       workspace.services().random);
        store::Transaction transaction{store.database};
        store.settings.set(setting.key, sealed);
        count_seals(store.settings, vault, workspace.services().log);
        transaction.commit();
    }
    if (!is_dry_run) {
        // The old sealed value leaves the write-ahead log, too.
        store.database.checkpoint();
    }
    return view_of(std::move(setting));
}

std::int64_t integer_setting(store::Store& store, std::string_view key, std::int64_t fallback)
{
    const auto setting = store.settings.find(key);
    if (!setting) {
        return fallback;
    }
    return integer_from(setting->value).value_or(fallback);
}

} // namespace syncctl::app
