#pragma once

#include "connectors/servicedesk_plus/servicedesk_plus_connector.hpp"
#include "fakes/servicedesk_plus/fake_servicedesk_plus.hpp"
#include "support/kept_log.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/intent.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::tests {

/// A fake tracker of one edition, and connectors to it that do not sleep.
class SdpFixture {
public:
    using Edition = fakes::FakeServiceDeskPlus::Edition;
    using Settings = std::map<std::string, std::string>;

    explicit SdpFixture(Edition edition = Edition::on_premises)
        : tracker{{.edition = edition}}, m_is_cloud{edition == Edition::cloud}
    {
    }

    [[nodiscard]] std::unique_ptr<connectors::Connector> connect(Settings settings = {})
    {
        connectors::ConnectorSetup setup{.name = "desk",
                                         .url = url.empty() ? tracker.url() : url,
                                         .settings = std::move(settings),
                                         .credentials = {},
                                         .log = &log};
        if (m_is_cloud) {
            setup.settings.try_emplace("edition", "cloud");
            setup.settings.try_emplace("accounts_url", tracker.accounts_url());
            setup.settings.try_emplace("client_id", tracker.client_id());
            setup.settings.try_emplace("calls_per_minute", "0");
            setup.credentials.emplace("client_secret", base::Secret{tracker.client_secret()});
            setup.credentials.emplace("refresh_token", base::Secret{tracker.refresh_token()});
        } else {
            setup.credentials.emplace("technician_key", base::Secret{tracker.technician_key()});
        }
        connectors::Surroundings surroundings;
        surroundings.clock = &tracker.clock();
        surroundings.sleep = [this](std::chrono::milliseconds time) {
            tracker.clock().advance(time);
        };
        surroundings.limits = limits;
        return std::make_unique<connectors::servicedesk_plus::ServiceDeskPlusConnector>(
            setup, surroundings);
    }

    std::string has_request(const std::string& subject,
                            nlohmann::json fields = nlohmann::json::object())
    {
        fields["subject"] = subject;
        return tracker.has_request(fields);
    }

    /// People who make requests, one each `pace`.
    std::vector<std::string> has_requests(int count,
                                          std::chrono::milliseconds pace = std::chrono::seconds{1})
    {
        std::vector<std::string> ids;
        for (int i = 0; i < count; ++i) {
            tracker.clock().advance(pace);
            ids.push_back(has_request("request " + std::to_string(i)));
        }
        return ids;
    }

    void wait(std::chrono::milliseconds time) { tracker.clock().advance(time); }

    /// Every exchange kept to the contract.
    void check_exchanges() const
    {
        for (const auto& violation : tracker.violations()) {
            FAIL_CHECK(violation);
        }
    }

    fakes::FakeServiceDeskPlus tracker;
    std::string url; ///< another way to it
    KeptLog log;
    http::Limits limits;

private:
    bool m_is_cloud;
};

using Changes = std::map<std::string, model::Change>;

/// What one listing shows; each request once.
inline Changes changes_of(connectors::Connector& connector, connectors::Watermark& watermark)
{
    const auto reader = connector.changes({.since = watermark, .filter = {}});
    Changes changes;
    while (const auto page = reader->next()) {
        CHECK_FALSE(page->changes.empty());
        for (const auto& change : page->changes) {
            INFO("request " << change.id);
            CHECK(changes.emplace(change.id, change).second);
        }
    }
    watermark = reader->watermark();
    return changes;
}

inline std::vector<std::string> ids_of(const Changes& changes)
{
    std::vector<std::string> ids;
    for (const auto& [id, change] : changes) {
        ids.push_back(id);
    }
    return ids;
}

inline connectors::GetResult get_one(connectors::Connector& connector, const std::string& id)
{
    return connector.get(std::vector<std::string>{id}).at(0);
}

inline model::WorkItem item_of(connectors::Connector& connector, const std::string& id)
{
    const auto result = get_one(connector, id);
    if (const auto* unreadable = std::get_if<connectors::Unreadable>(&result)) {
        UNSCOPED_INFO(unreadable->reason);
    }
    REQUIRE(std::holds_alternative<model::WorkItem>(result));
    return std::get<model::WorkItem>(result);
}

/// Why a request could not be read.
inline std::string unreadable(const connectors::GetResult& result)
{
    REQUIRE(std::holds_alternative<connectors::Unreadable>(result));
    return std::get<connectors::Unreadable>(result).reason;
}

inline model::Value text(const std::string& value)
{
    return model::Value{value};
}

} // namespace syncctl::tests
