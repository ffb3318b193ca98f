#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

std::string
replaced(const std::string& pattern, const std::string& replacement, const std::string& value)
{
    return text_of(chain("regex_replace", {pattern, replacement}).forward(text(value)));
}

std::string refusal(const std::string& pattern, const std::string& replacement = "")
{
    return refusal_of("regex_replace", {pattern, replacement});
}

std::string problem_with(const std::string& pattern, const std::string& value)
{
    return problem_of(chain("regex_replace", {pattern, "-"}).forward(text(value)));
}

constexpr auto k_too_many_steps = "regex_replace takes too many steps to match this text";

} // namespace

TEST_CASE("every match is replaced", "[mapping][transform][regex]")
{
    CHECK(replaced("[0-9]+", "#", "a1 b22 c") == "a# b# c");
    CHECK(replaced("^\\[.*?\\] ", "", "[RE] [FW] x") == "[FW] x");
    CHECK(replaced("x", "y", "abc") == "abc");
    CHECK(replaced("x", "y", "").empty());
    CHECK(replaced("(?i)bug", "Bug", "BUG bug") == "Bug Bug");
    CHECK(text_of(chain("regex_replace", {"a", "b"}).backward(text("aa"))) == "bb");
}

TEST_CASE("empty matches stand between the characters, as in ECMAScript",
          "[mapping][transform][regex]")
{
    CHECK(replaced("x*", "-", "abc") == "-a-b-c-");
    CHECK(replaced("a*", "-", "baac") == "-b--c-");
    CHECK(replaced("", "|", "é🎉") == "|é|🎉|");
    CHECK(replaced("$", "!", "a\n") == "a\n!");
    CHECK(replaced("(?m)^", "> ", "a\nb") == "> a\n> b");
}

TEST_CASE("characters are code points of all alphabets", "[mapping][transform][regex]")
{
    CHECK(replaced(".", "x", "é🎉日") == "xxx");
    CHECK(replaced("\\w+", "w", "straße Ünï 日本") == "w w w");
    CHECK(replaced("\\p{Lu}", "u", "aÄЖ") == "auu");
    CHECK(replaced("\\u00e9|\\u{1F389}", "x", "é🎉") == "xx");
    CHECK(replaced("[à-ý]", "x", "aéz") == "axz");
}

TEST_CASE("a replacement names groups by number and by name", "[mapping][transform][regex]")
{
    CHECK(replaced("(\\w+)-(\\w+)", "$2-$1", "a-b") == "b-a");
    CHECK(replaced("b", "[$&]", "abc") == "a[b]c");
    CHECK(replaced("a", "$$1", "a") == "$1");
    CHECK(replaced("(?<word>\\w+)", "<${word}>$<word>", "a") == "<a>a");
    CHECK(replaced("(a)", "$12", "a") == "a2");
    CHECK(replaced("(a)", "${1}2", "a") == "a2");
    CHECK(replaced("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)", "$10", "abcdefghij") == "j");
    CHECK(replaced("(a)|(b)", "[$1$2]", "ab") == "[a][b]");
    CHECK(replaced("(a)?b", "<$1>", "b") == "<>");
    CHECK(replaced("a", "US$ 5", "a") == "US$ 5");
    CHECK(replaced("a", "$", "a") == "$");
    CHECK(replaced("a", "\\n", "a") == "\\n");
    CHECK(replaced("a", "{0}{1}{999}%n%s", "a") == "{0}{1}{999}%n%s");
}

TEST_CASE("a bad pattern is refused when the mapping is saved, with its place",
          "[mapping][transform][regex]")
{
    CHECK(refusal("a(b").starts_with("bad pattern at character 4: missing closing parenthesis"));
    CHECK(refusal("é[z-a]").starts_with("bad pattern at character "));
    CHECK(refusal("*").starts_with("bad pattern at character 1: "));
    CHECK(refusal("(?<=a+)b").starts_with("bad pattern at character "));
    CHECK(refusal("\\C").starts_with("bad pattern at character "));
    CHECK(refusal("(?C1000)").starts_with("bad pattern at character "));
    CHECK(refusal("\xFF").starts_with("bad pattern at character 1: "));
    CHECK(refusal("éa{1001}") == "bad pattern at character 3: a repetition counts up to 1000");
    CHECK(refusal("a{2,99999999999}").find("counts up to 1000") != std::string::npos);
    CHECK(refusal("(((a{1000}){1000}){1000}){1000}").starts_with("bad pattern"));
    CHECK(refusal(std::string(5000, 'a')).find("longer than 4096") != std::string::npos);
    CHECK(refusal(std::string(2000, '(') + std::string(2000, ')')).starts_with("bad pattern"));
    CHECK(refusal("a{1000}").empty());
    CHECK(refusal("\\{2000}").empty());
}

