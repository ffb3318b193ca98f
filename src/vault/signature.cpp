#include "syncctl/vault/signature.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/vault/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <charconv>
#include <climits>

namespace syncctl::vault {
namespace {

constexpr std::string_view k_webhook_prefix = "sha256=";
constexpr std::string_view k_secret_prefix = "whsec_";
constexpr std::string_view k_scheme = "v1,";
constexpr std::string_view k_basic = "Basic ";
constexpr std::size_t k_digest_size = 32;
/// A sender in the middle of a change of secrets sends two.
constexpr std::size_t k_max_signatures = 16;

bool is_same(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

/// Padded base64, as the Standard Webhooks libraries write it.
bool base64_decode(std::string_view text, std::span<std::byte> room, std::size_t& length)
{
    return !text.empty() && sodium_base642bin(reinterpret_cast<unsigned char*>(room.data()),
                                              room.size(),
                                              text.data(),
                                              text.size(),
                                              nullptr,
                                              &length,
                                              nullptr,
                                              sodium_base64_VARIANT_ORIGINAL) == 0;
}

/// The signing key; empty when the text is no base64.
base::Secret signing_key(std::string_view text)
{
    if (text.substr(0, k_secret_prefix.size()) == k_secret_prefix) {
        text.remove_prefix(k_secret_prefix.size());
    }
    auto room = base::Secret::of_size(text.size());
    std::size_t length = 0;
    if (!base64_decode(text, room.writable(), length)) {
        return {};
    }
    return base::Secret{room.bytes().first(length)};
}

bool is_timely(std::string_view timestamp, std::int64_t now, std::chrono::seconds tolerance)
{
    constexpr std::size_t k_max_digits = 12;
    if (!base::is_decimal(timestamp, k_max_digits)) {
        return false;
    }
    std::int64_t sent = 0;
    std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), sent);
    const auto apart = sent > now ? sent - now : now - sent;
    return apart <= tolerance.count();
}

bool is_signature(std::string_view entry, std::string_view expected)
{
    if (entry.substr(0, k_scheme.size()) != k_scheme) {
        return false;
    }
    entry.remove_prefix(k_scheme.size());
    std::string digest(k_digest_size, '\0');
    std::size_t length = 0;
    return base64_decode(entry, std::as_writable_bytes(std::span{digest}), length) &&
           length == k_digest_size && is_same(digest, expected);
}

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view message)
{
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int length = 0;
    if (key.size() > INT_MAX || HMAC(EVP_sha256(),
                                     key.data(),
                                     static_cast<int>(key.size()),
                                     reinterpret_cast<const unsigned char*>(message.data()),
                                     message.size(),
                                     reinterpret_cast<unsigned char*>(digest.data()),
                                     &length) == nullptr) {
        throw Error{ErrorCode::failed, "HMAC-SHA-256 failed in the crypto library"};
    }
    digest.resize(length);
    return digest;
}

std::string sign_webhook(const base::Secret& secret, std::string_view body)
{
    const auto digest = hmac_sha256(secret.reveal(), body);
    return std::string{k_webhook_prefix} + to_hex(std::as_bytes(std::span{digest}));
}

bool verify_webhook(const base::Secret& secret, std::string_view body, std::string_view header)
{
    if (secret.empty() || header.size() != k_webhook_prefix.size() + 2 * k_digest_size ||
        header.substr(0, k_webhook_prefix.size()) != k_webhook_prefix) {
        return false;
    }
    std::string digest;
    return from_hex(header.substr(k_webhook_prefix.size()), digest) &&
           is_same(digest, hmac_sha256(secret.reveal(), body));
}

bool verify_timed_webhook(const base::Secret& secret,
                          const TimedDelivery& delivery,
                          std::int64_t now,
                          std::chrono::seconds tolerance)
{
    const auto key = signing_key(secret.reveal());
    if (key.empty() || !is_timely(delivery.timestamp, now, tolerance)) {
        return false;
    }
    std::string content;
    content.append(delivery.id).append(".").append(delivery.timestamp).append(".");
    content.append(delivery.body);
    const auto expected = hmac_sha256(key.reveal(), content);
    auto rest = delivery.signature;
    for (std::size_t seen = 0; seen < k_max_signatures && !rest.empty(); ++seen) {
        const auto blank = rest.find(' ');
        if (is_signature(rest.substr(0, blank), expected)) {
            return true;
        }
        rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    }
    return false;
}

bool is_webhook_secret(const base::Secret& secret, std::string_view sent)
{
    // Digests have one length: the time tells nothing of the secret's.
    const auto expected = hmac_sha256(k_secret_prefix, secret.reveal());
    return !secret.empty() && is_same(hmac_sha256(k_secret_prefix, sent), expected);
}

bool is_webhook_password(const base::Secret& secret, std::string_view header)
{
    if (header.substr(0, k_basic.size()) != k_basic) {
        return false;
    }
    header.remove_prefix(k_basic.size());
    auto room = base::Secret::of_size(header.size());
    std::size_t length = 0;
    if (!base64_decode(header, room.writable(), length)) {
        return false;
    }
    const auto pair = room.reveal().substr(0, length);
    const auto colon = pair.find(':');
    return colon != std::string_view::npos && is_webhook_secret(secret, pair.substr(colon + 1));
}

} // namespace syncctl::vault
