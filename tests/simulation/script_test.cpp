#include "script.hpp"
#include "shrink.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl::simulation;

TEST_CASE("a script reads back as it was written", "[simulation]")
{
    const Script script{{{"edit", "source", "a", "Title= two words "}}, {{"run", "full"}}};
    CHECK(to_text(script) == "edit source a \"Title= two words \"\nrun full\n");
    CHECK(to_text(script_from_text("# why\n\n" + to_text(script))) == to_text(script));
}

TEST_CASE("shrinking leaves the steps and words that matter", "[simulation]")
{
    Script script;
    for (int i = 0; i < 20; ++i) {
        script.push_back({{"rest", std::to_string(i)}});
    }
    script[3] = {{"create", "source", "a", "Bug", "Title=x", "Notes=y"}};
    script[15] = {{"run", "full", "source@1=die", "batch=2"}};
    const auto holds = [](const Script& shorter) {
        const auto text = to_text(shorter);
        const auto create = text.find("create source a Bug");
        const auto death = text.find("source@1=die");
        return create != std::string::npos && death != std::string::npos && create < death;
    };
    CHECK(to_text(shrink(script, holds)) == "create source a Bug\nrun source@1=die\n");
}
