#include "resolve_world.hpp"

#include "syncctl/base/text.hpp"

#include <csignal>
#include <sstream>

namespace syncctl::test {

namespace {

const TerminalAnswer k_finish{"[u]ndo:", "\n"};

} // namespace

TEST_CASE("on a terminal conflicts are decided item by item, and the next run carries it out",
          "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result = cli.resolve(
        typing({"s", "v"}) + TerminalAnswer{"Value (Enter: back):", "many\n"} +
        TerminalAnswer{"Value (Enter: back):", "7\n"} + TerminalAnswer{"What now?", "t\n"} +
        TerminalAnswer{"What now?", "k\n"} + k_finish);
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "Item 1 of 2: dev:1 <-> desk:1"));
    CHECK(contains(result.out, "'many' is not a number"));
    CHECK(contains(result.out, "3 of 4 conflicts decided"));
    CHECK(contains(result.out, "carried out by the next: syncctl run dev-desk"));
    CHECK(cli.decisions() == "1 source, 2 set 7, 3 target");

    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    CHECK(cli.field("desk", "1", "Title") == "printer from dev 1");
    CHECK(cli.field("dev", "1", "Points") == 7);
    CHECK(cli.field("desk", "1", "Points") == 7);
    CHECK(cli.field("dev", "2", "Title") == "printer of the desk 2");
    CHECK(cli.field("dev", "2", "Points") == 22);
}

TEST_CASE("a decision about values that are others by the next run is void", "[cli][resolve]")
{
    const ResolveWorld cli;
    CHECK(cli.resolve(typing({"s"}) + k_finish, {"1"}).exit == 0);
    cli.edit("desk", "1", "Title", "somebody was here");
    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    CHECK(cli.field("desk", "1", "Title") == "somebody was here");
    CHECK(cli.decisions().empty());
}

TEST_CASE("nothing of an item is stored before its last conflict, however the session ends",
          "[cli][resolve]")
{
    const ResolveWorld cli;
    SECTION("quit")
    {
        const auto result = cli.resolve(typing({"s", "s", "t", "q"}));
        CHECK(result.exit == 0);
        CHECK(contains(result.out, "nothing of dev:2 is stored"));
        CHECK(cli.decisions() == "1 source, 2 source");
    }
    SECTION("end of input")
    {
        CHECK(cli.resolve(typing({"s"}) + TerminalAnswer{"What now?", "\x04"}).exit == 0);
        CHECK(cli.decisions().empty());
    }
    SECTION("a signal")
    {
        for (const auto& [signal, exit] :
             {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}, std::pair{SIGHUP, 129}}) {
            ProcessOptions options;
            options.arguments = ResolveWorld::words({});
            options.environment = cli.environment;
            options.has_terminal = true;
            options.answers = typing({"s"});
            Process process{SYNCCTL_BINARY, std::move(options)};
            REQUIRE(process.wait_for("(2 of 2)"));
            process.send_signal(signal);
            const auto result = process.finish();
            CHECK(result.exit == exit);
            CHECK(contains(result.out, "0 decisions about earlier items are stored"));
            CHECK(cli.decisions().empty());
        }
    }
}

TEST_CASE("undo takes stored decisions back", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result = cli.resolve(typing({"s", "s", "u", "t", "k", "k"}) + k_finish);
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(cli.decisions() == "1 source, 2 target");
}

TEST_CASE("-n asks and stores nothing", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto before = read_text(cli.database());
    const auto result = cli.resolve(typing({"s", "s", "t", "t"}) + k_finish, {"-n"});
    CHECK(contains(result.out, "not stored: conflict 1"));
    CHECK(contains(result.out, "nothing was recorded"));
    CHECK(cli.decisions().empty());
    CHECK(read_text(cli.database()) == before);
}

TEST_CASE("pair, field and numbers choose what is asked about", "[cli][resolve]")
{
    const ResolveWorld cli;
    CHECK(contains(cli.resolve(typing({"q"}), {"--field", "Points"}).out, "Conflict 2: Points"));
    CHECK(contains(cli.resolve(typing({"q"}), {"3", "--pair", "dev-desk"}).out, "Conflict 3: "));
    CHECK(contains(cli.resolve({}, {"--field", "Nothing"}).out, "no conflict waits"));
    CHECK(cli.resolve({}, {"99"}).exit == 18);
    CHECK(cli.resolve({}, {"--pair", "nobody"}).exit == 18);
    CHECK(cli.resolve({}, {"1", "--take", "source"}).exit == 2);
    CHECK(cli.run({"conflicts", "resolve"}).exit == 2);
    CHECK(cli.run({"conflicts", "resolve", "1", "--pair", "dev-desk", "--take", "source"}).exit ==
          2);
}

