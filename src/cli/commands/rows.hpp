#pragma once

#include "command.hpp"

#include "syncctl/app/conflicts.hpp"
#include "syncctl/app/connectors.hpp"
#include "syncctl/app/items.hpp"
#include "syncctl/app/pairs.hpp"
#include "syncctl/app/reports.hpp"

#include <string_view>
#include <vector>

namespace syncctl::cli {

/// What several commands show alike: one object per thing, with the keys that the manual names, and
/// the columns that people see of it.
[[nodiscard]] Data connector_row(const app::ConnectorView& connector);
[[nodiscard]] std::vector<Column> connector_columns();
/// connector_row() with what is known of its tracker.
[[nodiscard]] Data connector_details(const app::ConnectorView& connector,
                                     const std::vector<app::DiscoveredType>& types);
[[nodiscard]] Data check_row(const app::ConnectorCheck& check);
[[nodiscard]] std::vector<Column> check_columns();
[[nodiscard]] Data type_row(const app::DiscoveredType& type);
[[nodiscard]] std::vector<Column> type_columns();
[[nodiscard]] Data pair_row(const app::PairView& pair);
/// Instead of an empty list.
inline constexpr std::string_view k_no_pairs =
    "no pairs yet; the first: syncctl pair add NAME --source CONNECTOR --target CONNECTOR";
inline constexpr std::string_view k_no_connectors =
    "no connectors yet; the first: syncctl connector add NAME --type TYPE --url URL";
[[nodiscard]] Data item_row(const app::ItemLine& item);
[[nodiscard]] std::vector<Column> item_columns();
[[nodiscard]] Data conflict_row(const app::ConflictLine& line);
[[nodiscard]] std::vector<Column> conflict_columns();
[[nodiscard]] Data error_row(const app::ErrorLine& line);
[[nodiscard]] std::vector<Column> error_columns();
/// What to type next about each item with an error, once for each.
[[nodiscard]] Section hints_section(const std::vector<Data>& error_rows);
[[nodiscard]] Data execution_row(const model::Execution& execution);

} // namespace syncctl::cli
