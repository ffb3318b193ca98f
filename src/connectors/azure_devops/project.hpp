#pragma once

#include "api.hpp"
#include "listing_mark.hpp"

#include <optional>
#include <string>

namespace syncctl::connectors::azure_devops {

/// The project of a connector: asked for at most once, and not at all where a watermark tells.
class ProjectMemory {
public:
    ProjectMemory(Api& api, std::string setting) : m_api{api}, m_setting{std::move(setting)} {}

    /// From the watermark of an earlier listing.
    void recall(const Project& project) { m_project = project; }

    /// \throws Error, also when there is no such project
    [[nodiscard]] const Project& project();
    /// Asks again, by GUID where it is known: a rename does not break it.
    [[nodiscard]] const Project& ask();

    /// What stands for the project in a path: the GUID as soon as it is known.
    [[nodiscard]] const std::string& segment() const
    {
        return m_project ? m_project->id : m_setting;
    }

    [[nodiscard]] const std::string& setting() const { return m_setting; }

    /// Whether a name in an item means this project. Asks when the name is another one than last
    /// time: the project may have been renamed.
    [[nodiscard]] bool is_called(const std::string& name);

private:
    Api& m_api;
    std::string m_setting;
    std::optional<Project> m_project;
    bool m_is_fresh = false; ///< asked for by this object
};

} // namespace syncctl::connectors::azure_devops
