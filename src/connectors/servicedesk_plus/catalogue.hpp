#pragma once

#include "api.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// One entry of a list of the tracker's: a status, a priority, a group, a site.
struct Entry {
    std::string id;
    std::string name;
    std::string mail{}; ///< of a person
    std::string
        parent{}; ///< id: category of a subcategory, subcategory of an item, site of a group
    std::string internal_name{};       ///< of a status, where the tracker tells: `Onhold`
    std::optional<bool> in_progress{}; ///< of a status, where the tracker tells
    std::optional<bool> stops_timer{}; ///< of a status, where the tracker tells
};

/// The tracker's lists, each read once, when it is first needed.
class Catalogue {
public:
    Catalogue(Api& api, const Options& options) : m_api{api}, m_options{options} {}

    /// All entries of the list behind a field (`status`, `priority`, `group`, ...), without those
    /// that are switched off.
    /// \returns nullptr when the tracker does not give it (no right, no such list in this build):
    /// names have to do then
    /// \throws Error for any other failure
    [[nodiscard]] const std::vector<Entry>* entries(std::string_view field);

    /// What the tracker takes for a reference in a field: `{"id":"4"}`, or `{"name":"High"}` where
    /// the list is not to be had; technicians are looked up by mail address.
    /// \param request what else the request holds or will hold: a group is one of its site, a
    /// subcategory one of its category
    [[nodiscard]] std::variant<nlohmann::json, Refused>
    reference(std::string_view field, const std::string& name, const model::Fields& request);

    /// proposed, in progress, resolved, completed or removed, by what the tracker tells of the
    /// status, else by the setting, else by its usual names.
    [[nodiscard]] model::StatusCategory category_of(const Entry& status) const;
    /// nullptr when it is not known.
    [[nodiscard]] const Entry* status_named(std::string_view name);

private:
    Api& m_api;
    const Options& m_options;
    std::map<std::string, std::optional<std::vector<Entry>>, std::less<>> m_lists;
    std::map<std::string, std::optional<Entry>, std::less<>> m_technicians; ///< by mail address
};

} // namespace syncctl::connectors::servicedesk_plus
