#pragma once

#include "options.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
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

/// nullopt for a row without id or name, for one that is switched off, and for one that belongs to
/// another module than requests. \param parent name of the member that is Entry::parent; empty:
/// none
[[nodiscard]] std::optional<Entry> entry_of(const nlohmann::json& row,
                                            std::string_view parent = {});

/// Those of this name: spelled exactly so, else in any case.
[[nodiscard]] std::vector<const Entry*> entries_named(std::span<const Entry> entries,
                                                      std::string_view name);

/// `'Opn' is not one of Open, On Hold, Closed`: the nearest first, five at most.
[[nodiscard]] Refused
no_such_entry(std::string_view field, std::string_view name, std::span<const Entry> entries);

/// See Catalogue::category_of.
[[nodiscard]] model::StatusCategory category_of(const Entry& status, const Options& options);

} // namespace syncctl::connectors::servicedesk_plus
