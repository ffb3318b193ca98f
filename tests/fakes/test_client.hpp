#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"

#include <httplib.h>

namespace syncctl::fakes {

/// Asks a fake as a client would.
class TestClient {
public:
    explicit TestClient(const FakeAzureDevOps& fake)
        : m_client{"127.0.0.1", fake.port()},
          m_base{fake.url().substr(fake.url().find('/', std::string_view{"http://"}.size()))},
          m_token{fake.token()}
    {
        m_client.set_keep_alive(true);
        m_client.set_tcp_nodelay(true);
        m_client.set_read_timeout(10);
    }

    struct Reply {
        int status = 0; ///< 0: no answer
        std::string text;
        nlohmann::json body; ///< discarded when it is no JSON
        httplib::Headers headers;
    };

    /// `path` follows the organization: `/_apis/wit/fields?...`; the version is added.
    Reply get(const std::string& path) { return send("GET", path, ""); }

    Reply del(const std::string& path) { return send("DELETE", path, ""); }

    Reply post(const std::string& path, const nlohmann::json& body)
    {
        return send("POST", path, body.dump(), "application/json");
    }

    /// One operation or an array of them.
    Reply patch(const std::string& path, nlohmann::json operations)
    {
        if (operations.is_object()) {
            operations = nlohmann::json::array({operations});
        }
        return send("PATCH", path, operations.dump(), "application/json-patch+json");
    }

    Reply create(const std::string& type, const nlohmann::json& fields)
    {
        nlohmann::json operations = nlohmann::json::array();
        for (const auto& [name, value] : fields.items()) {
            operations.push_back({{"op", "add"}, {"path", "/fields/" + name}, {"value", value}});
        }
        return send("POST",
                    "/Fabrikam/_apis/wit/workitems/$" + type,
                    operations.dump(),
                    "application/json-patch+json");
    }

    Reply send(const std::string& method,
               const std::string& path,
               const std::string& body,
               const std::string& type = "",
               httplib::Headers headers = {})
    {
        const std::string version = path.find("api-version") != std::string::npos ? ""
                                    : path.find('?') == std::string::npos
                                        ? "?api-version=" + m_version
                                        : "&api-version=" + m_version;
        headers.emplace("X-TFS-FedAuthRedirect", "Suppress");
        if (!type.empty()) {
            headers.emplace("Content-Type", type);
        }
        return send_as_is(method, path + version, body, std::move(headers));
    }

    /// Adds nothing but the credential, when there is none.
    Reply send_as_is(const std::string& method,
                     const std::string& path,
                     const std::string& body,
                     httplib::Headers headers)
    {
        if (headers.find("Authorization") == headers.end()) {
            headers.insert(httplib::make_basic_authentication_header("", m_token));
        }
        httplib::Request request;
        request.method = method;
        request.path = m_base + path;
        request.headers = std::move(headers);
        request.body = body;
        const auto result = m_client.send(request);
        Reply reply;
        if (result) {
            reply.status = result->status;
            reply.text = result->body;
            reply.headers = result->headers;
        }
        reply.body = nlohmann::json::parse(reply.text, nullptr, false);
        return reply;
    }

    void use_version(const std::string& version) { m_version = version; }

private:
    httplib::Client m_client;
    std::string m_base;
    std::string m_token;
    std::string m_version = "7.1";
};

} // namespace syncctl::fakes
