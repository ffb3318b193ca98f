#pragma once

#include "support/checked_pair.hpp"
#include "support/desk_world.hpp"

#include <string>

namespace syncctl::test {

using Edition = fakes::FakeServiceDeskPlus::Edition;
using DeskSwitches = fakes::FakeServiceDeskPlus::Switches;

// Fields of the organization that most tests name.
constexpr const char* k_title = "System.Title";
constexpr const char* k_state = "System.State";
constexpr const char* k_steps = "Microsoft.VSTS.TCM.ReproSteps";
constexpr const char* k_priority = "Microsoft.VSTS.Common.Priority";
constexpr const char* k_assigned = "System.AssignedTo";

/// A DeskWorld that checks what holds in every test.
class DeskPair : public CheckedPair<DeskWorld> {
public:
    using CheckedPair::CheckedPair;

    /// As people see it: the name of a reference, the value of a time, the text of a resolution;
    /// `udf_fields.KEY` for a custom field.
    [[nodiscard]] nlohmann::json desk_field(const std::string& id, const std::string& name) const;

    /// The same of the partner of a bug.
    [[nodiscard]] nlohmann::json partner_field(int bug, const std::string& name)
    {
        return desk_field(partner_of_bug(bug), name);
    }

    /// Custom fields of the organization's bugs. \param type as FieldDefinition has it
    void add_dev_field(const std::string& reference, const std::string& type = "string");
};

} // namespace syncctl::test