TEST_CASE("without a terminal it says what to type instead", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result = cli.run({"conflicts", "resolve", "-i"}, {.input = "s\ns\ns\ns\n"});
    CHECK(result.exit == 17);
    CHECK(contains(result.err, "syncctl conflicts resolve ID --take source|target|newest"));
    CHECK(cli.run({"conflicts", "resolve", "-i", "--no-input"}, {.has_terminal = true}).exit == 17);
    CHECK(cli.decisions().empty());
}

TEST_CASE("a program gets the envelope of what was decided", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result = cli.resolve(typing({"s", "k", "q"}), {"--json"});
    const auto start = result.out.find("{\"schema\"");
    REQUIRE(start != std::string::npos);
    const auto envelope =
        nlohmann::json::parse(result.out.substr(start, result.out.find('\r', start) - start));
    CHECK(envelope["schema"] == "syncctl/conflicts-resolve@1");
    REQUIRE(envelope["data"].size() == 1);
    CHECK(envelope["data"][0]["id"] == 1);
    CHECK(envelope["data"][0]["decision"] == "source");
    CHECK(envelope["data"][0]["state"] == "decided");
}

TEST_CASE("both texts are merged in the editor with markers", "[cli][resolve]")
{
    ResolveWorld cli;
    give_editor(cli, {"cp \"$1\" offered; echo both printers > \"$1\""});
    const auto result =
        cli.resolve(typing({"e"}) + TerminalAnswer{"Take it?", "y\n"} + k_finish, {"1"});
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(read_text(cli.home() / "offered") == "<<<<<<< source dev:1\nprinter from dev 1\n=======\n"
                                               "printer of the desk 1\n>>>>>>> target desk:1");
    CHECK(cli.decisions() == "1 set both printers");
    CHECK(cli.drafts().empty());
    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    CHECK(cli.field("dev", "1", "Title") == "both printers");
    CHECK(cli.field("desk", "1", "Title") == "both printers");
}

TEST_CASE("an editor that is missing, fails, forks or leaves markers decides nothing",
          "[cli][resolve]")
{
    ResolveWorld cli;
    cli.environment["EDITOR"] = "no-such-editor";
    CHECK(contains(cli.resolve(typing({"e", "q"}), {"1"}).out,
                   "the editor 'no-such-editor' cannot be started"));
    CHECK(cli.drafts().empty());

    cli.environment["EDITOR"] = "true"; // returns at once, as one that opens a window does
    CHECK(contains(cli.resolve(typing({"e", "q"}), {"1"}).out, "--wait"));
    CHECK(cli.drafts().empty());

    give_editor(cli, {"echo '# more' >> \"$1\"", "rm \"$1\"", ": > \"$1\""});
    const auto marked = cli.resolve(typing({"e"}) + TerminalAnswer{"[b]ack:", "b\n"} +
                                        TerminalAnswer{"What now?", "q\n"},
                                    {"1"});
    CHECK(contains(marked.out, "line 1 still is a marker of the merge"));
    CHECK(contains(marked.out, "your text is kept in "));
    CHECK(cli.drafts().size() == 1);
    CHECK(contains(cli.resolve(typing({"e", "e", "q"}), {"1"}).out,
                   "the editor left nothing in the file"));
    CHECK(cli.drafts().empty());
    CHECK(cli.decisions().empty());
}

TEST_CASE("what was typed into an editor that failed is kept and gone on with", "[cli][resolve]")
{
    ResolveWorld cli;
    give_editor(cli, {"echo both > \"$1\"; exit 3", "cp \"$1\" again"});
    const auto failed = cli.resolve(typing({"e", "q"}), {"1"});
    CHECK(contains(failed.out, "ended with status 3"));
    CHECK(contains(failed.out, "to go on with it: syncctl conflicts resolve -i 1"));
    CHECK(cli.drafts() == std::vector<std::string>{"both\n"});

    const auto again = cli.resolve(typing({"e", "q"}), {"1"});
    CHECK(contains(again.out, "going on with your draft of "));
    CHECK(read_text(cli.home() / "again") == "both\n");
}

