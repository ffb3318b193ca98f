#pragma once

#include "fakes/servicedesk_plus/world.hpp"

#include <stdexcept>

namespace syncctl::fakes::sdp {

/// A request, taken apart.
struct Call {
    std::string method;
    std::vector<std::string> path;    ///< after `api/v3`, decoded
    std::optional<std::string> input; ///< the parameter input_data, decoded
    HttpHeaders headers;
};

/// nullopt when it is no call of this server and portal.
[[nodiscard]] std::optional<Call> read_call(const World& world, const HttpRequest& request);

/// Parameters of a form, or of a query; nullopt when they are encoded wrongly.
[[nodiscard]] std::optional<std::vector<std::pair<std::string, std::string>>>
read_form(const std::string& body);

struct Answer {
    int status = 200;
    Json body = Json::object(); ///< without response_status
    bool is_list = false;
    Json messages; ///< of response_status; null: none
    int code = 2000;
};

/// A refusal; thrown by a call's implementation, which has then changed nothing.
class Refusal : public std::exception {
public:
    /// The status goes by the code.
    explicit Refusal(int code, const std::string& field = "", const std::string& message = "");
    /// With several fields.
    Refusal(int code, const std::vector<std::string>& fields, const std::string& message);

    [[nodiscard]] const char* what() const noexcept override { return "refused"; }

    [[nodiscard]] int status() const { return m_status; }

    [[nodiscard]] const Json& messages() const { return m_messages; }

private:
    int m_status = 400;
    Json m_messages;
};

/// A field or parameter that nobody knows.
[[nodiscard]] Refusal extra_key(const World& world, const std::string& key);
/// 4007: no such route, portal or request.
[[nodiscard]] Refusal no_such_url(const std::string& message = "Invalid URL");
/// Fields that are missing: 4012, 4003.
[[nodiscard]] Refusal
fields_refused(int code, const std::vector<std::string>& fields, const std::string& message = "");

/// The document in input_data with this root. \throws Refusal
[[nodiscard]] Json input_of(const World& world, const Call& call, const std::string& root);
/// \throws Refusal when there is an input_data
void expect_no_input(const Call& call);

/// The calls, by what they are about. \throws Refusal
[[nodiscard]] Answer route(World& world, const Call& call);
[[nodiscard]] Answer list_requests(const World& world, const Call& call);
[[nodiscard]] Answer create_request(World& world, const Call& call);
/// `/requests/{id}` and below, and `/archive_requests/{id}`.
[[nodiscard]] Answer one_request(World& world, const Call& call);
[[nodiscard]] Answer request_action(World& world, Request& request, const Call& call);
/// `link_requests`, `resolutions`, `notes`.
[[nodiscard]] Answer request_part(World& world, Request& request, const Call& call);
[[nodiscard]] Answer archived_request(const World& world, const Call& call);
[[nodiscard]] Answer metadata(const World& world, const Call& call);
[[nodiscard]] Answer metainfo(const World& world, const Call& call);
/// Whether the call would be understood by one of the editions.
[[nodiscard]] bool is_known_route(const std::string& method, const std::vector<std::string>& path);

} // namespace syncctl::fakes::sdp
