// The same field edited on both sides, under each strategy; a person decides.

#include "azure_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
using nlohmann::json;

namespace {

/// The title of a linked item was edited on both sides, by the desk a minute later.
class Disputed {
public:
    explicit Disputed(std::string_view strategy) : pair{{.strategy = strategy}}
    {
        pair.link_four();
        partner = pair.partner_of_bug(1);
        pair.dev.edit(1, {{"System.Title", "from dev"}});
        pair.clock.advance(std::chrono::minutes{1});
        pair.desk.edit(partner, {{"System.Title", "from desk"}, {"System.State", "Doing"}});
        pair.clock.advance(std::chrono::minutes{1});
    }

    [[nodiscard]] std::string titles() const
    {
        return pair.dev_field(1, "System.Title").get<std::string>() + "/" +
               pair.desk_field(partner, "System.Title").get<std::string>();
    }

    AzurePair pair;
    int partner = 0;
};

} // namespace

TEST_CASE("each strategy settles a conflict in its way, and what lost is kept on record",
          "[azure_devops][pair][conflicts]")
{
    struct Row {
        const char* strategy;
        const char* titles;
    };

    const auto row = GENERATE(Row{"last-write-wins", "from desk/from desk"},
                              Row{"source-priority", "from dev/from dev"},
                              Row{"target-priority", "from desk/from desk"});
    CAPTURE(row.strategy);
    Disputed item{row.strategy};

    static_cast<void>(item.pair.run());

    CHECK(item.titles() == row.titles);
    CHECK(item.pair.dev_field(1, "System.State") == "Active"); // no part of the conflict
    const auto kept = item.pair.rows({"conflicts", "list", "--state", "all"});
    REQUIRE(kept.size() == 1);
    CHECK(kept[0]["source"] == "from dev");
    CHECK(kept[0]["target"] == "from desk");
    CHECK(kept[0]["state"] == "resolved");
    item.pair.check_third_run_writes_nothing();
}

TEST_CASE("the earlier edit does not win because it is the source's",
          "[azure_devops][pair][conflicts]")
{
    AzurePair pair;
    pair.link_four();
    const int partner = pair.partner_of_bug(1);
    pair.desk.edit(partner, {{"System.Title", "from desk"}});
    pair.clock.advance(std::chrono::minutes{1});
    pair.dev.edit(1, {{"System.Title", "from dev"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(partner, "System.Title") == "from dev");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a manual conflict blocks its field only, and waits", "[azure_devops][pair][conflicts]")
{
    Disputed item{"manual"};

    static_cast<void>(item.pair.run(k_conflicts_wait));

    CHECK(item.titles() == "from dev/from desk");
    CHECK(item.pair.dev_field(1, "System.State") == "Active");
    item.pair.check_third_run_writes_nothing(k_conflicts_wait);
    const auto open = item.pair.rows({"conflicts", "list"});
    REQUIRE(open.size() == 1);
    CHECK(open[0]["source_item"] == "dev:1");
    CHECK(open[0]["target_item"] == "desk:" + std::to_string(item.partner));
    CHECK(open[0]["field"] == "System.Title <-> System.Title");
    CHECK(open[0]["base"] == "printer");

    const auto decide = [&](const std::vector<std::string>& how) {
        std::vector<std::string> command{"conflicts", "resolve", "1"};
        command.insert(command.end(), how.begin(), how.end());
        item.pair.must(command);
        item.pair.clear_logs();
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
    SECTION("taking the newest")
    {
        decide({"--take", "newest"});
        CHECK(item.titles() == "from desk/from desk");
    }
    SECTION("a value of one's own")
    {
        decide({"--set", "System.Title=agreed by phone"});
        CHECK(item.titles() == "agreed by phone/agreed by phone");
    }
    SECTION("both sides come to agree by themselves")
    {
        item.pair.dev.edit(1, {{"System.Title", "from desk"}});
        static_cast<void>(item.pair.run());
    }
    CHECK(item.pair.rows({"conflicts", "list"}).empty());
    item.pair.check_third_run_writes_nothing();
}

TEST_CASE("a decision lapses when a side was edited after it", "[azure_devops][pair][conflicts]")
{
    Disputed item{"manual"};
    static_cast<void>(item.pair.run(k_conflicts_wait));
    item.pair.must({"conflicts", "resolve", "1", "--take", "source"});
    item.pair.desk.edit(item.partner, {{"System.Title", "edited meanwhile"}});
    static_cast<void>(item.pair.run(k_conflicts_wait));
    CHECK(item.titles() == "from dev/edited meanwhile");
    item.pair.check_third_run_writes_nothing(k_conflicts_wait);
}

TEST_CASE("values of a conflict reach a terminal without what would command it",
          "[azure_devops][pair][conflicts]")
{
    Disputed item{"manual"};
    item.pair.dev.edit(1,
                       {{"System.Title", "red \x1b[31m, \xE2\x80\xAE turned, \xF0\x9F\x94\xA5"}});
    static_cast<void>(item.pair.run(k_conflicts_wait));
    for (const auto& command : std::vector<std::vector<std::string>>{
             {"conflicts", "list"}, {"conflicts", "show", "1"}, {"run", "p", "-n"}}) {
        const auto shown = item.pair.syncctl(command);
        INFO(shown.out << shown.err);
        CHECK((shown.out + shown.err).find('\x1b') == std::string::npos);
        CHECK((shown.out + shown.err).find("\xE2\x80\xAE") == std::string::npos);
    }
    check_words(item.pair.syncctl({"conflicts", "list"}).out, {"\\x1b", "\xF0\x9F\x94\xA5"});
}
