#include "app/names.hpp"
#include "app_world.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

TEST_CASE("names are 1 to 64 letters, digits, dots, dashes and underscores", "[app]")
{
    for (const auto& good :
         {std::string{"a"}, std::string{"Dev-2.old_x"}, std::string(64, 'x'), std::string{"9"}}) {
        CHECK_NOTHROW(app::require_valid_name("pair", good));
    }
    for (const auto& bad : {std::string{},
                            std::string(65, 'x'),
                            std::string{"-x"},
                            std::string{".x"},
                            std::string{"a b"},
                            std::string{"a:b"},
                            std::string{"a\n"},
                            std::string{"\xc3\xa4"}}) {
        CHECK(code_of([&] { app::require_valid_name("pair", bad); }) == ErrorCode::usage);
    }
}

TEST_CASE("a name in a message is escaped and cut", "[app]")
{
    CHECK(app::shown("dev") == "'dev'");
    CHECK(app::shown("a\x1b[2J").find('\x1b') == std::string::npos);
    CHECK(app::shown(std::string(100'000, 'x')).size() < 100);
}

TEST_CASE("a suggestion is made for what is close, not for what is not", "[app]")
{
    CHECK(app::suggestion("dve", {"dev", "desk"}, "list").find("'dev'") != std::string::npos);
    CHECK(app::suggestion("completely-else", {"dev"}, "list") == "list");
    CHECK(app::suggestion(std::string(100'000, 'x'), {"dev"}, "list") == "list");
}

} // namespace syncctl::test
