#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

std::string statuses(std::string_view lines)
{
    return document_with("statuses:\n" + std::string{lines});
}

constexpr std::string_view k_all = "  - New <-> Open\n"
                                   "  - Active <-> In Progress\n"
                                   "  - Active <- On Hold\n"
                                   "  - Closed <-> Closed\n";

} // namespace

TEST_CASE("statuses that cover both sides are clean", "[mapping][statuses]")
{
    check_clean(statuses(k_all));
}

TEST_CASE("unknown statuses are refused with a suggestion", "[mapping][statuses]")
{
    check_error(statuses("  - New <-> Opne\n"),
                7,
                13,
                "no mapped type of the target has a status 'Opne'",
                "'Open'");
    check_error(statuses("  - Nwe <-> Open\n"), 7, 5, "of the source has a status 'Nwe'", "'New'");
}

TEST_CASE("two answers for one status are an error, unless an arrow decides", "[mapping][statuses]")
{
    check_error(statuses("  - New <-> Open\n  - New <-> On Hold\n"),
                8,
                5,
                "status 'New' of the source has a line towards the target already (line 7)",
                "'<-'");
    check_error(statuses("  - New <-> Open\n  - Active <-> Open\n"),
                8,
                16,
                "status 'Open' of the target has a line towards the source already",
                "'->'");
    check_no_errors(statuses("  - New <-> Open\n  - Active -> Open\n"));
}

TEST_CASE("statuses that never settle are an error with the whole way", "[mapping][statuses]")
{
    check_error(statuses("  - New -> Open\n  - Active <- Open\n  - Active -> In Progress\n  - New "
                         "<- In Progress\n"),
                7,
                5,
                "never settle: 'New' becomes 'Open', which comes back as 'Active', which becomes "
                "'In Progress'");
    check_no_errors(statuses("  - New -> Open\n  - Active <- Open\n  - Active -> Open\n"));
}

TEST_CASE("statuses without a line are a warning", "[mapping][statuses]")
{
    check_warning(statuses("  - New <-> Open\n  - Active <-> In Progress\n  - Closed <-> Closed\n"),
                  6,
                  1,
                  "no line brings 'On Hold' of target type 'Incident' to 'Bug'");
    check_warning(statuses("  - New <-> Open\n  - Active <-> In Progress\n  - Active <- On Hold\n"),
                  6,
                  1,
                  "no line brings 'Closed' of source type 'Bug'");
}

TEST_CASE("an underscore covers all other statuses, on the reading side only",
          "[mapping][statuses]")
{
    check_clean(statuses("  - New <-> Open\n  - _ -> In Progress\n  - Active <- _\n"));
    check_error(
        statuses("  - New -> _\n"), 7, 12, "'_' means any other value and cannot be written");
}

TEST_CASE("one list serves type pairs with different statuses", "[mapping][statuses]")
{
    check_clean(
        "version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident, Story <-> Request ]\n"
        "statuses: [ New <-> Open, Active <-> In Progress, Active <- On Hold, Closed <-> Closed,\n"
        "  Doing <-> In Progress, Doing <- On Hold, Done <-> Closed ]\n");
}

TEST_CASE("a status field is mapped in one place", "[mapping][statuses]")
{
    check_error(document_with("statuses: [ New <-> Open ]\nfields:\n  - State <-> note\n"),
                8,
                5,
                "'System.State' is the status field, which 'statuses' maps already");
    check_no_errors(rule_document("State -> note"));
    check_no_errors(document_with("statuses: [ New <-> Open ]\nfields:\n  - State -> note\n"));
}

TEST_CASE("statuses without a line go by their category, where one fits", "[mapping][statuses]")
{
    check_clean(document_with("unlisted_statuses: category\n"));
    check_clean(document_with("statuses: [ Active <-> On Hold ]\nunlisted_statuses: category\n"));
    auto source = development();
    source.types[0].statuses.push_back({"Removed", model::StatusCategory::removed});
    source.types[0].statuses.erase(source.types[0].statuses.begin() + 2); // Closed
    const auto target = service_desk();
    const mapping::Surroundings around{"ado", "sdp", &source, &target, model::Direction::both};
    const auto result = mapping::compile(document_with("unlisted_statuses: category\n"), around);
    CAPTURE(result.diagnostics);
    CHECK(has(result,
              {mapping::Severity::warning,
               6,
               1,
               "no line brings 'Closed' of target type 'Incident' to 'Bug'",
               "nothing there is of a category that fits"}));
    CHECK(result.diagnostics.size() == 1);
}

TEST_CASE("lines that do not settle together with the categories are an error",
          "[mapping][statuses]")
{
    check_error(
        document_with("statuses: [ Active <-> In Progress, New -> On Hold ]\n"
                      "unlisted_statuses: category\n"),
        6,
        37,
        "never settle: 'New' becomes 'On Hold', which comes back as 'Active', which becomes "
        "'In Progress'");
}

TEST_CASE("a field rule and statuses by category do not write the same field",
          "[mapping][statuses]")
{
    check_error(document_with("unlisted_statuses: category\nfields:\n  - State <-> note\n"),
                8,
                5,
                "'System.State' is the status field");
}

namespace {

mapping::Compiled with_workflows(std::map<std::string, std::vector<std::string>> source_next,
                                 std::map<std::string, std::vector<std::string>> target_next,
                                 model::Direction direction = model::Direction::both)
{
    auto source = development();
    auto target = service_desk();
    source.types[0].transitions = std::move(source_next);
    target.types[0].transitions = std::move(target_next);
    return mapping::compile(statuses(k_all), {"ado", "sdp", &source, &target, direction});
}

} // namespace

TEST_CASE("a change of status that the other side's workflow never allows is a warning",
          "[mapping][statuses]")
{
    const auto dead_end = with_workflows({{"New", {"Active"}}, {"Active", {"Closed"}}},
                                         {{"Open", {"In Progress"}}, {"On Hold", {"Closed"}}});
    CAPTURE(dead_end.diagnostics);
    CHECK(has(dead_end,
              {mapping::Severity::warning,
               10,
               5,
               "'Active' -> 'Closed' of source type 'Bug' becomes 'In Progress' -> 'Closed' of "
               "'Incident', whose workflow never leads there",
               "in another way"}));
    CHECK_FALSE(mapping::has_errors(dead_end.diagnostics));
}

TEST_CASE("a workflow that leads there over other statuses is good", "[mapping][statuses]")
{
    const std::map<std::string, std::vector<std::string>> round{{"Open", {"In Progress"}},
                                                                {"In Progress", {"On Hold"}},
                                                                {"On Hold", {"Closed"}},
                                                                {"Closed", {"Open"}}};
    CHECK(with_workflows({}, round).diagnostics.empty());
    CHECK(with_workflows({}, {}).diagnostics.empty());
    // What is never written there need not be possible there.
    CHECK(with_workflows({}, {{"Open", {"Closed"}}}, model::Direction::target_to_source)
              .diagnostics.empty());
}

TEST_CASE("what never happens on one side need not be possible on the other one",
          "[mapping][statuses]")
{
    const std::map<std::string, std::vector<std::string>> forward{{"New", {"Active"}},
                                                                  {"Active", {"Closed"}}};
    const std::map<std::string, std::vector<std::string>> also_forward{{"Open", {"In Progress"}},
                                                                       {"In Progress", {"Closed"}}};
    CHECK(with_workflows(forward, also_forward).diagnostics.empty());
    CHECK(with_workflows({}, also_forward).diagnostics.size() == 1);
}
