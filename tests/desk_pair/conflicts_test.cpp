// The same field edited on both sides, under each strategy; a person decides.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

namespace {

/// Title and subject of a linked item were edited, by the desk a minute later.
class Disputed {
public:
    explicit Disputed(std::string_view strategy, Edition edition = Edition::on_premises)
        : pair{{.edition = edition, .strategy = strategy}}
    {
        pair.link_four();
        partner = pair.partner_of_bug(1);
        pair.dev.edit(1, {{k_title, "from dev"}});
        pair.clock.advance(std::chrono::minutes{1});
        pair.desk.edit(partner, {{"subject", "from desk"}, {"status", "In Progress"}});
        pair.clock.advance(std::chrono::minutes{1});
    }

    [[nodiscard]] std::string titles() const
    {
        return pair.dev_field(1, k_title).get<std::string>() + "/" +
               pair.desk_field(partner, "subject").get<std::string>();
    }

    DeskPair pair;
    std::string partner;
};

} // namespace

TEST_CASE("each strategy settles a conflict in its way, and what lost is kept on record",
          "[servicedesk_plus][pair][conflicts]")
{
    struct Row {
        const char* strategy;
        const char* titles;
        Edition edition;
    };

    const auto row = GENERATE(Row{"last-write-wins", "from desk/from desk", Edition::on_premises},
                              Row{"last-write-wins", "from desk/from desk", Edition::cloud},
                              Row{"source-priority", "from dev/from dev", Edition::on_premises},
                              Row{"target-priority", "from desk/from desk", Edition::cloud});
    CAPTURE(row.strategy);
    Disputed item{row.strategy, row.edition};

    static_cast<void>(item.pair.run());

    CHECK(item.titles() == row.titles);
    CHECK(item.pair.dev_field(1, k_state) == "Active"); // no part of the conflict
    const auto kept = item.pair.rows({"conflicts", "list", "--state", "all"});
    REQUIRE(kept.size() == 1);
    CHECK(kept[0]["source"] == "from dev");
    CHECK(kept[0]["target"] == "from desk");
    CHECK(kept[0]["state"] == "resolved");
    item.pair.check_third_run_writes_nothing();
}

TEST_CASE("the earlier edit does not win because it is the desk's",
          "[servicedesk_plus][pair][conflicts]")
{
    DeskPair pair;
    pair.link_four();
    const auto partner = pair.partner_of_bug(1);
    pair.desk.edit(partner, {{"subject", "from desk"}});
    pair.clock.advance(std::chrono::minutes{1});
    pair.dev.edit(1, {{k_title, "from dev"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(partner, "subject") == "from dev");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a manual conflict blocks its field only, and waits",
          "[servicedesk_plus][pair][conflicts]")
{
    Disputed item{"manual"};
    static_cast<void>(item.pair.run(k_conflicts_wait));
    CHECK(item.titles() == "from dev/from desk");
    CHECK(item.pair.dev_field(1, k_state) == "Active");
    const auto open = item.pair.rows({"conflicts", "list"});
    REQUIRE(open.size() == 1);
    CHECK(open[0]["source_item"] == "dev:1");
    CHECK(open[0]["target_item"] == "desk:" + item.partner);
    CHECK(open[0]["field"] == "System.Title <-> subject");
    CHECK(open[0]["base"] == "printer");

    const auto decide = [&](const std::vector<std::string>& how) {
        std::vector<std::string> command{"conflicts", "resolve", "1"};
        command.insert(command.end(), how.begin(), how.end());
        item.pair.must(command);
        static_cast<void>(item.pair.run());
    };
    SECTION("taking the source")
    {
        decide({"--take", "source"});
        CHECK(item.titles() == "from dev/from dev");
    }
    SECTION("taking the target")
    {
        decide({"--take", "target"});
        CHECK(item.titles() == "from desk/from desk");
    }
    SECTION("a value of one's own")
    {
        decide({"--set", "System.Title=agreed by phone"});
        CHECK(item.titles() == "agreed by phone/agreed by phone");
    }
    SECTION("both sides come to agree by themselves")
    {
        item.pair.dev.edit(1, {{k_title, "from desk"}});
        static_cast<void>(item.pair.run());
    }
    CHECK(item.pair.rows({"conflicts", "list"}).empty());
    item.pair.check_third_run_writes_nothing();
}

TEST_CASE("a list that both sides edited is merged as a set", "[servicedesk_plus][pair][conflicts]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const std::string colours =
        edition == Edition::cloud ? "udf_fields.txt_multi" : "udf_fields.udf_multi_305";
    const std::string key = colours.substr(colours.find('.') + 1);
    DeskPair pair{{.edition = edition, .rules = {"System.Tags <-> " + colours}}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{"System.Tags", "Red; Green"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, colours) == nlohmann::json{"Green", "Red"});

    pair.dev.edit(1, {{"System.Tags", "Red"}});
    pair.desk.edit(printer, {{"udf_fields", {{key, {"Red", "Green", "Blue"}}}}});
    CHECK(pair.run()["conflicts"] == 0);
    CHECK(pair.dev_field(1, "System.Tags") == "Blue; Red");
    CHECK(pair.desk_field(printer, colours) == nlohmann::json{"Red", "Blue"});
    pair.check_third_run_writes_nothing();
}
