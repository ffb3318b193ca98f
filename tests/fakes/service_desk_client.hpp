#pragma once

#include "fakes/servicedesk_plus/fake_servicedesk_plus.hpp"

#include <fmt/format.h>
#include <httplib.h>

namespace syncctl::fakes {

/// Asks a fake ServiceDesk Plus as a client would. Paths follow `/api/v3`.
class ServiceDeskClient {
public:
    explicit ServiceDeskClient(const FakeServiceDeskPlus& fake)
        : m_fake{fake},
          m_client{"127.0.0.1", fake.port()},
          m_base{fake.url().substr(fmt::format("http://127.0.0.1:{}", fake.port()).size())}
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

        /// The inner status code of a failure; 0: there is none.
        [[nodiscard]] int code() const { return first_message().value("status_code", 0); }

        [[nodiscard]] std::string field() const { return first_message().value("field", ""); }

        [[nodiscard]] nlohmann::json first_message() const
        {
            const auto envelope = body.value("response_status", nlohmann::json::object());
            const auto messages = envelope.is_object()
                                      ? envelope.value("messages", nlohmann::json::array())
                                      : nlohmann::json::array();
            return messages.empty() ? nlohmann::json::object() : messages.front();
        }
    };

    Reply get(const std::string& path) { return send("GET", path); }

    Reply list(const std::string& path, nlohmann::json list_info = {{"row_count", 100}})
    {
        return send("GET", path, {{"list_info", std::move(list_info)}});
    }

    /// Rows of `/requests` that meet one criterion.
    nlohmann::json search(const nlohmann::json& criterion)
    {
        const auto reply = list("/requests", {{"row_count", 100}, {"search_criteria", criterion}});
        return reply.body.value("requests", nlohmann::json{});
    }

    Reply create(const nlohmann::json& fields)
    {
        return send("POST", "/requests", {{"request", fields}});
    }

    Reply edit(const std::string& id, const nlohmann::json& fields)
    {
        return send("PUT", "/requests/" + id, {{"request", fields}});
    }

    Reply del(const std::string& path) { return send("DELETE", path); }

    Reply put(const std::string& path, const nlohmann::json& input = nullptr)
    {
        return send("PUT", path, input);
    }

    Reply
    send(const std::string& method, const std::string& path, const nlohmann::json& input = nullptr)
    {
        return send_to(method, m_base + "/api/v3" + path, input);
    }

    /// `path` is whole; null: no input_data.
    Reply send_to(const std::string& method, const std::string& path, const nlohmann::json& input)
    {
        const std::string form = input.is_null() ? "" : "input_data=" + encoded(input.dump());
        const bool is_get = method == "GET" && !form.empty();
        httplib::Headers headers{{"Accept", "application/vnd.manageengine.sdp.v3+json"},
                                 credential()};
        if (!form.empty() && !is_get) {
            headers.emplace("Content-Type", "application/x-www-form-urlencoded");
        }
        return send_as_is(
            method, is_get ? path + "?" + form : path, is_get ? "" : form, std::move(headers));
    }

    /// Adds nothing.
    Reply send_as_is(const std::string& method,
                     const std::string& target,
                     const std::string& body,
                     httplib::Headers headers)
    {
        return reply_to(m_client, method, target, body, std::move(headers));
    }

    /// A new access token, from then on used.
    Reply refresh()
    {
        httplib::Client accounts{"127.0.0.1", m_fake.accounts_port()};
        const std::string form = fmt::format("grant_type=refresh_token&client_id={}&"
                                             "client_secret={}&refresh_token={}",
                                             m_fake.client_id(),
                                             m_fake.client_secret(),
                                             m_fake.refresh_token());
        Reply reply = reply_to(accounts,
                               "POST",
                               "/oauth/v2/token",
                               form,
                               {{"Content-Type", "application/x-www-form-urlencoded"}});
        m_token = reply.body.value("access_token", m_token);
        return reply;
    }

    static std::string encoded(const std::string& text)
    {
        std::string result;
        for (const char c : text) {
            const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                                  c == '_' || c == '.' || c == '~';
            result +=
                is_plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
        return result;
    }

private:
    std::pair<std::string, std::string> credential()
    {
        if (m_fake.url().find("/app/") == std::string::npos) {
            return {"authtoken", m_fake.technician_key()};
        }
        if (m_token.empty()) {
            refresh();
        }
        return {"Authorization", "Zoho-oauthtoken " + m_token};
    }

    static Reply reply_to(httplib::Client& client,
                          const std::string& method,
                          const std::string& target,
                          const std::string& body,
                          httplib::Headers headers)
    {
        httplib::Request request;
        request.method = method;
        request.path = target;
        request.headers = std::move(headers);
        request.body = body;
        const auto result = client.send(request);
        Reply reply;
        if (result) {
            reply.status = result->status;
            reply.text = result->body;
            reply.headers = result->headers;
        }
        reply.body = nlohmann::json::parse(reply.text, nullptr, false);
        return reply;
    }

    const FakeServiceDeskPlus& m_fake;
    httplib::Client m_client;
    std::string m_base;
    std::string m_token;
};

} // namespace syncctl::fakes
