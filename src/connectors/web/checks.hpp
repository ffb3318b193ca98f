#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/connectors/connector.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::connectors {

// Lines of `connector test` that every connector over HTTP words alike.

[[nodiscard]] Check passed(std::string name, std::string detail);
[[nodiscard]] Check
failed(std::string name, std::string detail, std::string hint, ErrorCode code = ErrorCode::failed);

/// How the first request came out.
struct FirstContact {
    std::string place; ///< as people know it
    bool is_encrypted = true;
    bool is_lost = false; ///< not sent, or without an answer
    bool is_tls = false;  ///< it is the encryption that failed
    std::string reason{}; ///< of a failure
};

/// `connection` and `encryption`; the last one tells whether there is somebody to talk to.
[[nodiscard]] std::vector<Check> contact_checks(const FirstContact& contact);

/// By what the tracker's answers told of its time.
[[nodiscard]] Check clock_check(const std::optional<base::ClockOffset>& offset);
/// By how long requests were held back so far.
[[nodiscard]] Check rate_limit_check(std::chrono::milliseconds waited, std::string hint);

/// The connector's name stands in front of the checks already.
[[nodiscard]] std::string without_connector(const std::string& message,
                                            const std::string& connector);

} // namespace syncctl::connectors
