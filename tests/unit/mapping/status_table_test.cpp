#include "mapping/status_table.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::Arrow;
using model::Side;
using model::StatusCategory;

namespace {

model::TypeInfo bug()
{
    model::TypeInfo type;
    type.name = "Bug";
    type.statuses = {{"New", StatusCategory::proposed},
                     {"Active", StatusCategory::in_progress},
                     {"Committed", StatusCategory::in_progress},
                     {"Done", StatusCategory::completed},
                     {"Removed", StatusCategory::removed}};
    return type;
}

model::TypeInfo incident()
{
    model::TypeInfo type;
    type.name = "Incident";
    type.statuses = {{"Open", StatusCategory::proposed},
                     {"On Hold", StatusCategory::in_progress},
                     {"Solved", StatusCategory::resolved},
                     {"Closed", StatusCategory::completed}};
    return type;
}

struct Statuses {
    std::vector<model::StatusMappingRow> lines;
    bool by_category = true;

    /// What a status becomes; "-" when nothing says.
    [[nodiscard]] std::string becomes(Side side, const std::string& status) const
    {
        model::MappingRows rows;
        rows.statuses = lines;
        rows.unlisted_statuses_by_category = by_category;
        const mapping::ValueTable table{mapping::status_table(rows, bug(), incident())};
        const auto* found = table.towards(side, status);
        return found == nullptr ? "-" : *found;
    }
};

} // namespace

TEST_CASE("a status without a line goes to the first one of its category", "[mapping][statuses]")
{
    const Statuses statuses;
    CHECK(statuses.becomes(Side::target, "New") == "Open");
    CHECK(statuses.becomes(Side::target, "Committed") == "On Hold");
    CHECK(statuses.becomes(Side::source, "On Hold") == "Active");
    CHECK(statuses.becomes(Side::source, "Closed") == "Done");
}

TEST_CASE("where a category is missing, a near one stands in", "[mapping][statuses]")
{
    const Statuses statuses;
    CHECK(statuses.becomes(Side::target, "Removed") == "Closed");
    CHECK(statuses.becomes(Side::source, "Solved") == "Done");
}

TEST_CASE("a line beats the category", "[mapping][statuses]")
{
    const Statuses statuses{{{"Committed", "Open", Arrow::to_target}}};
    CHECK(statuses.becomes(Side::target, "Committed") == "Open");
    CHECK(statuses.becomes(Side::source, "Open") == "New");
    const Statuses any{{{"New", "_", Arrow::to_source}}};
    CHECK(any.becomes(Side::source, "Closed") == "New");
}

TEST_CASE("without the fallback only lines count", "[mapping][statuses]")
{
    const Statuses statuses{{{"New", "Open", Arrow::both}}, false};
    CHECK(statuses.becomes(Side::target, "New") == "Open");
    CHECK(statuses.becomes(Side::target, "Done") == "-");
}
