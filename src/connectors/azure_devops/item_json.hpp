#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/model/work_item.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::connectors::azure_devops {

/// An id as exact text: a positive whole number, or its plain decimal digits as a text.
[[nodiscard]] std::optional<std::string> id_of(const nlohmann::json& value);
/// The same as a number.
[[nodiscard]] std::optional<std::uint64_t> id_number(const nlohmann::json& value);
/// Whether a text can be an id at all.
[[nodiscard]] bool can_be_id(std::string_view id);

/// Revisions count up from 1; 0 for a text that is none.
[[nodiscard]] std::int64_t revision_number(const model::Revision& revision);

/// `2017-10-06T01:04:51.57Z` with any number of fraction digits. nullopt for anything else, such as
/// a time without zone or an impossible day.
[[nodiscard]] std::optional<base::Timestamp> date_of(std::string_view text);

/// `jamal@example.com` of `Jamal Hartnett <jamal@example.com>`; any other text as it is.
[[nodiscard]] std::string mail_of(std::string_view person);

/// Tags as the service writes them: `one; two`.
[[nodiscard]] model::List tags_of(std::string_view text);

/// A work item that could not be read, in a form that can be told.
struct ItemProblem {
    std::string id; ///< empty when not even that could be read
    std::string reason;
};

using ParsedItem = std::variant<model::WorkItem, ItemProblem>;

/// Reads a work item. Its texts are made storable; dates get milliseconds, people become their
/// mail address, tags a list.
/// \param marker_field where the marker stands; empty for a hyperlink
[[nodiscard]] ParsedItem item_of(const nlohmann::json& object, std::string_view marker_field);

} // namespace syncctl::connectors::azure_devops
