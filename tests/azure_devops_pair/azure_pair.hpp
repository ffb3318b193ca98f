#pragma once

#include "support/azure_world.hpp"
#include "support/checked_pair.hpp"

#include <string>

namespace syncctl::test {

/// An AzureWorld that checks what holds in every test.
class AzurePair : public CheckedPair<AzureWorld> {
public:
    using CheckedPair::CheckedPair;

    nlohmann::json desk_field(int id, const std::string& name) const
    {
        return field_of(desk, id, name);
    }

    int partner_of_issue(int issue) { return std::stoi(partner_of("desk", std::to_string(issue))); }
};

} // namespace syncctl::test
