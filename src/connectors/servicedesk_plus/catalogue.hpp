#pragma once

#include "api.hpp"
#include "entry.hpp"
#include "request_body.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// All rows of a list, page by page, 10,000 at most.
/// \param search criteria; null: none
/// \returns nullopt when the tracker does not give the list: no right, or no such list in this
/// build \throws Error for any other failure
[[nodiscard]] std::optional<std::vector<nlohmann::json>>
rows_of(Api& api, const std::vector<std::string>& path, const nlohmann::json& search = {});

/// The tracker's lists, each read once, when it is first needed.
class Catalogue {
public:
    Catalogue(Api& api, const Options& options) : m_api{api}, m_options{options} {}

    /// All entries of the list behind a field (`status`, `priority`, `group`, ...), without those
    /// that are switched off.
    /// \returns nullptr when the tracker does not give it (no right, no such list in this build, a
    /// list per category in the cloud): names have to do then
    /// \throws Error for any other failure
    [[nodiscard]] const std::vector<Entry>* entries(std::string_view field);

    /// What the tracker takes for a reference in a field: `{"id":"4"}`, or `{"name":"High"}` where
    /// the list is not to be had; technicians are looked up by mail address.
    /// \param request what else the request holds or will hold: a group is one of its site, a
    /// subcategory one of its category
    /// \throws Error as entries()
    [[nodiscard]] Reference
    reference(std::string_view field, const std::string& name, const model::Fields& request);

    /// proposed, in progress, resolved, completed or removed, by what the tracker tells of the
    /// status, else by the setting, else by its usual names.
    [[nodiscard]] model::StatusCategory category_of(const Entry& status) const
    {
        return servicedesk_plus::category_of(status, m_options);
    }

    /// The same by name, for a status that the list may not have. \throws Error as entries()
    [[nodiscard]] model::StatusCategory category_of_name(std::string_view status);

    /// nullptr when it is not known. \throws Error as entries()
    [[nodiscard]] const Entry* status_named(std::string_view name);

private:
    [[nodiscard]] const std::vector<Entry>*
    list(const std::string& key, const std::vector<std::string>& path, std::string_view parent);
    [[nodiscard]] const std::vector<Entry>* candidates(std::string_view field,
                                                       const std::string& parent);
    [[nodiscard]] std::string parent_id(std::string_view field, const model::Fields& request);
    [[nodiscard]] Reference technician(const std::string& text);

    Api& m_api;
    const Options& m_options;
    std::map<std::string, std::optional<std::vector<Entry>>, std::less<>> m_lists;
    /// By mail address or name; more than one where a name is not unique.
    std::map<std::string, std::vector<Entry>, std::less<>> m_technicians;
    bool m_has_technicians = true; ///< as far as is known
};

} // namespace syncctl::connectors::servicedesk_plus
