#include "app/strategy_line.hpp"

#include <catch2/catch.hpp>

#include <string>

using syncctl::app::strategy_edits;

namespace {

const std::string k_fields = "version: 1\nfields:\n  - Title <-> subject\n";

/// The document after the best edit; the caller takes others when that one does not compile.
std::string edited(const std::string& document, const std::string& key, int rule_line = 3)
{
    const auto edits = strategy_edits(document, {key}, rule_line, "source-priority");
    return edits.empty() ? std::string{} : edits.front().text;
}

} // namespace

TEST_CASE("a strategy that stands there is replaced, its comment stays", "[app][conflicts]")
{
    CHECK(edited(k_fields + "conflicts:\n  default: manual\n  Title: manual # ask\nmatch: []\n",
                 "Title") ==
          k_fields + "conflicts:\n  default: manual\n  Title: source-priority # ask\nmatch: []\n");
    CHECK(
        edited(k_fields + "conflicts: { default: manual, \"Title\" : 'manual', status: manual }\n",
               "Title") == k_fields + "conflicts: { default: manual, \"Title\" : "
                                      "'source-priority', status: manual }\n");
    CHECK(edited(k_fields + "conflicts: {\n  Title: manual\n}\n", "Title") ==
          k_fields + "conflicts: {\n  Title: source-priority\n}\n");
}

TEST_CASE("a strategy of the rule itself is replaced there", "[app][conflicts]")
{
    CHECK(edited("fields:\n  - Title <-> subject: { only: [Bug], conflict: manual } # both\n",
                 "Title",
                 2) ==
          "fields:\n  - Title <-> subject: { only: [Bug], conflict: source-priority } # both\n");
    CHECK(edited("fields:\n  - Title <-> subject:\n      conflict: manual\n  - A <-> B\n",
                 "Title",
                 2) ==
          "fields:\n  - Title <-> subject:\n      conflict: source-priority\n  - A <-> B\n");
}

TEST_CASE("an entry is put below the others, as they are indented", "[app][conflicts]")
{
    CHECK(edited(k_fields + "conflicts:\n    default: manual # all\n\n# end\nmatch: []\n",
                 "Title") == k_fields + "conflicts:\n    default: manual # all\n    Title: "
                                        "source-priority\n\n# end\nmatch: []\n");
    CHECK(edited(k_fields + "conflicts: { default: manual } # who\n", "Title") ==
          k_fields + "conflicts: { default: manual, Title: source-priority } # who\n");
    CHECK(edited(k_fields + "conflicts: {}\n", "Title") ==
          k_fields + "conflicts: { Title: source-priority }\n");
}

TEST_CASE("a document without the section gets one", "[app][conflicts]")
{
    CHECK(edited(k_fields, "Title") == k_fields + "conflicts: { Title: source-priority }\n");
    CHECK(edited("fields:\n  - Title <-> subject", "Title", 2) ==
          "fields:\n  - Title <-> subject\nconflicts: { Title: source-priority }\n");
}

TEST_CASE("a key that YAML would misread is quoted", "[app][conflicts]")
{
    CHECK(edited(k_fields, "Due: \"soon\" #1") ==
          k_fields + "conflicts: { \"Due: \\\"soon\\\" #1\": source-priority }\n");
}

TEST_CASE("a longer name is another field", "[app][conflicts]")
{
    CHECK(edited(k_fields + "conflicts:\n  System.Title: manual\n", "Title") ==
          k_fields + "conflicts:\n  System.Title: manual\n  Title: source-priority\n");
}

TEST_CASE("the line that is shown is the one that changes", "[app][conflicts]")
{
    const auto edits =
        strategy_edits(k_fields + "conflicts:\n  Title: manual\n", {"Title"}, 3, "source-priority");
    REQUIRE_FALSE(edits.empty());
    CHECK(edits.front().line == 5);
    CHECK(edits.front().before == "  Title: manual");
    CHECK(edits.front().after == "  Title: source-priority");
    const auto added = strategy_edits(k_fields, {"Title"}, 3, "source-priority");
    CHECK(added.front().line == 4);
    CHECK(added.front().before.empty());
}
