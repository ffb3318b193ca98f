#pragma once

#include "command.hpp"

#include "syncctl/app/settings.hpp"

namespace syncctl::cli {

/// The value of a secret shows as `(sealed)`.
[[nodiscard]] Data setting_row(const app::SettingView& setting);

} // namespace syncctl::cli
