// The laws of lossless transforms: inverse(f(x)) = x and f(inverse(y)) = y, for each of them and
// for chains of them, over generated values; and that comparable ones settle.

#include "chains.hpp"

#include <functional>

using namespace syncctl;
using namespace syncctl::test;
using model::Side;
using model::TransformStep;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit)
{
    return random() % limit;
}

std::string a_word(Random& random)
{
    static const std::array<std::string, 10> k_letters{
        "a", "B", "é", "ß", "日", "🎉", "7", "-", "_", "e\u0301"};
    std::string word = "w";
    for (auto left = below(random, 5); left > 0; --left) {
        word += k_letters[below(random, k_letters.size())];
    }
    return word;
}

std::string words(Random& random, const std::string& separator)
{
    auto text = a_word(random);
    for (auto left = below(random, 4); left > 0; --left) {
        text += separator + a_word(random);
    }
    return text;
}

std::string a_decimal(Random& random)
{
    const auto digits = std::to_string(static_cast<long>(random()) - 2'000'000'000L);
    return model::number_from_text(digits + "." + std::to_string(random() % 1000U)).text;
}

List a_list(Random& random)
{
    List list;
    for (auto left = below(random, 5); left > 0; --left) {
        list.push_back(a_word(random));
    }
    return list;
}

const std::vector<TransformStep::TableLine> k_words{{"w", "one", model::Arrow::both},
                                                    {"x y", "two", model::Arrow::both},
                                                    {"", "none", model::Arrow::both}};
const std::vector<TransformStep::TableLine> k_people{
    {"jane@contoso.com", "j.doe@desk.example", model::Arrow::both},
    {"Build Service", "robot@desk.example", model::Arrow::both}};

/// A lossless step with values of its domain and of its range.
struct Law {
    TransformStep step;
    std::function<Value(Random&)> source;
    std::function<Value(Random&)> target;
};

template <std::size_t k_size>
std::function<Value(Random&)> one_of(std::array<std::string, k_size> texts)
{
    return [texts](Random& random) { return text(texts[below(random, k_size)]); };
}

std::vector<Law> laws()
{
    const auto any = [](Random& random) { return text(some_text(random)); };
    const auto decimal = [](Random& random) { return text(a_decimal(random)); };
    const auto a_number = [](Random& random) { return number(a_decimal(random)); };
    const auto pieces = [](Random& random) { return list(a_list(random)); };
    const auto lines = [](Random& random) { return text(words(random, "\n")); };
    const auto joined = [](const std::string& separator) {
        return [separator](Random& random) { return text(words(random, separator)); };
    };
    const auto on_path = [](const std::string& root) {
        return [root](Random& random) {
            return text(below(random, 4) == 0 ? root : root + "\\" + words(random, "\\"));
        };
    };
    const auto html_of_lines = [lines](Random& random) {
        return value_of(chain("text_html").forward(lines(random)));
    };
    const auto around = [](const std::string& before, const std::string& after) {
        return [=](Random& random) { return text(before + some_text(random) + after); };
    };
    const std::array<std::string, 4> numerals{"1", "2", "3", "4"};
    const std::array<std::string, 4> levels{"Critical", "High", "Medium", "Low"};
    const std::array<std::string, 4> desk{"Urgent", "High", "Normal", "Low"};
    return {
        {{"none", {}, {}}, any, any},
        {{"prefix", {"é-"}, {}}, any, around("é-", "")},
        {{"suffix", {"\u0301x"}, {}}, any, around("", "\u0301x")},
        {{"number", {}, {}}, decimal, a_number},
        {{"text", {}, {}}, a_number, decimal},
        {{"list", {"; "}, {}}, joined("; "), pieces},
        {{"list", {","}, {}}, joined(","), pieces},
        {{"join", {" | "}, {}}, pieces, joined(" | ")},
        {{"map", {"t"}, k_words}, one_of<3>({"w", "x y", ""}), one_of<3>({"one", "two", "none"})},
        {{"user", {}, k_people},
         one_of<3>({"jane@contoso.com", "Build Service", "else@contoso.com"}),
         one_of<3>({"j.doe@desk.example", "robot@desk.example", "else@contoso.com"})},
        {{"priority_text", {}, {}}, one_of(numerals), one_of(levels)},
        {{"text_priority", {}, {}}, one_of(levels), one_of(numerals)},
        {{"sdp_priority", {}, {}}, one_of(numerals), one_of(desk)},
        {{"ado_priority", {}, {}}, one_of(desk), one_of(numerals)},
        {{"path_reroot", {"Old", "New\\Sub"}, {}}, on_path("Old"), on_path("New\\Sub")},
        {{"text_html", {}, {}}, lines, html_of_lines},
    };
}

void check_round_trip(const Chain& chain, Side away, const Value& value)
{
    const auto there = value_of(chain.towards(away, value));
    CHECK(value_of(chain.towards(model::other(away), there)) == value);
}

/// Chains of steps that go together: text of pieces that stay pieces, whatever is put around them.
Chain a_chain_for_pieces(Random& random)
{
    std::vector<TransformStep> steps;
    bool is_list = false;
    for (auto left = 1 + below(random, 6); left > 0; --left) {
        if (is_list) {
            steps.push_back({"join", {"; "}, {}});
            is_list = false;
            continue;
        }
        switch (below(random, 5)) {
        case 0:
            steps.push_back({"prefix", {a_word(random)}, {}});
            break;
        case 1:
            steps.push_back({"suffix", {a_word(random)}, {}});
            break;
        case 2:
            steps.push_back({"none", {}, {}});
            break;
        case 3:
            steps.push_back({"text_html", {}, {}});
            steps.push_back({"html_text", {}, {}});
            break;
        default:
            steps.push_back({"list", {"; "}, {}});
            is_list = true;
        }
    }
    return Chain{std::move(steps)};
}

Chain a_chain_for_numbers(Random& random)
{
    std::vector<TransformStep> steps;
    for (auto left = below(random, 3); left > 0; --left) {
        steps.push_back({"number", {}, {}});
        steps.push_back({"text", {}, {}});
    }
    static const std::array<std::pair<std::string, std::string>, 2> k_scales{
        {{"priority_text", "text_priority"}, {"sdp_priority", "ado_priority"}}};
    for (auto left = below(random, 3); left > 0; --left) {
        const auto& scale = k_scales[below(random, k_scales.size())];
        steps.push_back({scale.first, {}, {}});
        steps.push_back({scale.second, {}, {}});
    }
    steps.push_back({below(random, 2) == 0 ? "number" : "sdp_priority", {}, {}});
    return Chain{std::move(steps)};
}

} // namespace

