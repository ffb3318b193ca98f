#include "syncctl/vault/older_key.hpp"

#include "aes_gcm.hpp"
#include "key_file.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/digest.hpp"
#include "syncctl/vault/key_source.hpp"
#include "syncctl/vault/password.hpp"

#include <fmt/format.h>

#include <string>

namespace syncctl::vault {

namespace {

constexpr std::string_view k_where =
    "usually data/encryption.key in the older tool's folder, or its ENCRYPTION_KEY written into a "
    "file of mode 0600";
constexpr std::size_t k_digits = 64;
constexpr std::size_t k_iv_size = 16;

/// As the older tool counts: UTF-16 units.
std::size_t length_of(std::string_view text)
{
    std::size_t units = 0;
    for (const char octet : text) {
        const auto value = static_cast<unsigned char>(octet);
        units += (value & 0xC0U) != 0x80U ? 1U : 0U;
        units += value >= 0xF0U ? 1U : 0U;
    }
    return units;
}

base::Secret stretched(std::string_view passphrase)
{
    constexpr int k_log_n = 14;
    return scrypt(
        base::Secret{passphrase}, "salt", {.log_n = k_log_n, .r = 8, .p = 1}, k_gcm_key_size);
}

bool is_refused_for_sealing(std::string_view digits)
{
    try {
        static_cast<void>(parse_key(digits, false));
        return false;
    } catch (const Error&) {
        return true;
    }
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view k_blank = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(k_blank);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(k_blank) - first + 1);
}

} // namespace

OlderKey::OlderKey(std::string_view text)
{
    if (text.empty()) {
        throw Error{ErrorCode::bad_key, "the key of the older tool is empty", std::string{k_where}};
    }
    if (length_of(text) < k_digits) {
        m_octets = stretched(text);
        m_is_weak = true;
        return;
    }
    const auto digits = text.substr(0, k_digits);
    std::string octets;
    if (!from_hex(digits, octets)) {
        throw Error{ErrorCode::bad_key,
                    "the key of the older tool has 64 characters or more, and the first 64 are not "
                    "all hex digits: it could not use that either",
                    std::string{k_where}};
    }
    m_octets = base::Secret{octets};
    base::wipe(octets);
    m_is_weak = is_refused_for_sealing(digits);
}

OlderKey OlderKey::from_file(const std::filesystem::path& file)
{
    const auto text = read_key_file(file, KeyFileAccess::owner_only);
    if (!text) {
        throw Error{ErrorCode::no_key,
                    fmt::format("there is no key file {}", file.string()),
                    std::string{k_where}};
    }
    return OlderKey{trimmed(text->reveal())};
}

std::optional<base::Secret> OlderKey::open(std::string_view sealed) const
{
    constexpr std::size_t k_least = 2 * (k_iv_size + k_gcm_tag_size);
    std::string octets;
    if (sealed.size() < k_least || !from_hex(sealed, octets)) {
        return std::nullopt;
    }
    const std::string_view all{octets};
    return gcm_open({.key = m_octets.bytes(), .nonce = all.substr(0, k_iv_size), .aad = {}},
                    all.substr(k_iv_size + k_gcm_tag_size),
                    all.substr(k_iv_size, k_gcm_tag_size));
}

} // namespace syncctl::vault
