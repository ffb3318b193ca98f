#include "chains.hpp"
#include "mapping/text_functions.hpp"

using namespace syncctl;
using namespace syncctl::test;
using model::Side;

namespace {

/// Values of every shape, empty and huge ones among them.
const std::vector<Value>& values_of_every_shape()
{
    static const std::vector<Value> values{text(""),
                                           text("x"),
                                           text("1"),
                                           text("\xFF\xC3"),
                                           text(std::string(1'000'000, 'a')),
                                           text(std::string(100'000, ';')),
                                           number("0"),
                                           number("-1.5"),
                                           number("1e300"),
                                           Value{true},
                                           Value{false},
                                           list({}),
                                           list({"a", "", "b;c"}),
                                           list(List(20'000, "x"))};
    return values;
}

/// A value, or a problem with a reason that is no longer than a line or two.
void check_is_sound(const TransformResult& result)
{
    if (const auto* problem = std::get_if<TransformProblem>(&result)) {
        CHECK_FALSE(problem->reason.empty());
        CHECK(problem->reason.size() < 500);
    } else {
        CHECK(std::holds_alternative<Value>(result));
    }
}

bool is_same(const TransformResult& one, const TransformResult& other)
{
    const auto* value = std::get_if<Value>(&one);
    return value == nullptr ? problem_of(one) == problem_of(other) : *value == value_of(other);
}

} // namespace

TEST_CASE("every transform is known by its name and its older name", "[mapping][transform]")
{
    CHECK(mapping::all_transforms().size() == 33);
    for (const auto& info : mapping::all_transforms()) {
        CHECK(mapping::find_transform(info.name) == &info);
        if (!info.older_name.empty()) {
            CHECK(mapping::find_transform(info.older_name) == &info);
        }
        CHECK(info.usage.starts_with(info.name));
        CHECK_FALSE(info.description.empty());
    }
    CHECK(mapping::find_transform("") == nullptr);
    CHECK(mapping::find_transform("UPPER") == nullptr);
    CHECK(text_of(chain("toUpperCase").forward(text("a"))) == "A");
}

TEST_CASE("null stays null in every transform but default", "[mapping][transform]")
{
    for (const auto& step : a_step_of_each()) {
        const Chain each{{step}};
        const bool fills_in = step.name == "default";
        CHECK(model::is_null(value_of(each.forward(Value{}))) != fills_in);
        CHECK(model::is_null(value_of(each.backward(Value{}))) != fills_in);
    }
}

TEST_CASE("every transform takes a value of any shape, or says why it does not",
          "[mapping][transform]")
{
    for (const auto& step : a_step_of_each()) {
        CAPTURE(step.name);
        REQUIRE(mapping::argument_problem(step) == std::nullopt);
        const Chain each{{step}};
        for (const auto& value : values_of_every_shape()) {
            check_is_sound(each.forward(value));
            check_is_sound(each.backward(value));
            check_is_sound(each.folded(Side::source, value));
            check_is_sound(each.folded(Side::target, value));
        }
    }
}

TEST_CASE("a shape that a transform does not announce is a problem, and names that shape",
          "[mapping][transform]")
{
    const std::vector<std::pair<mapping::Shape, Value>> values{
        {mapping::Shape::text, text("x")},
        {mapping::Shape::number, number("7")},
        {mapping::Shape::boolean, Value{true}},
        {mapping::Shape::list, list({"a"})}};
    for (const auto& step : a_step_of_each()) {
        const auto& info = *mapping::find_transform(step.name);
        for (const auto side : model::k_sides) {
            for (const auto& [shape, value] : values) {
                // What a table yields is text, and may be a number all the same.
                const bool is_number_back = step.name == "number" && side == Side::source;
                if (info.effects[side].takes.may_be(shape) || is_number_back) {
                    continue;
                }
                CAPTURE(step.name, side == Side::target, mapping::to_string(shape));
                const auto reason = problem_of(Chain{{step}}.towards(side, value));
                CHECK(reason.find("not a " + std::string{mapping::to_string(shape)} + " value") !=
                      std::string::npos);
            }
        }
    }
}

TEST_CASE("what a transform gives has the shape that it announces", "[mapping][transform]")
{
    const auto shape_of = [](const Value& value) { return std::string{model::shape_of(value)}; };
    for (const auto& step : a_step_of_each()) {
        const auto& info = *mapping::find_transform(step.name);
        for (const auto side : model::k_sides) {
            for (const auto& value : values_of_every_shape()) {
                const auto result = Chain{{step}}.towards(side, value);
                const auto* good = std::get_if<Value>(&result);
                const auto& effect = info.effects[side];
                if (good != nullptr && effect.keeps_shape) {
                    CHECK(shape_of(*good) == shape_of(value));
                } else if (good != nullptr && effect.gives != mapping::Shape::unknown) {
                    CHECK(shape_of(*good) == mapping::to_string(effect.gives));
                }
            }
        }
    }
}

TEST_CASE("hostile text goes through every transform as data, equal in and equal out",
          "[mapping][transform]")
{
    const auto texts = hostile_texts();
    REQUIRE(texts.size() == 89);
    for (const auto& step : a_step_of_each()) {
        const Chain one{{step}};
        const Chain other{{step}};
        for (const auto& hostile : texts) {
            for (const auto side : model::k_sides) {
                CAPTURE(step.name, hostile);
                const auto result = one.towards(side, text(hostile));
                check_is_sound(result);
                CHECK(is_same(result, other.towards(side, text(hostile))));
                const auto* value = std::get_if<Value>(&result);
                const auto* out = value == nullptr ? nullptr : std::get_if<std::string>(value);
                if (out != nullptr) {
                    CHECK(base::is_valid_utf8(*out));
                    CHECK(out->size() <= 1000 + 40 * hostile.size());
                }
            }
        }
    }
}

TEST_CASE("wrong steps are problems of every value but null, not crashes", "[mapping][transform]")
{
    for (const auto& wrong : {chain("no such"),
                              chain("truncate"),
                              chain("regex_replace", {"(", ""}),
                              chain("date", {"Mars"}),
                              chain("upper", {"x"})}) {
        CHECK(problem_of(wrong.forward(text("x"))) != "(no problem)");
        CHECK(problem_of(wrong.backward(text("x"))) != "(no problem)");
        CHECK(model::is_null(value_of(wrong.forward(Value{}))));
    }
    CHECK(problem_of(chain("no such").forward(text("x"))) == "unknown transform 'no such'");
}

TEST_CASE("a chain runs from left to right and back from right to left", "[mapping][transform]")
{
    const Chain both{{{"trim", {}, {}}, {"prefix", {"["}, {}}, {"suffix", {"]"}, {}}}};
    CHECK(text_of(both.forward(text(" a "))) == "[a]");
    CHECK(text_of(both.backward(text("[a]"))) == "a");
    CHECK(problem_of(both.backward(text("[a"))) == "the text does not end with ']'");
    CHECK(value_of(Chain{{}}.forward(number("1"))) == number("1"));
}

TEST_CASE("a trace shows each step in its direction, up to the first that fails",
          "[mapping][transform]")
{
    const Chain both{{{"toUpperCase", {}, {}}, {"prefix", {"A-"}, {}}, {"truncate", {"3"}, {}}}};
    const auto there = both.trace(Side::target, text("xyz"));
    REQUIRE(there.size() == 3);
    CHECK(there[0].step == "upper");
    CHECK(there[1].step == "prefix(A-)");
    CHECK(text_of(there[1].result) == "A-XYZ");
    CHECK(text_of(there[2].result) == "A-X");
    const auto back = both.trace(Side::source, text("BBBB"));
    REQUIRE(back.size() == 2);
    CHECK(back[0].step == "truncate(3)");
    CHECK(problem_of(back[1].result) == "the text does not start with 'A-'");
    CHECK(both.trace(Side::target, Value{}).size() == 3);
}

TEST_CASE("what a side has is folded out through the ways back and in through all steps",
          "[mapping][transform]")
{
    const Chain both{{{"upper", {}, {}}, {"prefix", {"P-"}, {}}}};
    CHECK(text_of(both.folded(Side::target, text("P-abc"))) == "P-ABC");
    CHECK(text_of(both.folded(Side::source, text("abc"))) == "ABC");
    CHECK(problem_of(both.folded(Side::target, text("abc"))).find("does not start") !=
          std::string::npos);
    const Chain cut{{{"suffix", {"-s"}, {}}, {"truncate", {"3"}, {}}}};
    CHECK(text_of(cut.folded(Side::target, text("abc-s"))) == "abc");
    CHECK(text_of(chain("html_text").folded(Side::target, text("a < b"))) == "a < b");
}

TEST_CASE("copies of a chain do the same, and outlive it", "[mapping][transform]")
{
    std::vector<Chain> copies;
    {
        const auto original = chain("regex_replace", {"a(.)", "$1a"});
        copies.assign(2, original);
    }
    CHECK(text_of(copies[0].forward(text("ab"))) == "ba");
    CHECK(text_of(copies[1].forward(text("ab"))) == "ba");
}

TEST_CASE("the number of arguments is checked for every transform", "[mapping][transform]")
{
    for (const auto& info : mapping::all_transforms()) {
        const std::string name{info.name};
        CAPTURE(name);
        CHECK(refusal_of(name, std::vector<std::string>(info.max_arguments + 1, "1"))
                  .starts_with(name + " takes "));
        if (info.min_arguments > 0) {
            CHECK(refusal_of(name, std::vector<std::string>(info.min_arguments - 1, "1"))
                      .starts_with(name + " takes "));
        }
    }
}

TEST_CASE("the manual has a line for every transform with its older name", "[mapping][transform]")
{
    std::ifstream file{std::string{SYNCCTL_SOURCE_DIR} + "/docs/mapping.md"};
    const std::string all{std::istreambuf_iterator<char>{file}, {}};
    const auto manual = all.substr(all.find("## Transforms"));
    for (const auto& info : mapping::all_transforms()) {
        const auto at = manual.find("\n| `" + std::string{info.usage} + "` | ");
        CAPTURE(info.usage);
        REQUIRE(at != std::string::npos);
        const auto line = manual.substr(at, manual.find('\n', at + 1) - at);
        CHECK(line.find(info.older_name) != std::string::npos);
    }
}
