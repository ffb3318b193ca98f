#include "mapping/text_functions.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/transform.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <clocale>
#include <fstream>
#include <random>

using namespace syncctl;
using mapping::Chain;
using mapping::TransformProblem;
using mapping::TransformResult;
using model::List;
using model::Number;
using model::Value;

namespace {

Chain chain(std::string name,
            std::vector<std::string> arguments = {},
            std::vector<model::TransformStep::TableLine> table = {})
{
    return Chain{{{std::move(name), std::move(arguments), std::move(table)}}};
}

Value value_of(const TransformResult& result)
{
    if (const auto* problem = std::get_if<TransformProblem>(&result)) {
        FAIL("unexpected problem: " << problem->reason);
    }
    return std::get<Value>(result);
}

std::string text_of(const TransformResult& result)
{
    return std::get<std::string>(value_of(result));
}

std::string problem_of(const TransformResult& result)
{
    const auto* problem = std::get_if<TransformProblem>(&result);
    return problem == nullptr ? "(no problem)" : problem->reason;
}

Value text(std::string value)
{
    return Value{std::move(value)};
}

Value number(std::string value)
{
    return Value{Number{std::move(value)}};
}

const std::vector<model::TransformStep::TableLine> k_table{{"1", "High", model::Arrow::both},
                                                           {"2", "Low", model::Arrow::both},
                                                           {"3", "Low", model::Arrow::to_target},
                                                           {"9", "_", model::Arrow::to_source}};

/// One chain of each kind, in the order of all_transforms.
std::vector<Chain> all_chains()
{
    return {chain("none"),
            chain("map", {"t"}, k_table),
            chain("default", {"d"}),
            chain("upper"),
            chain("lower"),
            chain("trim"),
            chain("truncate", {"5", "."}),
            chain("prefix", {"p-"}),
            chain("suffix", {"-s"}),
            chain("replace", {"a", "bb"}),
            chain("number"),
            chain("text"),
            chain("boolean")};
}

std::vector<std::string> hostile_texts()
{
    std::ifstream file{std::string{SYNCCTL_TEST_DATA} + "/vectors/hostile-strings.json"};
    const auto vectors = nlohmann::json::parse(file);
    std::vector<std::string> texts;
    for (const auto& row : vectors.at("tests")) {
        const auto hex = row.at("hex").get<std::string>();
        std::string octets;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            octets.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
        }
        if (base::is_valid_utf8(octets)) {
            texts.push_back(std::move(octets));
        }
    }
    return texts;
}

/// Text of letters, signs, spaces and characters outside of the basic plane.
std::string some_text(std::mt19937& random)
{
    static const std::array<std::string, 14> k_pieces{
        "a", "Z", " ", "ß", "é", "Σ", "日", "🎉", "e\u0301", "\u200D", "I", "i", "\n", "-"};
    std::string result;
    const auto count = random() % 12;
    for (unsigned i = 0; i < count; ++i) {
        result += k_pieces[random() % k_pieces.size()];
    }
    return result;
}

} // namespace

TEST_CASE("every transform is known by its name and its older name", "[mapping][transform]")
{
    CHECK(mapping::all_transforms().size() == all_chains().size());
    for (const auto& info : mapping::all_transforms()) {
        CHECK(mapping::find_transform(info.name) == &info);
        if (!info.older_name.empty()) {
            CHECK(mapping::find_transform(info.older_name) == &info);
        }
    }
    CHECK(mapping::find_transform("") == nullptr);
    CHECK(mapping::find_transform("UPPER") == nullptr);
    CHECK(text_of(chain("toUpperCase").forward(text("a"))) == "A");
}

TEST_CASE("null stays null in every transform but default", "[mapping][transform]")
{
    const auto chains = all_chains();
    for (std::size_t i = 0; i < chains.size(); ++i) {
        const bool fills_in = mapping::all_transforms()[i].name == "default";
        CHECK(model::is_null(value_of(chains[i].forward(Value{}))) != fills_in);
        CHECK(model::is_null(value_of(chains[i].backward(Value{}))) != fills_in);
    }
    CHECK(text_of(chain("default", {"d"}).forward(Value{})) == "d");
    CHECK(text_of(chain("default", {"d"}).forward(text(""))).empty());
}

