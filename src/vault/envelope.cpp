#include "syncctl/vault/envelope.hpp"

#include "aes_gcm.hpp"
#include "hkdf.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::vault {
namespace {

constexpr std::string_view k_scheme = "sc";
constexpr std::string_view k_version = "1";
constexpr std::size_t k_key_size = 32;
constexpr std::size_t k_key_id_size = 8;
constexpr std::size_t k_uuid_size = 16;
/// Far more than credentials need; a longer text is not decoded at all.
constexpr std::size_t k_max_envelope = std::size_t{4} << 20U;

struct Envelope {
    std::string key_id;
    std::string nonce;
    std::string sealed; ///< ciphertext and tag
};

void add_part(std::string& aad, std::string_view part)
{
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        aad += static_cast<char>((part.size() >> shift) & 0xFFU);
    }
    aad += part;
}

/// What a ciphertext is bound to; every part is preceded by its length.
std::string bound_to(const std::string& key_id, const Place& place)
{
    std::string aad;
    for (const auto part : {std::string_view{"syncctl-envelope"},
                            k_version,
                            std::string_view{key_id},
                            place.table,
                            place.column,
                            place.row_uuid}) {
        add_part(aad, part);
    }
    return aad;
}

std::string shown(const Place& place)
{
    return fmt::format("{}.{}", place.table, place.column);
}

[[noreturn]] void throw_format(const Place& place)
{
    throw Error{ErrorCode::sealed_format,
                fmt::format("the value in {} is not a sealed one", shown(place))};
}

/// `sc` and a number: the version; empty when the text begins otherwise.
std::string_view version_of(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.substr(0, k_scheme.size()) != k_scheme) {
        return {};
    }
    constexpr std::size_t k_max_digits = 4;
    const auto version = text.substr(k_scheme.size(), colon - k_scheme.size());
    return base::is_decimal(version, k_max_digits) ? version : std::string_view{};
}

bool is_key_id(std::string_view text)
{
    return text.size() == 2 * k_key_id_size && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// Grammar only; lengths are judged after the key id, so that a wrong key is named as such.
Envelope parse(std::string_view text, const Place& place)
{
    if (text.size() > k_max_envelope) {
        throw_format(place);
    }
    const auto version = version_of(text);
    if (version.empty()) {
        throw_format(place);
    }
    if (version != k_version) {
        throw Error{ErrorCode::sealed_version,
                    fmt::format("the value in {} is sealed in version {} of the format, this "
                                "program knows version {}",
                                shown(place),
                                version,
                                k_version),
                    "use the version of syncctl that wrote it, or a later one"};
    }
    text.remove_prefix(k_scheme.size() + version.size() + 1);
    std::array<std::string_view, 3> parts{};
    for (auto& part : parts) {
        const auto colon = text.find(':');
        const bool is_last = &part == &parts.back();
        if (is_last != (colon == std::string_view::npos)) {
            throw_format(place);
        }
        part = text.substr(0, colon);
        text.remove_prefix(is_last ? text.size() : colon + 1);
    }
    Envelope envelope{.key_id = std::string{parts[0]}, .nonce = {}, .sealed = {}};
    if (!is_key_id(parts[0]) || !base64url_decode(parts[1], envelope.nonce) ||
        !base64url_decode(parts[2], envelope.sealed)) {
        throw_format(place);
    }
    return envelope;
}

std::string_view text_of(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

base::Secret encryption_key(const MasterKey& key, std::string_view database_uuid)
{
    std::string digits{database_uuid};
    digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
    std::string salt;
    if (!from_hex(digits, salt) || salt.size() != k_uuid_size) {
        throw Error{ErrorCode::damaged_database,
                    "the database has no valid UUID",
                    "put a backup in its place: syncctl restore FILE"};
    }
    return hkdf_sha256(
        {.key = key.octets(), .salt = salt, .info = "syncctl/v1/credential-encryption"},
        k_key_size);
}

} // namespace

MasterKey::MasterKey(base::Secret octets) : m_octets{std::move(octets)}
{
    if (m_octets.size() != k_key_size) {
        throw Error{ErrorCode::bad_key, "a master key has 32 octets"};
    }
    m_id = to_hex(
        hkdf_sha256({.key = m_octets, .salt = {}, .info = "syncctl/v1/key-id"}, k_key_id_size)
            .bytes());
}

Vault::Vault(MasterKey key, std::string_view database_uuid)
    : m_key{std::move(key)}, m_encryption_key{encryption_key(m_key, database_uuid)}
{
}

std::string Vault::seal(std::string_view plaintext, const Place& place, base::Random& random) const
{
    std::array<std::byte, k_gcm_nonce_size> nonce{};
    random.fill(nonce);
    const auto aad = bound_to(key_id(), place);
    const auto sealed =
        gcm_seal({.key = m_encryption_key.bytes(), .nonce = text_of(nonce), .aad = aad}, plaintext);
    return fmt::format("{}{}:{}:{}:{}",
                       k_scheme,
                       k_version,
                       key_id(),
                       base64url_encode(nonce),
                       base64url_encode(std::as_bytes(std::span{sealed})));
}

base::Secret Vault::open(std::string_view envelope, const Place& place) const
{
    const auto parts = parse(envelope, place);
    if (parts.key_id != key_id()) {
        throw Error{ErrorCode::wrong_key,
                    fmt::format("the value in {} is sealed with key {}, the key in use is {}",
                                shown(place),
                                parts.key_id,
                                key_id()),
                    "syncctl key check"};
    }
    if (parts.nonce.size() != k_gcm_nonce_size || parts.sealed.size() < k_gcm_tag_size) {
        throw_format(place);
    }
    const std::string_view sealed{parts.sealed};
    const auto tag_at = sealed.size() - k_gcm_tag_size;
    auto plain = gcm_open(
        {.key = m_encryption_key.bytes(), .nonce = parts.nonce, .aad = bound_to(key_id(), place)},
        sealed.substr(0, tag_at),
        sealed.substr(tag_at));
    if (!plain) {
        throw Error{ErrorCode::sealed_authentication,
                    fmt::format("the value in {} does not open: it was damaged, or moved there "
                                "from another row or database",
                                shown(place))};
    }
    return std::move(*plain);
}

} // namespace syncctl::vault
