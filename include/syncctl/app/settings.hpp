#pragma once

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/workspace.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct SettingView {
    std::string key;
    std::string value; ///< empty for secrets
    std::string type;  ///< integer, text, secret
    bool is_secret = false;
    std::string description;
};

[[nodiscard]] std::vector<SettingView> list_settings(Workspace& workspace);
[[nodiscard]] SettingView get_setting(Workspace& workspace, std::string_view key);
/// \throws Error{setting} when the value is none for this setting
SettingView
set_setting(Workspace& workspace, std::string_view key, const std::string& value, bool is_dry_run);
/// Seals a secret setting.
SettingView set_secret_setting(Workspace& workspace,
                               std::string_view key,
                               const SecretReader& read,
                               bool is_dry_run);
/// An integer setting, or `fallback` when the database does not know it.
[[nodiscard]] std::int64_t
integer_setting(store::Store& store, std::string_view key, std::int64_t fallback);

} // namespace syncctl::app
