#pragma once

#include "syncctl/app/workspace.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::app {

struct KeyReport {
    std::string key_id;
    std::string source;          ///< where it was found, or the file it was written to
    std::string database_key_id; ///< empty when there is no database
    bool is_next = false;        ///< the key was changed, the sources not yet
    std::size_t sealed_values = 0;
    std::vector<std::string> unreadable{}; ///< those that do not open, a line for each
};

/// Which key the sources give, whether the database is sealed with it, and whether all that is
/// sealed opens.
/// \throws Error{no_key, wrong_key, ...}
[[nodiscard]] KeyReport check_key(Workspace& workspace);
/// A new key in a new private file. \throws Error{io} when there is a file already
[[nodiscard]] KeyReport
generate_key_file(const std::filesystem::path& file, base::Random& random, bool is_dry_run);
/// 64 hex digits, for a caller that hands them on.
[[nodiscard]] base::Secret generate_key_text(base::Random& random);

struct KeyRotationRequest {
    std::optional<vault::FoundKey> new_key; ///< nullopt: the NEXT sources give it
    /// What new_key is made with when it comes from a passphrase.
    std::optional<std::string> passphrase_parameters;
    std::chrono::milliseconds wait{}; ///< for runs that are under way
    bool is_dry_run = false;
};

struct KeyRotation {
    std::string from_key_id;
    std::string to_key_id;
    std::string source; ///< of the new key
    std::size_t sealed_values = 0;
    std::int64_t key_version = 0; ///< the setting encryption_key_version; 0 for a dry run
    base::Timestamp rotated_at;
    /// Files that still hold something sealed with the old key: a reader needed the log.
    std::vector<std::filesystem::path> traces{};
};

/// Seals everything anew under another key, in one transaction: killed at any point, the file opens
/// with exactly one of the two keys. Holds the lock of every pair meanwhile. The workspace is
/// closed afterwards; to open it again its key sources must give the new key. No other connection
/// of this process may be open to the file. \throws Error{locked} while a run is under way,
/// Error{wrong_key, no_key, ...} for the present
///         key, Error{bad_key} for a new one that cannot be it, Error{sealed_*} when something does
///         not open: in every case nothing was changed
[[nodiscard]] KeyRotation rotate_key(Workspace& workspace, KeyRotationRequest request);

/// The new key from a passphrase, with a new salt, put into the request.
void take_passphrase(KeyRotationRequest& request,
                     const vault::PassphraseSource& source,
                     base::Random& random);

} // namespace syncctl::app
