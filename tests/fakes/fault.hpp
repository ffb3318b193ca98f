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

/// Something that goes wrong with one request.
struct Fault {
    std::string name;
    bool is_applied = false; ///< the request is carried out all the same
    /// What is answered, given the answer that would have been right (an empty one when the request
    /// was not carried out).
    std::function<HttpAnswer(HttpAnswer, const HttpRequest&)> distort;
    int latency_ms = 0;
};

/// What can go wrong whatever the tracker; how a certain one words its refusals is beside its fake.
namespace faults {

/// Always this answer, with the text as JSON.
[[nodiscard]] Fault
answered(std::string name, bool is_applied, int status, std::string json, HttpHeaders headers = {});

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

// Refusals; the request was not carried out.
[[nodiscard]] Fault page_203();
[[nodiscard]] Fault redirect_302(std::string location = "https://login.example.test/signin");
[[nodiscard]] Fault redirect(int status, std::string location);
/// `retry_after` as the header has it; none when it is empty.
[[nodiscard]] Fault status_before(int status, const std::string& retry_after = "");
[[nodiscard]] Fault status_after(int status);
/// A right answer that carries a Retry-After: the next request has to wait.
[[nodiscard]] Fault slow_down(std::string retry_after);
[[nodiscard]] Fault latency(int ms);

} // namespace faults

} // namespace syncctl::fakes
