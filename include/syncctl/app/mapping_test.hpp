#pragma once

#include "syncctl/app/mappings.hpp"
#include "syncctl/app/workspace.hpp"
#include "syncctl/mapping/transform.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct MappingTestRequest {
    std::string pair;
    std::string item;                      ///< `CONNECTOR:ID`
    std::optional<FoundDocument> document; ///< instead of the stored mapping
};

/// What a rule would do in one direction.
enum class FieldOutcome { same, would_change, left_alone, problem, rule_off, not_written };
[[nodiscard]] std::string_view to_string(FieldOutcome outcome);

/// One rule in one direction.
struct TestedField {
    std::string rule;
    int line = 0;
    model::Side towards = model::Side::target;
    model::Value value_in;
    std::vector<mapping::TracedStep>
        steps;                             ///< the last one is the fitting, when the field is known
    std::optional<model::Value> value_out; ///< nullopt: it does not come so far
    std::optional<model::Value> held;      ///< what is there now; nullopt: there is no item
    FieldOutcome outcome = FieldOutcome::same;
    std::string reason;
};

/// A line of `types`, and whether the item goes by it.
struct TestedTypes {
    std::string rule;
    int line = 0;
    bool is_chosen = false;
    std::string reason; ///< why not
};

struct MappingTest {
    MappingCheck check; ///< of the request's document; with errors there is nothing else
    model::BothSides<std::string> items; ///< keys; empty where there is no item
    std::string partner;                 ///< how it stands with the partner, in words
    std::vector<TestedTypes> types;
    std::vector<TestedField> fields; ///< in order of the document, towards the target first
    std::vector<std::pair<std::string, std::string>> defaults; ///< field, value: at creation
    std::vector<std::string> unknown_people;

    [[nodiscard]] std::size_t problems() const;
};

/// Reads the item, and its partner when it is linked, and shows what every rule makes of them.
/// Writes nothing, neither to a tracker nor to the database. \throws Error{not_found} for an
/// unknown pair or item; what the connectors throw
[[nodiscard]] MappingTest test_mapping(Workspace& workspace, const MappingTestRequest& request);

} // namespace syncctl::app
