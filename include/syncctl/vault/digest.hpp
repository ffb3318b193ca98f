#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace syncctl::vault {

/// SHA-256 as 64 lower-case hex digits; checksums of migrations and documents.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// 64 bits of BLAKE2b over parts that cannot run into each other (each is preceded by its length).
/// Guards a row against damage, not against an attacker.
[[nodiscard]] std::uint64_t row_checksum(std::span<const std::string_view> parts);

[[nodiscard]] std::string to_hex(std::span<const std::byte> bytes);
/// Strict: lower or upper case digits, even count, nothing else; empty result plus false otherwise.
[[nodiscard]] bool from_hex(std::string_view hex, std::string& bytes);

/// RFC 4648 section 5 without padding; decoding refuses padding and non-canonical trailing bits.
[[nodiscard]] std::string base64url_encode(std::span<const std::byte> bytes);
[[nodiscard]] bool base64url_decode(std::string_view text, std::string& bytes);

} // namespace syncctl::vault
