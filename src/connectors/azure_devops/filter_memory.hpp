#pragma once

#include "api.hpp"

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// Which items a condition holds for, as the tracker says. Asked for the items that were read
/// together, so that one query answers for up to 200 of them, and no limit on rows is near.
class FilterMemory {
public:
    explicit FilterMemory(Api& api) : m_api{api} {}

    /// These items were read just now; what is known about them is out of date.
    void note_read(std::vector<std::string> ids);

    /// \throws Error
    [[nodiscard]] bool
    holds(const std::string& project, const std::string& condition, const std::string& id);

private:
    void ask(const std::string& project, const std::string& condition, const std::string& id);

    Api& m_api;
    std::vector<std::string> m_recent;
    /// condition -> id -> whether it holds; for recent items only
    std::map<std::string, std::unordered_map<std::string, bool>> m_known;
};

} // namespace syncctl::connectors::azure_devops
