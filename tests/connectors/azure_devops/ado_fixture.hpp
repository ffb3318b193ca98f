#pragma once

#include "connectors/azure_devops/azure_devops_connector.hpp"
#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "support/kept_log.hpp"
#include "support/write_results.hpp"

#include "syncctl/connectors/connector.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::tests {

/// A fake organization with one project `Fabrikam`, and connectors to it that do not sleep.
class AdoFixture {
public:
    AdoFixture() = default;

    explicit AdoFixture(fakes::FakeAzureDevOps::Setup setup) : tracker{std::move(setup)} {}

    [[nodiscard]] std::unique_ptr<connectors::Connector>
    connect(std::map<std::string, std::string> settings = {})
    {
        connectors::ConnectorSetup setup{.name = "ado",
                                         .url = url.empty() ? tracker.url() : url,
                                         .settings = std::move(settings),
                                         .credentials = {},
                                         .log = &log};
        setup.settings.try_emplace("project", "Fabrikam");
        setup.credentials.emplace("token", base::Secret{tracker.token()});
        connectors::Surroundings surroundings;
        surroundings.clock = &tracker.clock();
        surroundings.sleep = [this](std::chrono::milliseconds time) {
            tracker.clock().advance(time);
        };
        surroundings.limits = limits;
        return std::make_unique<connectors::azure_devops::AzureDevOpsConnector>(setup,
                                                                                surroundings);
    }

    int has_bug(const std::string& title, nlohmann::json fields = nlohmann::json::object())
    {
        fields["System.Title"] = title;
        return tracker.has_item("Bug", fields);
    }

    /// Every exchange kept to the published interface.
    void check_exchanges() const
    {
        for (const auto& violation : tracker.violations()) {
            FAIL_CHECK(violation);
        }
    }

    fakes::FakeAzureDevOps tracker;
    std::string url; ///< another way to it
    KeptLog log;
    http::Limits limits;
};

inline std::map<std::string, model::Change> changes_of(connectors::Connector& connector,
                                                       connectors::Watermark& watermark)
{
    const auto reader = connector.changes({.since = watermark, .filter = {}});
    std::map<std::string, model::Change> changes;
    while (const auto page = reader->next()) {
        for (const auto& change : page->changes) {
            changes[change.id] = change;
        }
    }
    watermark = reader->watermark();
    return changes;
}

inline connectors::GetResult get_one(connectors::Connector& connector, const std::string& id)
{
    return connector.get(std::vector<std::string>{id}).at(0);
}

inline model::WorkItem item_of(connectors::Connector& connector, const std::string& id)
{
    const auto result = get_one(connector, id);
    REQUIRE(std::holds_alternative<model::WorkItem>(result));
    return std::get<model::WorkItem>(result);
}

inline model::Value text(const std::string& value)
{
    return model::Value{value};
}

} // namespace syncctl::tests
