#pragma once

#include "api.hpp"
#include "item_json.hpp"
#include "project.hpp"

#include "syncctl/connectors/connector.hpp"

#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// How much of an item is read.
enum class Detail {
    whole,  ///< with its links: they carry the marker
    change, ///< type, project, revision and time of the last change
};

/// Reads items by id, 200 in one call.
class Reader {
public:
    Reader(Api& api, ProjectMemory& project, std::string marker_field)
        : m_api{api}, m_project{project}, m_marker_field{std::move(marker_field)}
    {
    }

    /// One result per id, in the same order. An item is absent only when the recycle bin shows it:
    /// the service answers for what is gone and for what may not be seen in the same way.
    /// \throws Error
    [[nodiscard]] std::vector<GetResult> get(std::span<const std::string> ids);

    /// What the service returns for these ids; ids that it leaves out are left out.
    /// \throws Error
    [[nodiscard]] std::vector<ParsedItem> items(std::span<const std::string> ids,
                                                Detail detail = Detail::whole);

private:
    void
    read_batch(std::span<const std::string> ids, Detail detail, std::vector<ParsedItem>& items);
    void judge_missing(std::span<const std::string> ids, std::vector<GetResult>& results);

    Api& m_api;
    ProjectMemory& m_project;
    std::string m_marker_field;
};

} // namespace syncctl::connectors::azure_devops