TEST_CASE("lossless transforms give back what went in, and keep what comes back",
          "[mapping][transform][laws]")
{
    Random random{20240229};
    for (const auto& law : laws()) {
        CAPTURE(law.step.name);
        REQUIRE(mapping::argument_problem(law.step) == std::nullopt);
        REQUIRE(mapping::class_of(law.step) == mapping::TransformClass::lossless);
        const Chain each{{law.step}};
        for (int i = 0; i < 200; ++i) {
            check_round_trip(each, Side::target, law.source(random));
            check_round_trip(each, Side::source, law.target(random));
        }
    }
}

TEST_CASE("the laws are held for every lossless transform", "[mapping][transform][laws]")
{
    for (const auto& info : mapping::all_transforms()) {
        const auto all = laws();
        const bool is_held = std::any_of(
            all.begin(), all.end(), [&info](const Law& law) { return law.step.name == info.name; });
        CAPTURE(info.name);
        CHECK((is_held || info.transform_class != mapping::TransformClass::lossless));
    }
}

TEST_CASE("chains of lossless transforms keep the laws", "[mapping][transform][laws]")
{
    Random random{8};
    for (int i = 0; i < 300; ++i) {
        const auto pieces = a_chain_for_pieces(random);
        const auto value = text(words(random, "; "));
        check_round_trip(pieces, Side::target, value);
        check_round_trip(pieces, Side::source, value_of(pieces.forward(value)));
        const auto numbers = a_chain_for_numbers(random);
        const auto numeral = text(std::to_string(1 + below(random, 4)));
        check_round_trip(numbers, Side::target, numeral);
        check_round_trip(numbers, Side::source, value_of(numbers.forward(numeral)));
    }
}

TEST_CASE("booleans come back from text", "[mapping][transform][laws]")
{
    check_round_trip(chain("text"), Side::target, Value{true});
    check_round_trip(chain("text"), Side::target, Value{false});
}

TEST_CASE("comparable transforms that are the same both ways change nothing when applied twice",
          "[mapping][transform][laws]")
{
    Random random{77};
    auto texts = hostile_texts();
    for (int i = 0; i < 300; ++i) {
        texts.push_back(some_text(random));
    }
    for (const auto& each : {chain("upper"),
                             chain("lower"),
                             chain("trim"),
                             chain("truncate", {"5"}),
                             chain("truncate", {"5", "…"}),
                             chain("html"),
                             chain("no_mentions"),
                             chain("path_reroot", {"New"})}) {
        for (const auto& any : texts) {
            CAPTURE(any);
            const auto once = value_of(each.forward(text(any)));
            CHECK(value_of(each.forward(once)) == once);
            CHECK(value_of(each.backward(text(any))) == once);
        }
    }
}

TEST_CASE("going there and back a second time changes nothing more than the first time",
          "[mapping][transform][laws]")
{
    Random random{78};
    auto texts = hostile_texts();
    for (int i = 0; i < 100; ++i) {
        texts.push_back(some_text(random));
    }
    for (const std::string name :
         {"html_text", "text_html", "markdown_html", "html_markdown", "markdown_text"}) {
        const auto each = chain(name);
        for (const auto away : {Side::target, Side::source}) {
            for (const auto& any : texts) {
                CAPTURE(name, any);
                const auto back = model::other(away);
                const auto there = text_of(each.towards(away, text(any)));
                const auto home = text_of(each.towards(back, text(there)));
                const auto there_again = text_of(each.towards(away, text(home)));
                const bool has_one_spelling = name.find("markdown_html") == std::string::npos &&
                                              name.find("html_markdown") == std::string::npos;
                CHECK((there_again == there || !has_one_spelling));
                CHECK(text_of(each.towards(back, text(there_again))) == home);
            }
        }
    }
}
