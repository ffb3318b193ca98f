#pragma once

#include "answer.hpp"
#include "options.hpp"

#include "syncctl/http/client.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// Which row of the version table a call stands in.
enum class Area {
    work_items, ///< released in every version that is supported
    states,     ///< work item type states: preview in 6.0
    connection, ///< connection data: preview everywhere
};

/// One call to the REST interface, below the organization or collection.
struct Call {
    http::Method method = http::Method::get;
    std::vector<std::string> path;
    std::vector<std::pair<std::string, std::string>> query; ///< without api-version
    std::string body;
    std::string content_type;
    bool is_repeatable = true;
    Body expects = Body::json;
    Area area = Area::work_items;
};

/// `_apis/wit/...`; ids are unique in the organization.
[[nodiscard]] std::vector<std::string> wit(std::vector<std::string> rest);
/// `PROJECT/_apis/wit/...`
[[nodiscard]] std::vector<std::string> wit_in(const std::string& project,
                                              std::vector<std::string> rest);
/// A read that is a POST because what it asks for does not fit into a URL.
[[nodiscard]] Call query_call(std::vector<std::string> path, const nlohmann::json& body);

/// Sends calls to one organization, with the newest api-version that its server knows.
class Api {
public:
    Api(const Options& options, http::ClientSetup setup);

    [[nodiscard]] Answer send(const Call& call);
    /// As many at the same time as the connector may have; one answer per call, same order.
    [[nodiscard]] std::vector<Answer> send_all(std::span<const Call> calls);
    /// For reads: the body of a good answer.
    /// \throws Error for any other
    [[nodiscard]] nlohmann::json read(const Call& call);

    /// For a good answer that makes no sense: `change feed has no list 'values'`.
    [[nodiscard]] Error unusable(std::string_view problem) const;

    /// After a credential was refused nothing is sent any more. \throws Error{authentication}
    void require_signed_in() const;

    [[nodiscard]] bool is_signed_out() const { return !m_signed_out.empty(); }

    /// \pre is_signed_out()
    [[nodiscard]] Error signed_out_error() const;

    [[nodiscard]] const std::string& connector() const { return m_caller.connector; }

    [[nodiscard]] const Caller& caller() const { return m_caller; }

    [[nodiscard]] const std::string& host() const { return m_base.host(); }

    [[nodiscard]] const http::Client& client() const { return m_client; }

    /// `7.1`; a listing keeps it, so that an older server is asked rightly at once next time.
    [[nodiscard]] const std::string& version() const { return m_version; }

    /// Starts with a version that this server was seen to know. Anything else is ignored.
    void prefer_version(std::string_view version);

private:
    [[nodiscard]] http::Request request_of(const Call& call) const;
    [[nodiscard]] std::string version_for(Area area) const;
    /// \returns false when there is no older version to try
    bool step_down();
    void note(const Answer& answer);

    Caller m_caller;
    http::Url m_base;
    http::Client m_client;
    std::string m_version;
    bool m_is_version_fixed;
    std::string m_signed_out; ///< why the credential was refused; empty while it was not
};

} // namespace syncctl::connectors::azure_devops
