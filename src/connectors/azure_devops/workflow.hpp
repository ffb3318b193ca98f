#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// Which state may follow which, for one work item type.
class Workflow {
public:
    Workflow() = default;
    /// From the `transitions` of a work item type; what cannot be read is left out.
    explicit Workflow(const nlohmann::json& type);

    /// The states to go through, the last of them `to`, by the fewest steps. Empty when there is no
    /// way, or none is needed.
    [[nodiscard]] std::vector<std::string> path(std::string_view from, std::string_view to) const;
    /// A new item may be made in this state.
    [[nodiscard]] bool is_initial(std::string_view state) const;
    /// The way of a new item: the first state is one to be made in.
    [[nodiscard]] std::vector<std::string> path_of_new(std::string_view to) const;

    /// State -> states that may follow it; without the states that a new item may be made in.
    [[nodiscard]] std::map<std::string, std::vector<std::string>> transitions() const;

    [[nodiscard]] bool is_empty() const { return m_next.empty(); }

private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_next; ///< "" -> initial states
};

} // namespace syncctl::connectors::azure_devops