TEST_CASE("zero, false and empty text travel like any other value", "[mapping][transform]")
{
    for (const auto& value : {number("0"), Value{false}, text("")}) {
        CHECK(value_of(chain("none").forward(value)) == value);
        CHECK(value_of(chain("default", {"d"}).forward(value)) == value);
    }
    CHECK(text_of(chain("upper").forward(text(""))).empty());
    CHECK(text_of(chain("text").forward(Value{false})) == "false");
    CHECK(text_of(chain("text").forward(number("0"))) == "0");
}

TEST_CASE("text functions refuse everything that is not text and name its shape",
          "[mapping][transform]")
{
    for (const auto& each : {chain("upper"),
                             chain("lower"),
                             chain("trim"),
                             chain("truncate", {"3"}),
                             chain("prefix", {"p"}),
                             chain("suffix", {"s"})}) {
        CHECK(problem_of(each.forward(number("1"))).find("takes text, not a number value") !=
              std::string::npos);
        CHECK(problem_of(each.forward(Value{true})).find("not a boolean value") !=
              std::string::npos);
        CHECK(problem_of(each.forward(Value{List{"a"}})).find("not a list value") !=
              std::string::npos);
        CHECK(problem_of(each.backward(number("1"))).find("takes text") != std::string::npos);
    }
}

TEST_CASE("the other functions refuse what they cannot take", "[mapping][transform]")
{
    const Value list{List{"a"}};
    CHECK(problem_of(chain("map", {"t"}, k_table).forward(list)).find("not a list value") !=
          std::string::npos);
    CHECK(problem_of(chain("number").forward(list)).find("not a list value") != std::string::npos);
    CHECK(problem_of(chain("number").forward(Value{true})).find("not a boolean value") !=
          std::string::npos);
    CHECK(problem_of(chain("number").backward(text("x"))).find("is not a decimal number") !=
          std::string::npos);
    CHECK(problem_of(chain("text").forward(list)).find("not a list value") != std::string::npos);
    CHECK(problem_of(chain("text").backward(number("1"))).find("text on the way back") !=
          std::string::npos);
    CHECK(problem_of(chain("text").backward(text("x"))).find("neither a decimal number") !=
          std::string::npos);
    CHECK(problem_of(chain("boolean").forward(list)).find("not a list value") != std::string::npos);
    CHECK(problem_of(chain("no such").forward(text("x"))).find("unknown transform") !=
          std::string::npos);
}

TEST_CASE("case mapping covers the alphabets and asks no locale", "[mapping][transform]")
{
    const char* before = std::setlocale(LC_ALL, nullptr);
    const std::string saved = before == nullptr ? "C" : before;
    for (const auto* locale : {"C", "tr_TR.UTF-8", "C.UTF-8"}) {
        std::setlocale(LC_ALL, locale);
        CHECK(mapping::to_upper("iı straße ﬁn àéñ") == "II STRASSE FIN ÀÉÑ");
        CHECK(mapping::to_lower("I İ") == "i i\u0307");
        CHECK(mapping::to_upper("λόγος привет ձայն ა") == "ΛΌΓΟΣ ПРИВЕТ ՁԱՅՆ Ა");
        CHECK(mapping::to_lower("ΛΌΓΟΣ ПРИВЕТ ՁԱՅՆ Ა") == "λόγος привет ձայն ა");
        CHECK(mapping::to_upper("ŉ ΐ և ǰ ĳ") == "ʼN \u0399\u0308\u0301 ԵՒ J\u030C Ĳ");
        CHECK(mapping::to_lower("𐐀 Σ ΑΣΑ") == "𐐨 σ ασα");
        CHECK(mapping::to_upper("日本 🎉 123") == "日本 🎉 123");
    }
    std::setlocale(LC_ALL, saved.c_str());
}

