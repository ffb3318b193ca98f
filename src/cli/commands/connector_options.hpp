#pragma once

#include "command.hpp"

#include "syncctl/app/connectors.hpp"

#include <map>
#include <string>

namespace syncctl::cli {

class Session;

/// The options that `connector add` and `edit` share, and how they are read.
[[nodiscard]] OptionSpec connector_set_option();
[[nodiscard]] OptionSpec connector_secret_option();

/// What stands behind each `--set`. \throws Error{usage}
[[nodiscard]] std::map<std::string, std::string> connector_settings(const Arguments& arguments);
/// A reader for each `--secret`, by the name that was given; nothing is read yet.
/// \throws Error{usage}
[[nodiscard]] std::map<std::string, app::SecretReader>
connector_secrets(Session& session, const Arguments& arguments);

} // namespace syncctl::cli
