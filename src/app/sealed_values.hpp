#pragma once

#include "syncctl/base/secret.hpp"
#include "syncctl/store/sealed_values.hpp"
#include "syncctl/vault/envelope.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

[[nodiscard]] vault::Place place_of(const store::SealedValue& value);

/// A line for each value that does not open: whose it is and why, nothing of its content.
[[nodiscard]] std::vector<std::string>
unreadable_values(const vault::Vault& vault, const std::vector<store::SealedValue>& values);

/// The files of the database, its log and their index, that hold an envelope of this key anywhere,
/// also where no row is any more. Closing a file drops the locks that this process has on it: no
/// connection may be open.
[[nodiscard]] std::vector<std::filesystem::path>
files_with_envelopes(const std::filesystem::path& database, std::string_view key_id);

} // namespace syncctl::app
