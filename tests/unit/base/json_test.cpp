#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using syncctl::Error;
using syncctl::ErrorCode;
using syncctl::base::JsonLimits;
using syncctl::base::parse_json;

namespace {

/// The message of the refusal.
std::string refusal(std::string_view text, const JsonLimits& limits = {})
{
    try {
        (void)parse_json(text, limits);
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::document);
        return error.message();
    }
    return "accepted";
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

} // namespace

TEST_CASE("JSON from outside is read as it is", "[base]")
{
    const auto json = parse_json(R"({"a": [1, "zwei", null, true, {"b": -2}], "c": 0.25})");
    CHECK(json["a"][1] == "zwei");
    CHECK(json["a"][4]["b"] == -2);
    CHECK(json["c"] == 0.25);
    CHECK(parse_json(" \"alone\" ") == "alone");
    CHECK(parse_json("\"\\ud83d\\ude00\"") == "\xF0\x9F\x98\x80");
}

TEST_CASE("a million nested values are refused before they can crash anything", "[base]")
{
    CHECK(refusal(repeated("[", 1'000'000)) == "nested more than 64 levels deep at octet 65");
    CHECK(refusal(repeated("{\"a\":", 1'000'000)).find("nested more than 64 levels") == 0);
    CHECK(refusal(repeated("[", 65) + repeated("]", 65)).find("nested") == 0);
    CHECK(refusal(repeated("[", 64) + repeated("]", 64)) == "accepted");
}

TEST_CASE("the number of values and octets of one document is bounded", "[base]")
{
    CHECK(refusal("[" + repeated("1,", 2'000'000) + "1]").find("more than 1000000 values") == 0);
    CHECK(refusal("[1,2]", {.max_bytes = 4}) == "too large: 5 octets, the limit is 4");
    CHECK(refusal("[1,2]", {.max_nodes = 3}) == "accepted");
    CHECK(refusal("[1,2]", {.max_nodes = 2}).find("more than 2 values") == 0);
}

TEST_CASE("what is not exactly JSON is refused with its place", "[base]")
{
    CHECK(refusal("\xEF\xBB\xBF{}").find("byte-order mark") != std::string::npos);
    CHECK(refusal("{} x") == "not valid JSON at octet 4");
    CHECK(refusal(R"({"id": 1, "id": 2})") == "the same key twice in one object at octet 14");
    for (const std::string_view text : {std::string_view{""},
                                        std::string_view{" "},
                                        std::string_view{"{} {}"},
                                        std::string_view{"{} ]"},
                                        std::string_view{"[1,]"},
                                        std::string_view{"NaN"},
                                        std::string_view{"[Infinity]"},
                                        std::string_view{"[-Infinity]"},
                                        std::string_view{"[1e400]"},
                                        std::string_view{"[01]"},
                                        std::string_view{"[+1]"},
                                        std::string_view{"[.5]"},
                                        std::string_view{"{'a': 1}"},
                                        std::string_view{"// comment\n{}"},
                                        std::string_view{"/* comment */ {}"},
                                        std::string_view{"\"\\ud800\""},
                                        std::string_view{"\"\\udc00\\ud800\""},
                                        std::string_view{"\"raw\ncontrol\""},
                                        std::string_view{"\"\xC0\xAF\""},
                                        std::string_view{"\"\xED\xA0\x80\""},
                                        std::string_view{"\"caf\xE9\""},
                                        std::string_view{"{}\0", 3}}) {
        INFO(text);
        CHECK(refusal(text).find(" at octet ") != std::string::npos);
    }
}

TEST_CASE("a refusal never quotes the text", "[base]")
{
    for (const auto* text : {R"({"token": "sk-secret-0123456789)",
                             R"({"sk-secret": 1, "sk-secret": 2})",
                             "sk-secret",
                             R"(["sk-secret" "sk-secret"])"}) {
        CHECK(refusal(text).find("sk-") == std::string::npos);
        CHECK(refusal(text) != "accepted");
    }
}

TEST_CASE("a number is kept exactly or refused", "[base]")
{
    CHECK(parse_json("9007199254740993").dump() == "9007199254740993");
    CHECK(parse_json("18446744073709551615").dump() == "18446744073709551615");
    CHECK(parse_json("-9223372036854775808").dump() == "-9223372036854775808");
    CHECK(parse_json("0.1").get<double>() == 0.1);
    CHECK(parse_json("1.50").get<double>() == 1.5);
    CHECK(parse_json("1e3").get<double>() == 1000);
    CHECK(parse_json("0.30000000000000004").get<double>() == 0.1 + 0.2);
    for (const auto* text : {"18446744073709551616",
                             "18446744073709551617",
                             "-9223372036854775809",
                             "1.00000000000000000001",
                             "9007199254740993.5"}) {
        INFO(text);
        CHECK(refusal(text).find("cannot be held exactly") != std::string::npos);
    }
}

TEST_CASE("writing JSON never fails on broken text", "[base]")
{
    CHECK(syncctl::base::dump_json({{"a", "caf\xE9"}}) == "{\"a\":\"caf\xEF\xBF\xBD\"}");
    CHECK(syncctl::base::dump_json_pretty({{"a", 1}}) == "{\n  \"a\": 1\n}");
}
