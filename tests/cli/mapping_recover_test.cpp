#include "edit_world.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <csignal>

namespace syncctl::test {

namespace {

const std::vector<std::string> k_nothing{};

/// Types a text, says so and stays open until Enter.
constexpr const char* k_stays_open = "cp more.yaml \"$1\"; echo typed; read -r key";

} // namespace

TEST_CASE("a text survives that syncctl is killed while the editor is open", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({k_stays_open, "true"});
    Process process{SYNCCTL_BINARY, cli.open_edit()};
    REQUIRE(process.wait_for("typed"));
    process.send_signal(SIGKILL);
    CHECK(process.finish().exit == 128 + SIGKILL);
    CHECK(cli.drafts() == std::vector{k_more_mapping});

    const auto result = cli.edit({}, {"--recover"});
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "going on with the draft of "));
    CHECK(cli.stored() == k_more_mapping);
    CHECK(cli.drafts() == k_nothing);
    CHECK(cli.edit({}, {"--recover"}).exit == 18);
}

TEST_CASE("a draft that somebody works on is nobody's left-over", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({k_stays_open, "cp good.yaml \"$1\""});
    Process process{SYNCCTL_BINARY, cli.open_edit({{"typed", "\n"}, {"Store it?", "s\n"}})};
    REQUIRE(process.wait_for("typed"));
    // It has not got its Enter yet, or has just got it: both are fine for what follows.
    const auto result = process.finish();
    CHECK(result.exit == 0);

    cli.editor_does({k_stays_open});
    Process open{SYNCCTL_BINARY, cli.open_edit()};
    REQUIRE(open.wait_for("typed"));
    const auto recovery = cli.edit({}, {"--recover"});
    CHECK(recovery.exit == 18);
    CHECK(contains(recovery.out, "is being edited by another syncctl"));
    open.send_signal(SIGKILL);
    CHECK(open.finish().exit == 128 + SIGKILL);
}

TEST_CASE("Ctrl-C in the editor is the editor's; other stops keep the text", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp more.yaml \"$1\"; kill -INT $PPID; true"});
    CHECK(cli.edit().exit == 0);
    CHECK(cli.stored() == k_more_mapping);
    for (const auto& [name, exit] : {std::pair{"TERM", 143}, std::pair{"HUP", 129}}) {
        cli.editor_does({std::string{"cp good.yaml \"$1\"; kill -"} + name + " $PPID; true"});
        const auto result = cli.edit({{"What about it?", "n\n"}});
        CHECK(result.exit == exit);
        CHECK(contains(result.out, "--recover"));
        CHECK(cli.stored() == k_more_mapping);
    }
    CHECK(cli.drafts().size() == 2);
}

TEST_CASE("Ctrl-C at the question keeps the text", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp wrong.yaml \"$1\""});
    Process process{SYNCCTL_BINARY, cli.open_edit()};
    REQUIRE(process.wait_for("What now?"));
    process.send_signal(SIGINT);
    CHECK(process.finish().exit == 130);
    CHECK(cli.drafts() == std::vector{k_wrong_mapping});
}

TEST_CASE("an edit that finds a left-over draft asks what to do with it", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp wrong.yaml \"$1\"", "cp good.yaml \"$1\""});
    REQUIRE(cli.edit({{"What now?", "d\n"}}).exit == 16);
    SECTION("recover it")
    {
        CHECK(cli.edit({{"What about it?", "\n"}}).exit == 0);
        CHECK(cli.drafts() == k_nothing);
    }
    SECTION("keep it")
    {
        CHECK(cli.edit({{"What about it?", "n\n"}}).exit == 0);
        CHECK(cli.drafts() == std::vector{k_wrong_mapping});
    }
    SECTION("delete it")
    {
        CHECK(cli.edit({{"What about it?", "x\n"}}).exit == 0);
        CHECK(cli.drafts() == k_nothing);
    }
    SECTION("nobody to ask: it is kept and named")
    {
        const auto result = cli.must({"mapping", "edit", "dev-desk"});
        CHECK(contains(result.err, "--recover"));
        CHECK(cli.drafts() == std::vector{k_wrong_mapping});
    }
    CHECK(cli.stored() == k_good_mapping);
}

TEST_CASE("a recovered draft is an edit of the revision that it was started from", "[cli][edit]")
{
    EditWorld cli;
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.editor_does({"cp more.yaml \"$1\"; exit 1", "true"});
    REQUIRE(cli.edit().exit == 1);
    cli.write(cli.home() / "theirs.yaml", "# theirs\n" + std::string{k_good_mapping});
    cli.must({"mapping", "import", "dev-desk", "theirs.yaml"});
    CHECK(cli.edit({{"Store it?", "s\n"}}, {"--recover"}).exit == 0);
    CHECK(cli.stored() == "# theirs\n" + k_more_mapping);
}

TEST_CASE("a full disk loses nothing: told before the editor opens, or the text is kept",
          "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp more.yaml \"$1\""});
    cli.environment.insert({{"LD_PRELOAD", FAULT_SHIM},
                            {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
                            {"FAULT_CALLS", "write"},
                            {"FAULT_DO", "errno"},
                            {"FAULT_VALUE", std::to_string(ENOSPC)},
                            {"FAULT_AT", "1"},
                            {"FAULT_GOES_ON", "1"}});
    SECTION("no room for the draft")
    {
        cli.environment["FAULT_PATH"] = ".drafts/";
        const auto result = cli.run({"mapping", "edit", "dev-desk"});
        CHECK(result.exit == 1);
        CHECK(contains(result.err, "o space left"));
        CHECK(read_text(cli.home() / "calls") == "0\n");
        CHECK(cli.drafts() == k_nothing);
    }
    SECTION("no room in the database")
    {
        cli.environment["FAULT_PATH"] = "sync.db-wal";
        const auto result = cli.run({"mapping", "edit", "dev-desk"});
        CHECK(result.exit == 1);
        CHECK(contains(result.err, "--recover"));
        CHECK(cli.drafts() == std::vector{k_more_mapping});
    }
}

} // namespace syncctl::test
