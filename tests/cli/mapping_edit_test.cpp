#include "edit_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace syncctl::test {

namespace {

const std::vector<std::string> k_nothing{};

} // namespace

TEST_CASE("the editor gets its arguments as a shell would split them, and a path may have blanks",
          "[cli][edit]")
{
    EditWorld cli;
    std::filesystem::create_directory(cli.home() / "my tools");
    const auto editor = cli.home() / "my tools/ed";
    cli.write(editor, "#!/bin/sh\nprintf '%s|' \"$@\" > arguments\nexit 3\n");
    std::filesystem::permissions(editor, std::filesystem::perms{0700});

    cli.environment["EDITOR"] = "/bin/false";
    cli.environment["VISUAL"] = "'" + editor.string() + "' -c \"set ft=yaml\" a\\ b";
    CHECK(cli.edit().exit == 1);
    CHECK(read_text(cli.home() / "arguments").starts_with("-c|set ft=yaml|a b|/"));
    CHECK(read_text(cli.home() / "arguments").ends_with("/dev-desk.yaml|"));

    cli.environment["VISUAL"] = editor.string();
    CHECK(cli.edit().exit == 1);
    CHECK(read_text(cli.home() / "arguments").starts_with("/"));

    cli.environment["VISUAL"] = "";
    CHECK(contains(cli.edit().out, "'/bin/false' ended with status 1"));
    CHECK(cli.drafts() == k_nothing);
}

TEST_CASE("an editor that is missing, fails or is killed is named, and what was typed is kept",
          "[cli][edit]")
{
    EditWorld cli;
    cli.environment["EDITOR"] = "no-such-editor";
    const auto missing = cli.edit();
    CHECK(missing.exit == 1);
    CHECK(contains(missing.out, "the editor 'no-such-editor' cannot be started"));
    CHECK(cli.drafts() == k_nothing);

    cli.editor_does({"cp more.yaml \"$1\"; exit 3", "true"});
    const auto failed = cli.edit();
    CHECK(failed.exit == 1);
    CHECK(contains(failed.out, "ended with status 3"));
    CHECK(contains(failed.out, "syncctl mapping edit dev-desk --recover"));
    CHECK(cli.drafts() == std::vector{k_more_mapping});
    CHECK(cli.stored().empty());
    CHECK(cli.edit({}, {"--recover"}).exit == 0);
    CHECK(cli.stored() == k_more_mapping);
    CHECK(cli.drafts() == k_nothing);

    cli.editor_does({"cp good.yaml \"$1\"; kill -9 $$"});
    CHECK(contains(cli.edit().out, "was ended by signal 9 (KILL)"));
    CHECK(cli.drafts() == std::vector{std::string{k_good_mapping}});
}

TEST_CASE("an editor that returns at once is told about its option to wait", "[cli][edit]")
{
    EditWorld cli;
    cli.environment["EDITOR"] = "true";
    const auto result = cli.edit();
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "--wait"));
}

TEST_CASE("the text is in a private file of a private folder beside the database", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"stat -c '%a %U' \"$1\" \"${1%/*}\" \"${1%/*/*}\" > modes; id -un > me; "
                     "cp good.yaml \"$1\""});
    CHECK(cli.edit().exit == 0);
    auto me = read_text(cli.home() / "me");
    CHECK(read_text(cli.home() / "modes") == "600 " + me + "700 " + me + "700 " + me);
}

TEST_CASE("an editor may replace the file, remove it, or do something odd with it", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp good.yaml new; mv new \"$1\"",
                     "rm \"$1\"",
                     "rm \"$1\"; ln -s /etc/passwd \"$1\"",
                     "rm \"$1\"; mkfifo \"$1\""});
    CHECK(cli.edit().exit == 0);
    CHECK(cli.stored() == k_good_mapping);
    const auto removed = cli.edit();
    CHECK(removed.exit == 1);
    CHECK(contains(removed.out, "the editor removed the file, nothing was stored"));
    CHECK(cli.drafts() == k_nothing);
    CHECK(cli.edit().exit == 1);
    CHECK(cli.edit().exit == 1);
    CHECK(cli.stored() == k_good_mapping);
}

TEST_CASE("errors are marked above their lines, and the marks go away by themselves", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does(
        {"cp wrong.yaml \"$1\"", "cp \"$1\" marked.yaml; sed -i s/Pionts/Points/ \"$1\""});
    const auto result = cli.edit({{"What now?", "\n"}});
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "dev-desk.yaml:12:5: error:"));
    const auto marked = read_text(cli.home() / "marked.yaml");
    INFO(marked);
    const auto mark = marked.find("  #! error 12:5: ");
    REQUIRE(mark != std::string::npos);
    CHECK(marked.find("  - Pionts") == marked.find('\n', mark) + 1);
    CHECK(contains(marked, "| did you mean 'Points'?"));
    CHECK(cli.stored() == std::string{k_good_mapping} + "    # mine\n  - Points <-> Points\n");
}