TEST_CASE("case mapping is stable when applied twice", "[mapping][transform]")
{
    for (char32_t point = 0x20; point < 0x20000; ++point) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        std::string one;
        if (point < 0x80) {
            one = static_cast<char>(point);
        } else if (point < 0x800) {
            one = {static_cast<char>(0xC0U | (point >> 6U)),
                   static_cast<char>(0x80U | (point & 0x3FU))};
        } else if (point < 0x10000) {
            one = {static_cast<char>(0xE0U | (point >> 12U)),
                   static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
                   static_cast<char>(0x80U | (point & 0x3FU))};
        } else {
            one = {static_cast<char>(0xF0U | (point >> 18U)),
                   static_cast<char>(0x80U | ((point >> 12U) & 0x3FU)),
                   static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
                   static_cast<char>(0x80U | (point & 0x3FU))};
        }
        const auto upper = mapping::to_upper(one);
        const auto lower = mapping::to_lower(one);
        if (mapping::to_upper(upper) != upper || mapping::to_lower(lower) != lower) {
            FAIL("not stable: " << one);
        }
    }
}

TEST_CASE("trim removes Unicode white space and byte-order marks at both ends only",
          "[mapping][transform]")
{
    const auto trim = chain("trim");
    CHECK(text_of(trim.forward(text("\uFEFF \t\u00A0a b\u3000\u2003\r\n"))) == "a b");
    CHECK(text_of(trim.forward(text(" \u2028\u0085 "))).empty());
    CHECK(text_of(trim.forward(text("\u200Ba"))) == "\u200Ba");
}

TEST_CASE("truncate counts code points and keeps clusters whole", "[mapping][transform]")
{
    CHECK(text_of(chain("truncate", {"3"}).forward(text("日本語文"))) == "日本語");
    CHECK(text_of(chain("truncate", {"3"}).forward(text("abc"))) == "abc");
    CHECK(text_of(chain("truncate", {"5", "..."}).forward(text("abcdef"))) == "ab...");
    CHECK(text_of(chain("truncate", {"6", "..."}).forward(text("abcdef"))) == "abcdef");
    CHECK(text_of(chain("truncate", {"3", "..."}).forward(text("abcdef"))) == "...");
    CHECK(text_of(chain("truncate", {"2"}).forward(text("ae\u0301x"))) == "a");
    CHECK(text_of(chain("truncate", {"3"}).forward(text("a👩\u200D👩x"))) == "a");
    CHECK(text_of(chain("truncate", {"2"}).forward(text("e\u0301\u0301\u0301"))) == "e\u0301");
}

TEST_CASE("prefix and suffix come off on the way back, or say what is missing",
          "[mapping][transform]")
{
    CHECK(text_of(chain("prefix", {"INC-"}).forward(text("7"))) == "INC-7");
    CHECK(text_of(chain("prefix", {"INC-"}).backward(text("INC-7"))) == "7");
    CHECK(problem_of(chain("prefix", {"INC-"}).backward(text("7"))) ==
          "the text does not start with 'INC-'");
    CHECK(problem_of(chain("suffix", {"!"}).backward(text("7"))) ==
          "the text does not end with '!'");
}

TEST_CASE("map looks values up in both directions and guesses nothing", "[mapping][transform]")
{
    const auto map = chain("map", {"priority"}, k_table);
    CHECK(text_of(map.forward(number("1"))) == "High");
    CHECK(text_of(map.forward(text("3"))) == "Low");
    CHECK(text_of(map.backward(text("Low"))) == "2");
    CHECK(text_of(map.backward(text("Other"))) == "9");
    CHECK(problem_of(map.forward(text("4"))) == "priority has no line for '4' towards the target");
    CHECK(problem_of(map.forward(text("high"))).find("no line for 'high'") != std::string::npos);
    CHECK(problem_of(map.forward(text(std::string(500, 'x')))).size() < 150);
}

TEST_CASE("number reads decimal text only", "[mapping][transform]")
{
    const auto each = chain("number");
    CHECK(value_of(each.forward(text(" 12.50 "))) == number("12.5"));
    CHECK(value_of(each.forward(text("-0"))) == number("0"));
    CHECK(value_of(each.forward(text("9007199254740993"))) == number("9007199254740993"));
    for (const std::string wrong :
         {"", " ", "abc", "1,5", "12px", "0x10", "1e", "NaN", "inf", "--1", "1 2", "١"}) {
        CHECK(problem_of(each.forward(text(wrong))).find("is not a decimal number") !=
              std::string::npos);
    }
}

