#pragma once

#include "syncctl/base/secret.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::vault {

/// HMAC-SHA256 (RFC 2104), 32 octets.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view message);

/// `sha256=` and 64 hex digits over the raw body.
[[nodiscard]] std::string sign_webhook(const base::Secret& secret, std::string_view body);
/// Constant-time. False for an empty secret and for any header of another form.
[[nodiscard]] bool
verify_webhook(const base::Secret& secret, std::string_view body, std::string_view header);

/// The Standard Webhooks scheme: signs `id.timestamp.body`, header `v1,BASE64 [v1,BASE64]...`.
struct TimedDelivery {
    std::string_view id;
    std::string_view timestamp; ///< Unix seconds, decimal
    std::string_view body;
    std::string_view signature;
};

/// \param secret with or without the prefix `whsec_`, base64
/// \param now Unix seconds; a delivery further than the tolerance away, on either side, is refused
[[nodiscard]] bool verify_timed_webhook(const base::Secret& secret,
                                        const TimedDelivery& delivery,
                                        std::int64_t now,
                                        std::chrono::seconds tolerance);

/// For senders that cannot sign: the secret itself. Constant-time; false for an empty one.
[[nodiscard]] bool is_webhook_secret(const base::Secret& secret, std::string_view sent);

/// The same as the password of `Basic BASE64(user:password)`, whoever the user is.
[[nodiscard]] bool is_webhook_password(const base::Secret& secret, std::string_view header);

} // namespace syncctl::vault
