#pragma once

#include "fakes/http/message.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>

namespace syncctl::fakes {

/// Requests of a method (empty: any) whose address contains a text (any case; empty: any).
struct Matching {
    std::string method;
    std::string path;

    [[nodiscard]] bool covers(const HttpRequest& request) const;
};

/// Requests by what they are for.
namespace requests {
inline const Matching k_feed{"GET", "workitemrevisions"};
inline const Matching k_queries{"POST", "wiql"};
inline const Matching k_reads{"POST", "workitemsbatch"};
inline const Matching k_bin{"GET", "recyclebin"};
} // namespace requests

/// Something that goes wrong with one request.
struct Fault {
    std::string name;
    bool is_applied = false; ///< the request is carried out all the same
    /// What is answered, given the answer that would have been right (an empty one when the request
    /// was not carried out).
    std::function<HttpAnswer(HttpAnswer, const HttpRequest&)> distort;
    int latency_ms = 0;
};

namespace faults {

// The connection. `after`: the request was carried out.
[[nodiscard]] Fault reset_before();
[[nodiscard]] Fault reset_after();
[[nodiscard]] Fault closed_before();
/// The request is stored, the answer lost.
[[nodiscard]] Fault lost_response();
[[nodiscard]] Fault truncated_body();
[[nodiscard]] Fault truncated_head();
[[nodiscard]] Fault longer_length();
[[nodiscard]] Fault shorter_length();
[[nodiscard]] Fault stall_before();
[[nodiscard]] Fault stall_after();
[[nodiscard]] Fault stall_in_body();

// The content; the request was carried out.
[[nodiscard]] Fault garbage_json();
[[nodiscard]] Fault deep_json(std::size_t depth = 500);
[[nodiscard]] Fault html_200();
[[nodiscard]] Fault empty_200();
[[nodiscard]] Fault no_content_204();
[[nodiscard]] Fault huge(std::size_t bytes = std::size_t{300} << 20U);
/// A success whose body is this text.
[[nodiscard]] Fault body(std::string text);
/// The right answer, but for what `change` does to it: another id, a field that is missing.
[[nodiscard]] Fault changed_body(std::function<void(nlohmann::json&)> change);
/// Content-Encoding: gzip, and the stream ends early.
[[nodiscard]] Fault broken_gzip();

// The feed.
/// No rows, though there are some: the next page has them.
[[nodiscard]] Fault empty_page();
/// Rows, but the token stands still and there is said to be more.
[[nodiscard]] Fault stuck_page();

// Refusals; the request was not carried out.
[[nodiscard]] Fault page_203();
[[nodiscard]] Fault redirect_302(std::string location = "https://login.example.test/signin");
[[nodiscard]] Fault redirect(int status, std::string location);
[[nodiscard]] Fault unauthorized_401();
[[nodiscard]] Fault forbidden_403();
/// `retry_after` as the header has it; none when it is empty.
[[nodiscard]] Fault throttled_429(std::string retry_after = "");
[[nodiscard]] Fault status_before(int status, std::string retry_after = "");
[[nodiscard]] Fault status_after(int status);
/// An error as the service words it: `refused(400, "WorkItemTrackingQueryTimeoutException",
/// "VS402335: ...")`.
[[nodiscard]] Fault refused(int status, const std::string& type_key, const std::string& message);
/// A right answer that carries a Retry-After: the next request has to wait.
[[nodiscard]] Fault slow_down(std::string retry_after);
[[nodiscard]] Fault latency(int ms);

} // namespace faults

} // namespace syncctl::fakes