TEST_CASE("boolean reads eight words in any case", "[mapping][transform]")
{
    const auto each = chain("boolean");
    for (const std::string yes : {"true", "YES", "On", "1", " yes "}) {
        CHECK(value_of(each.forward(text(yes))) == Value{true});
    }
    for (const std::string no : {"false", "NO", "oFF", "0"}) {
        CHECK(value_of(each.forward(text(no))) == Value{false});
    }
    CHECK(value_of(each.forward(number("1"))) == Value{true});
    CHECK(problem_of(each.forward(number("2"))).find("none of true") != std::string::npos);
    for (const std::string wrong : {"", "y", "ja", "truth"}) {
        CHECK(problem_of(each.forward(text(wrong))).find("none of true") != std::string::npos);
    }
}

TEST_CASE("lossless transforms give back what went in, and keep what comes back",
          "[mapping][transform]")
{
    std::mt19937 random{20240229};
    for (int i = 0; i < 2000; ++i) {
        const auto any = text(some_text(random));
        for (const auto& each :
             {chain("none"), chain("prefix", {"é-"}), chain("suffix", {"\u0301x"})}) {
            const auto there = value_of(each.forward(any));
            CHECK(value_of(each.backward(there)) == any);
            CHECK(value_of(each.forward(value_of(each.backward(there)))) == there);
        }
        const auto digits = std::to_string(static_cast<long>(random()) - 2'000'000'000L) + "." +
                            std::to_string(random() % 1000U);
        const auto canonical = model::number_from_text(digits);
        CHECK(value_of(chain("text").backward(value_of(chain("text").forward(Value{canonical})))) ==
              Value{canonical});
        const auto plain = text(canonical.text);
        CHECK(value_of(chain("number").backward(value_of(chain("number").forward(plain)))) ==
              plain);
    }
    for (const bool flag : {true, false}) {
        CHECK(value_of(chain("text").backward(value_of(chain("text").forward(Value{flag})))) ==
              Value{flag});
    }
    const auto one_to_one =
        chain("map", {"t"}, {{"1", "a", model::Arrow::both}, {"2", "b", model::Arrow::both}});
    for (const std::string key : {"1", "2"}) {
        CHECK(value_of(one_to_one.backward(value_of(one_to_one.forward(text(key))))) == text(key));
    }
}

TEST_CASE("comparable text transforms change nothing when applied twice", "[mapping][transform]")
{
    std::mt19937 random{77};
    for (int i = 0; i < 2000; ++i) {
        const auto any = text(some_text(random));
        for (const auto& each : {chain("upper"),
                                 chain("lower"),
                                 chain("trim"),
                                 chain("truncate", {"5"}),
                                 chain("truncate", {"5", "…"})}) {
            const auto once = value_of(each.forward(any));
            CHECK(value_of(each.forward(once)) == once);
            CHECK(value_of(each.backward(any)) == once);
            CHECK(base::is_valid_utf8(std::get<std::string>(once)));
        }
        CHECK(base::code_points(text_of(chain("truncate", {"5", "…"}).forward(any))) <= 5);
    }
}

TEST_CASE("hostile text goes through every transform as data, equal in and equal out",
          "[mapping][transform]")
{
    const auto texts = hostile_texts();
    REQUIRE(texts.size() > 50);
    for (const auto& hostile : texts) {
        const auto value = text(hostile);
        CHECK(value_of(chain("none").forward(value)) == value);
        for (const auto& each : all_chains()) {
            for (const auto side : {model::Side::source, model::Side::target}) {
                const auto first = each.towards(side, value);
                const auto second = each.towards(side, value);
                REQUIRE(first.index() == second.index());
                if (const auto* result = std::get_if<Value>(&first)) {
                    CHECK(*result == std::get<Value>(second));
                    const auto* out = std::get_if<std::string>(result);
                    CHECK((out == nullptr || base::is_valid_utf8(*out)));
                } else {
                    CHECK_FALSE(problem_of(first).empty());
                }
            }
        }
    }
}

TEST_CASE("a chain runs from left to right and back from right to left", "[mapping][transform]")
{
    const Chain both{{{"trim", {}, {}}, {"prefix", {"["}, {}}, {"suffix", {"]"}, {}}}};
    CHECK(text_of(both.forward(text(" a "))) == "[a]");
    CHECK(text_of(both.backward(text("[a]"))) == "a");
    CHECK(problem_of(both.backward(text("[a"))) == "the text does not end with ']'");
    CHECK(value_of(Chain{{}}.forward(number("1"))) == number("1"));
}
