#include "syncctl/vault/digest.hpp"

#include "syncctl/base/error.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <array>

namespace syncctl::vault {
namespace {

int digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::string sha256_hex(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) !=
        1) {
        throw Error{ErrorCode::failed, "SHA-256 failed in the crypto library"};
    }
    return to_hex(std::as_bytes(std::span{digest.data(), length}));
}

std::uint64_t row_checksum(std::span<const std::string_view> parts)
{
    crypto_generichash_state state;
    std::uint64_t sum = 0;
    // 16 octets is the least that libsodium makes; 8 of them are kept.
    std::array<unsigned char, crypto_generichash_BYTES_MIN> digest{};
    crypto_generichash_init(&state, nullptr, 0, digest.size());
    for (const auto part : parts) {
        std::array<unsigned char, sizeof(std::uint64_t)> length{};
        for (std::size_t i = 0; i < length.size(); ++i) {
            length[i] = static_cast<unsigned char>(part.size() >> (8 * i));
        }
        crypto_generichash_update(&state, length.data(), length.size());
        crypto_generichash_update(
            &state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    crypto_generichash_final(&state, digest.data(), digest.size());
    for (std::size_t i = 0; i < sizeof(sum); ++i) {
        sum |= static_cast<std::uint64_t>(digest[i]) << (8 * i);
    }
    return sum;
}

std::string to_hex(std::span<const std::byte> bytes)
{
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const auto each : bytes) {
        hex += k_digits[std::to_integer<std::size_t>(each) >> 4U];
        hex += k_digits[std::to_integer<std::size_t>(each) & 0x0FU];
    }
    return hex;
}

bool from_hex(std::string_view hex, std::string& bytes)
{
    bytes.clear();
    if (hex.size() % 2 != 0) {
        return false;
    }
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit_value(hex[i]);
        const int low = digit_value(hex[i + 1]);
        if (high < 0 || low < 0) {
            bytes.clear();
            return false;
        }
        bytes += static_cast<char>(high * 16 + low);
    }
    return true;
}

std::string base64url_encode(std::span<const std::byte> bytes)
{
    constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), k_variant), '\0');
    sodium_bin2base64(text.data(),
                      text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(),
                      k_variant);
    text.pop_back(); // the terminating zero
    return text;
}

bool base64url_decode(std::string_view text, std::string& bytes)
{
    bytes.assign(text.size(), '\0');
    std::size_t length = 0;
    const bool is_read = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                                           bytes.size(),
                                           text.data(),
                                           text.size(),
                                           nullptr,
                                           &length,
                                           nullptr,
                                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
    bytes.resize(is_read ? length : 0);
    // libsodium lets trailing bits pass that encode nothing: two texts for one value.
    if (is_read && base64url_encode(std::as_bytes(std::span{bytes.data(), bytes.size()})) != text) {
        bytes.clear();
        return false;
    }
    return is_read;
}

} // namespace syncctl::vault