TEST_CASE("a text with errors is edited again, saved as draft or discarded", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp wrong.yaml \"$1\""});
    SECTION("saved: as it was typed, without marks")
    {
        const auto result = cli.edit({{"What now?", "maybe\n"}, {"What now?", "d\n"}});
        CHECK(result.exit == 16);
        CHECK(contains(result.out, "--recover"));
        CHECK(cli.drafts() == std::vector{k_wrong_mapping});
    }
    SECTION("discarded")
    {
        CHECK(cli.edit({{"What now?", "discard\n"}}).exit == 17);
        CHECK(cli.drafts() == k_nothing);
    }
    SECTION("Ctrl-D decides nothing: saved")
    {
        CHECK(cli.edit({{"What now?", "\x04"}}).exit == 16);
        CHECK(cli.drafts() == std::vector{k_wrong_mapping});
    }
    SECTION("-y does not store errors")
    {
        CHECK(cli.edit({}, {"-y"}).exit == 16);
        CHECK(cli.drafts() == std::vector{k_wrong_mapping});
    }
    CHECK(cli.stored().empty());
}

TEST_CASE("warnings need one confirmation, which -y gives", "[cli][edit]")
{
    EditWorld cli;
    cli.editor_does({"cp warned.yaml \"$1\"", "true", "true"});
    const auto alone = cli.run({"mapping", "edit", "dev-desk"});
    INFO(alone.err);
    CHECK(alone.exit == 17);
    CHECK(contains(alone.err, "warning:"));
    CHECK(cli.stored().empty());
    CHECK(cli.edit({{"[s] store anyway", "d\n"}}, {"--recover"}).exit == 17);
    CHECK(cli.edit({}, {"--recover", "-y"}).exit == 0);
    CHECK(cli.stored() == k_warned_mapping);
    cli.editor_does({"sed -i 's/# .*//;s/Title <-> Title/Title -> Title/' \"$1\""});
    CHECK(cli.edit({{"Store it?", "s\n"}}).exit == 0);
}

TEST_CASE("-n shows what would change, stores nothing and keeps the text", "[cli][edit]")
{
    EditWorld cli;
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.editor_does({"cp more.yaml \"$1\""});
    const auto result = cli.edit({}, {"-n"});
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "1 field added"));
    CHECK(contains(result.out, "+ field: Points <-> Points"));
    CHECK(cli.stored() == k_good_mapping);
    CHECK(cli.drafts() == std::vector{k_more_mapping});
}

TEST_CASE("before it is stored, an edit and an import tell how many linked items it is about",
          "[cli][edit]")
{
    EditWorld cli;
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.write(cli.home() / "dev/items/1.json",
              R"({"id": "1", "type": "Bug", "fields": {"Title": "one", "State": "New"}})");
    cli.must({"run", "dev-desk"});
    const auto imported = cli.must({"mapping", "import", "dev-desk", "more.yaml", "-n", "--json"});
    const auto impact = envelope_of(imported)["impact"];
    CHECK(impact["links"] == 1);
    CHECK(impact["concerned_links"] == 1);
    REQUIRE(impact["changes"].size() == 1);
    CHECK(impact["changes"][0]["change"] == "added");
    CHECK(impact["changes"][0]["section"] == "field");
    CHECK(impact["changes"][0]["after"] == "Points <-> Points");

    cli.editor_does({"cp more.yaml \"$1\""});
    const auto edited = cli.edit({{"Store it?", "s\n"}});
    CHECK(edited.exit == 0);
    CHECK(contains(edited.out, "1 of 1 linked items"));
    CHECK(contains(edited.out, "syncctl run dev-desk --full -n"));
    CHECK(cli.stored() == k_more_mapping);
}

TEST_CASE("what somebody else stored meanwhile is merged and shown", "[cli][edit]")
{
    EditWorld cli;
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.write(cli.home() / "theirs.yaml", "# theirs\n" + std::string{k_good_mapping});
    cli.editor_does({"\"$SYNCCTL\" -q mapping import dev-desk theirs.yaml; cp more.yaml \"$1\""});
    const auto result = cli.edit({{"Store it?", "\n"}});
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "revision 2 was stored meanwhile"));
    CHECK(contains(result.out, "+ # theirs"));
    CHECK(contains(result.out, "stored as revision 3"));
    CHECK(cli.stored() == "# theirs\n" + k_more_mapping);
}

TEST_CASE("edits of the same lines come back to the editor with both versions", "[cli][edit]")
{
    EditWorld cli;
    cli.must({"mapping", "import", "dev-desk", "good.yaml"});
    cli.write(cli.home() / "theirs.yaml", std::string{k_good_mapping} + "  - Points -> Points\n");
    cli.editor_does({"\"$SYNCCTL\" -q mapping import dev-desk theirs.yaml; cp more.yaml \"$1\"",
                     "cp \"$1\" both.yaml",
                     "sed -i '/^<<<<<<</d;/^=======$/,/^>>>>>>>/d' \"$1\"; sed -i /#!/d \"$1\""});
    const auto result = cli.edit({{"What now?", "e\n"}, {"Store it?", "s\n"}});
    INFO(result.out);
    CHECK(result.exit == 0);
    CHECK(contains(result.out, "a marker of a merge was left in the text"));
    CHECK(contains(read_text(cli.home() / "both.yaml"),
                   "<<<<<<< your edit\n  - Points <-> Points\n=======\n  - Points -> Points\n"
                   ">>>>>>> revision 2\n"));
    CHECK(cli.stored() == k_more_mapping);
}

} // namespace syncctl::test
