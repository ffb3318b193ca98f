#pragma once

#include "syncctl/base/secret.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace syncctl::vault {

/// The key of the older Node.js tool, by its own rules: 64 hex digits, of which a longer text has
/// too many; a shorter text is a passphrase, stretched with a salt that everybody knows. For
/// reading what it sealed, never for sealing.
class OlderKey {
public:
    /// \throws Error{bad_key}; the message never shows the text
    explicit OlderKey(std::string_view text);
    /// The file, white space around the key included. \throws Error{no_key, key_source, bad_key}
    [[nodiscard]] static OlderKey from_file(const std::filesystem::path& file);

    /// Anybody may have it, or could try it out: published, or made from a passphrase.
    [[nodiscard]] bool is_weak() const { return m_is_weak; }

    /// What hex(IV of 16 octets, tag, ciphertext) holds; nullopt when it does not open.
    [[nodiscard]] std::optional<base::Secret> open(std::string_view sealed) const;

private:
    base::Secret m_octets;
    bool m_is_weak = false;
};

} // namespace syncctl::vault
