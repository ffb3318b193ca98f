#pragma once

#include "connectors/web/percent.hpp"
#include "sdp_fixture.hpp"
#include "support/write_results.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace syncctl::tests {

using Edition = SdpFixture::Edition;

inline const std::string k_marker = "syncctl:0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11:source:12";

inline connectors::CreateItem a_create(model::Fields fields)
{
    fields.try_emplace("subject", std::string{"made"});
    return {.type = "Incident", .fields = std::move(fields), .marker = k_marker};
}

/// For the revision that the request has now.
inline connectors::UpdateItem
an_update(connectors::Connector& connector, const std::string& id, model::Fields fields)
{
    return {.id = id,
            .expected_revision = item_of(connector, id).revision,
            .fields = std::move(fields)};
}

/// What the tracker holds, by the name of an entry.
inline nlohmann::json
shown(const fakes::FakeServiceDeskPlus& tracker, const std::string& id, const std::string& field)
{
    const auto request = tracker.request(id);
    REQUIRE(request);
    const auto value = request->fields.value(field, nlohmann::json{});
    return value.is_object() && value.contains("name") ? value["name"] : value;
}

/// What the writes so far carried, oldest first.
inline std::vector<nlohmann::json> sent_bodies(const fakes::FakeServiceDeskPlus& tracker)
{
    const std::string beginning = "input_data=";
    std::vector<nlohmann::json> bodies;
    for (const auto& exchange : tracker.log()) {
        if (exchange.request.body.starts_with(beginning)) {
            const auto text =
                connectors::percent_decoded(exchange.request.body.substr(beginning.size()));
            REQUIRE(text);
            bodies.push_back(nlohmann::json::parse(*text).at("request"));
        }
    }
    return bodies;
}

/// `PUT /api/v3/requests/1`, one per write.
inline std::vector<std::string> writes_of(const fakes::FakeServiceDeskPlus& tracker)
{
    std::vector<std::string> writes;
    for (const auto& exchange : tracker.log()) {
        if (exchange.request.method != "GET" &&
            exchange.request.target.find("/oauth/") == std::string::npos) {
            writes.push_back(exchange.request.method + " " + exchange.request.target);
        }
    }
    return writes;
}

} // namespace syncctl::tests