TEST_CASE("a rule changes one line of the mapping and nothing else", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result =
        cli.resolve(typing({"r"}) + TerminalAnswer{"wins (Enter: back):", "s\n"} +
                    TerminalAnswer{"[y/N]", "y\n"} + TerminalAnswer{"What now?", "k\n"} +
                    TerminalAnswer{"What now?", "k\n"} + k_finish);
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "-   Title: manual     # ask the author"));
    CHECK(contains(result.out, "+   Title: source-priority     # ask the author"));
    CHECK(contains(result.out, "conflict 3 (Title <-> Title of dev:2) is left to the new rule"));
    auto expected = std::string{k_manual_mapping};
    expected.replace(expected.find("Title: manual"), 13, "Title: source-priority");
    CHECK(cli.mapping() == expected);
    CHECK(contains(cli.must({"mapping", "log", "dev-desk"}).out, "1 field changed"));

    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    CHECK(cli.field("desk", "1", "Title") == "printer from dev 1");
    CHECK(cli.field("desk", "2", "Title") == "printer from dev 2");
    CHECK(cli.field("desk", "2", "Points") == 333);
}

TEST_CASE("a rule of an item that is not finished is not stored", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result =
        cli.resolve(typing({"r"}) + TerminalAnswer{"wins (Enter: back):", "t\n"} +
                    TerminalAnswer{"[y/N]", "y\n"} + TerminalAnswer{"What now?", "q\n"});
    CHECK(result.exit == 0);
    CHECK(cli.mapping() == k_manual_mapping);
    CHECK(cli.decisions().empty());
}

TEST_CASE("of two people the second one is told, and overwrites nothing", "[cli][resolve]")
{
    ResolveWorld cli;
    // While the first one is in the editor, the second one decides.
    give_editor(cli, {"\"$SYNCCTL\" conflicts resolve 1 --take target; echo both > \"$1\""});
    const auto result = cli.resolve(
        typing({"e"}) + TerminalAnswer{"Take it?", "y\n"} + TerminalAnswer{"What now?", "s\n"} +
        TerminalAnswer{"[s]tore them", "s\n"} + TerminalAnswer{"What now?", "q\n"});
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "somebody was quicker: nothing of this item was stored"));
    CHECK(contains(result.out, "decided meanwhile on "));
    CHECK(contains(result.out, "take target"));
    CHECK(contains(result.out, "your text is kept in "));
    CHECK(cli.decisions() == "1 target, 2 source");
}

TEST_CASE("what somebody decided before its item came up is told and not asked about",
          "[cli][resolve]")
{
    ResolveWorld cli;
    give_editor(cli, {"\"$SYNCCTL\" conflicts resolve 3 4 --take target; exit 1"});
    const auto result = cli.resolve(typing({"e", "i"}));
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "conflict 3 (Title <-> Title of dev:2): "));
    CHECK(contains(result.out, "decided meanwhile on "));
    CHECK_FALSE(contains(result.out, "Item 2 of 2"));
    CHECK(cli.decisions() == "3 target, 4 target");
    CHECK(contains(cli.resolve(typing({"q"}), {"3"}).out, "take target. A"));
}

TEST_CASE("a decision given in one line says whose it replaces", "[cli][resolve]")
{
    const ResolveWorld cli;
    cli.must({"conflicts", "resolve", "1", "--take", "target"});
    const auto result = cli.must({"conflicts", "resolve", "1", "--take", "source"});
    CHECK(contains(result.err, "replaces what "));
    CHECK(contains(result.err, "conflict 1, Title <-> Title: take target"));
    CHECK(cli.decisions() == "1 source");
}

TEST_CASE("20 columns are enough", "[cli][resolve]")
{
    const ResolveWorld cli;
    const auto result = cli.run(ResolveWorld::words({}),
                                {.has_terminal = true,
                                 .terminal_columns = 20,
                                 .answers = typing({"h", "a", "s", "k", "q"})});
    INFO(result.out);
    CHECK(result.exit == 0);
    std::istringstream lines{result.out.substr(0, result.out.rfind("What now?"))};
    std::string line;
    while (std::getline(lines, line)) {
        CHECK(base::display_width(line.substr(0, line.find('\r'))) <= 20);
    }
}

TEST_CASE("nothing in a tracker's text reaches the terminal as a command", "[cli][resolve]")
{
    ResolveWorld cli;
    cli.edit("dev", "1", "Title", "\x1b]0;owned\x07\x1b[2J \u202e reversed\nWhat now? s");
    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    const auto plain = cli.resolve(typing({"a", "q"}));
    CHECK(plain.out.find('\x1b') == std::string::npos);
    CHECK_FALSE(contains(plain.out, "\u202e"));
    CHECK(contains(plain.out, "\\x1b]0;owned\\x07"));

    cli.environment.erase("NO_COLOR");
    const auto colored = cli.resolve(typing({"q"}));
    CHECK(contains(colored.out, "\x1b[1mConflict 1"));
    CHECK_FALSE(contains(colored.out, "\x1b]0;"));
}

} // namespace syncctl::test
