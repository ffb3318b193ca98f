#pragma once

#include "api.hpp"

#include "syncctl/base/log.hpp"
#include "syncctl/model/metadata.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace syncctl::connectors::azure_devops {

/// What the answers about one project say, each as it came.
struct ProjectAnswers {
    const nlohmann::json& types;      ///< workitemtypes
    const nlohmann::json& fields;     ///< fields of the organization
    const nlohmann::json& areas;      ///< classification nodes
    const nlohmann::json& iterations; ///< classification nodes
};

/// The types that items can be made of: without disabled ones, and without their fields.
[[nodiscard]] model::Metadata types_of(const nlohmann::json& types);
/// States with their category, from `workitemtypes` or from `states`.
[[nodiscard]] std::vector<model::StatusInfo> statuses_of(const nlohmann::json& list);
/// The fields of one type.
/// \param type_fields `workitemtypes/TYPE/fields?$expand=all`
[[nodiscard]] std::vector<model::FieldInfo> fields_of(const nlohmann::json& type_fields,
                                                      const ProjectAnswers& answers);
/// `Project\Area\Sub` for every node of a tree, as the field holds it.
[[nodiscard]] std::vector<std::string> paths_of(const nlohmann::json& root);

/// Types with their states and fields. A few calls, plus one for each type.
/// \throws Error
[[nodiscard]] model::Metadata
describe_project(Api& api, const std::string& project, base::Log& log);

} // namespace syncctl::connectors::azure_devops
