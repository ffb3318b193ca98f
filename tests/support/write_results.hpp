#pragma once

#include "syncctl/connectors/connector.hpp"

#include <catch2/catch.hpp>

#include <utility>
#include <variant>
#include <vector>

namespace syncctl::tests {

inline connectors::WriteResult write_one(connectors::Connector& connector,
                                         connectors::Operation operation)
{
    return connector.write(std::vector<connectors::Operation>{std::move(operation)}).at(0);
}

/// Fails, and says what it is instead, for any other result.
template <class Expected>
Expected as(const connectors::WriteResult& result)
{
    if (const auto* refused = std::get_if<connectors::Refused>(&result)) {
        UNSCOPED_INFO("refused: " << refused->reason << " / " << refused->field);
    }
    if (const auto* unknown = std::get_if<connectors::Unknown>(&result)) {
        UNSCOPED_INFO("unknown: " << unknown->evidence);
    }
    if (const auto* transient = std::get_if<connectors::Transient>(&result)) {
        UNSCOPED_INFO("transient: " << transient->reason);
    }
    if (const auto* signed_out = std::get_if<connectors::SignedOut>(&result)) {
        UNSCOPED_INFO("signed out: " << signed_out->error.message());
    }
    if (const auto* done = std::get_if<connectors::Done>(&result)) {
        UNSCOPED_INFO("done: item " << done->item.id);
    }
    REQUIRE(std::holds_alternative<Expected>(result));
    return std::get<Expected>(result);
}

} // namespace syncctl::tests
