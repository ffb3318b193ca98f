#pragma once

#include "syncctl/base/secret.hpp"

#include <filesystem>
#include <optional>

namespace syncctl::vault {

/// Who may read a key file besides its owner.
enum class KeyFileAccess {
    owner_only,
    /// In $CREDENTIALS_DIRECTORY, which is itself private to the service, systemd gives access by
    /// an ACL on a file of root; its mask then shows as the group's read bit.
    service_credential,
};

/// The content of a key file; nullopt when there is none. Never follows a symbolic link, never
/// waits on a FIFO.
/// \throws Error{key_source} for anything but a regular file of at most 4 KiB that belongs to us or
///         to root and that nobody else may read
[[nodiscard]] std::optional<base::Secret> read_key_file(const std::filesystem::path& path,
                                                        KeyFileAccess access);

} // namespace syncctl::vault
