#include "connectors/files/json_tree.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::connectors::files {

TEST_CASE("a document keeps its order and the spelling of its numbers", "[files]")
{
    const std::string text = R"({
  "zebra": 1.10,
  "apple": [
    0.10,
    1E2,
    -0.0,
    18446744073709551615,
    -9223372036854775808
  ],
  "empty": {},
  "none": [],
  "deep": {
    "b": null,
    "a": true,
    "": false
  }
}
)";
    CHECK(pretty_text(parse_tree(text)) == text);
}

TEST_CASE("texts survive escaping", "[files]")
{
    const std::string text =
        "\"\\\"\\\\ \\n\\r\\t\\u0000\\u0001\\u001b / \x7f \xC3\xA9 \xF0\x9F\x92\xBB\"";
    const JsonTree tree = parse_tree(text);

    std::string expected = "\"\\ \n\r\t";
    expected.push_back('\0');
    expected += "\x01\x1b / \x7f \xC3\xA9 \xF0\x9F\x92\xBB";
    CHECK(*tree.text() == expected);
    CHECK(*parse_tree(pretty_text(tree)).text() == *tree.text());
}

TEST_CASE("a key is replaced in its place, added at the end, or removed", "[files]")
{
    JsonTree tree = parse_tree(R"({"a": 1, "b": 2, "c": 3})");
    tree.set("b", {std::string{"new"}});
    tree.set("d", {true});
    tree.erase("a");
    tree.erase("not there");

    CHECK(pretty_text(tree) == "{\n  \"b\": \"new\",\n  \"c\": 3,\n  \"d\": true\n}\n");
    CHECK(tree.find("a") == nullptr);
    CHECK(parse_tree("[1]").find("a") == nullptr);
}

TEST_CASE("texts that are not one strict JSON document are refused", "[files]")
{
    const std::string deep(100'000, '[');
    for (const std::string& text : std::vector<std::string>{"",
                                                            "{",
                                                            "{} {}",
                                                            R"({"a": 1, "a": 2})",
                                                            "\xEF\xBB\xBF{}",
                                                            "{'a': 1}",
                                                            "[NaN]",
                                                            "[1e400]",
                                                            "[18446744073709551617]",
                                                            "[01]",
                                                            "// comment\n{}",
                                                            R"(["\ud800"])",
                                                            "[\"\x01\"]",
                                                            "[\"\xFF\"]",
                                                            deep}) {
        CAPTURE(text.substr(0, 40));
        CHECK_THROWS_AS(parse_tree(text), Error);
    }
}

} // namespace syncctl::connectors::files
