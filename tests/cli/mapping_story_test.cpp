#include "demo_world.hpp"
#include "edit_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncctl::test {

TEST_CASE("on a terminal a mapping is suggested, edited wrongly and rightly, validated, tested, "
          "looked at and run",
          "[cli][edit]")
{
    DemoWorld cli;
    const auto on_terminal = [&cli](std::vector<std::string> words,
                                    std::vector<TerminalAnswer> answers = {}) {
        return cli.run(std::move(words), {.has_terminal = true, .answers = std::move(answers)});
    };
    const auto suggested = cli.must({"mapping", "suggest", "demo", "--samples", "50"}).out;
    CHECK(std::count(suggested.begin(), suggested.end(), '\n') >= 40);
    cli.write(cli.home() / "mapping.yaml", suggested);
    CHECK(on_terminal({"mapping", "import", "demo", "mapping.yaml"}).exit == 0);

    give_editor(cli,
                {"sed -i '/truncate/s/System.Title <-> subject/System.Titel <-> subject/' \"$1\"",
                 "cp \"$1\" marked.yaml; sed -i 's/System.Titel <-> subject/"
                 "System.Title <-> subject | trim/' \"$1\""});
    const auto edited = on_terminal({"mapping", "edit", "demo"}, {{"What now?", "e\n"}});
    INFO(edited.out);
    CHECK(edited.exit == 0);
    CHECK(contains(edited.out, "did you mean 'System.Title'?"));
    CHECK(contains(edited.out, "1 field changed"));
    CHECK(contains(edited.out, "stored as revision 2; next: syncctl run demo -n"));
    CHECK(contains(read_text(cli.home() / "marked.yaml"), "  #! error "));
    const auto stored = cli.must({"mapping", "export", "demo"}).out;
    CHECK(contains(stored, "- System.Title <-> subject | trim | truncate(250)"));
    CHECK_FALSE(contains(stored, "#!"));

    CHECK(on_terminal({"mapping", "validate", "demo"}).exit == 0);
    const auto tested = on_terminal({"mapping", "test", "demo", "dev:103"});
    CHECK(tested.exit == 0);
    CHECK(contains(tested.out, "trim"));
    const auto before = cli.everything();
    CHECK(on_terminal({"run", "demo", "-n"}).exit == 0);
    CHECK(cli.everything() == before);
    CHECK(on_terminal({"run", "demo"}).exit == 0);
    CHECK(on_terminal({"run", "demo"}).exit == 0);
    const auto settled = envelope_of(cli.must({"run", "demo", "--json"}));
    CHECK(settled["data"][0]["created"] == 0);
    CHECK(settled["data"][0]["updated"] == 0);
    CHECK(envelope_of(cli.must({"mapping", "log", "demo", "--json"}))["data"].size() == 2);
}

} // namespace syncctl::test
