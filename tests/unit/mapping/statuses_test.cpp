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