TEST_CASE("a replacement that names no group is refused when the mapping is saved",
          "[mapping][transform][regex]")
{
    CHECK(refusal("(a)", "é$2") ==
          "bad replacement at character 2: the pattern has 1 group, so there is no $2");
    CHECK(refusal("a", "$0").find("there is no $0") != std::string::npos);
    CHECK(refusal("(?<x>a)", "${y}") ==
          "bad replacement at character 1: the pattern has no group 'y'");
    CHECK(refusal("(a)", "${2}").find("no group '2'") != std::string::npos);
    CHECK(refusal("(a)", "$<x").find("has no end") != std::string::npos);
    CHECK(refusal("(a)", "$<>").find("no group ''") != std::string::npos);
    CHECK(refusal("(a)", "$`").find("$$ is a dollar") != std::string::npos);
    CHECK(refusal("(a)", "$1$&$$").empty());
}

TEST_CASE("matching that explodes is a problem, and no hang", "[mapping][transform][regex]")
{
    const std::string many(1'000'000, 'a');
    const auto almost = [] {
        std::string text;
        while (text.size() < 1'000'000) {
            text += std::string(999, 'a') + "b";
        }
        return text + "cx";
    }();
    SECTION("with the power of the length")
    {
        CHECK(problem_with("(a+)+$", many + "b") == k_too_many_steps);
        CHECK(problem_with("(a+)+$", std::string(40, 'a') + "b") == k_too_many_steps);
        CHECK(problem_with("(a|aa)+$", std::string(100, 'a') + "b") == k_too_many_steps);
        CHECK(problem_with("^(([a-z])+.)+[A-Z]([a-z])+$", many) == k_too_many_steps);
    }
    SECTION("with the square of the length")
    {
        CHECK(problem_with("\\s+$", std::string(300'000, ' ') + "x") == k_too_many_steps);
        CHECK(problem_with("a+b", many + "cb") == k_too_many_steps);
        CHECK(problem_with("(?=(a+))\\1b", many + "cb") == k_too_many_steps);
    }
    SECTION("within one step")
    {
        CHECK(problem_with("a{1000}", almost) == k_too_many_steps);
        CHECK(problem_with("(a+)\\1\\1b", many + "cb") == k_too_many_steps);
        CHECK(problem_with("(?i)(a+)b\\1x", almost) == k_too_many_steps);
    }
    SECTION("by recursion")
    {
        CHECK(problem_with("(a(?1)?a)+$", many + "b") == k_too_many_steps);
        CHECK(problem_with("^(a|(?R))*$", std::string(1000, 'a') + "b") == k_too_many_steps);
    }
}

TEST_CASE("long texts that match in one go are no problem", "[mapping][transform][regex]")
{
    const std::string many(1'000'000, 'a');
    CHECK(replaced("a+", "b", many) == "b");
    CHECK(replaced("[^a]", "b", many) == many);
    CHECK(replaced("a", "b", many) == std::string(1'000'000, 'b'));
    CHECK(replaced("(a)(a)", "$2", many).size() == 500'000);
    CHECK(replaced("<[^>]*>", "", "<b>" + many + "</b>") == many);
}

TEST_CASE("a replacement makes no more than 16 MiB of a text", "[mapping][transform][regex]")
{
    const std::string many(100'000, 'a');
    CHECK(problem_of(chain("regex_replace", {"a", std::string(1000, 'b')}).forward(text(many))) ==
          "regex_replace would make more than 16 MiB of this text");
    std::string groups;
    for (int i = 0; i < 10'000; ++i) {
        groups += "$1";
    }
    CHECK(problem_of(chain("regex_replace", {"(a+)", groups}).forward(text(many))).find("16 MiB") !=
          std::string::npos);
}

TEST_CASE("text that is not UTF-8 is refused, not matched", "[mapping][transform][regex]")
{
    CHECK(problem_with("a", "a\xFF") == "regex_replace takes text in UTF-8, which this is not");
    CHECK(replaced("\\x00", "0", std::string("a\0b", 3)) == "a0b");
}

TEST_CASE("\\K keeps what was matched before it", "[mapping][transform][regex]")
{
    CHECK(replaced("foo\\Kbar", "x", "foobar") == "foox");
    CHECK(refusal("(?=ab\\K)").starts_with("bad pattern"));
}
