#include "functions/transform.hpp"
#include "quote.hpp"
#include "text_functions.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace syncctl::mapping::functions {
namespace {

using model::TransformStep;
using model::Value;

/// The words for 1 to 4, and others that are read as one of those.
struct Scale {
    struct Other {
        std::string_view word;
        std::size_t number = 0;
    };

    std::array<std::string_view, 4> words;
    std::array<Other, 2> others{};
    bool ignores_case = false;
};

constexpr Scale k_text_scale{.words = {"Critical", "High", "Medium", "Low"},
                             .others = {{{"Urgent", 1}, {"Normal", 3}}},
                             .ignores_case = true};
constexpr Scale k_desk_scale{.words = {"Urgent", "High", "Normal", "Low"}};

template <const Scale& k_scale>
TransformResult to_word(const Value& value)
{
    const bool is_single =
        std::holds_alternative<std::string>(value) || std::holds_alternative<model::Number>(value);
    if (!is_single) {
        return wrong_shape("a priority", "a number from 1 to 4", value);
    }
    const auto text = model::to_text(value);
    if (text.size() == 1 && text[0] >= '1' && text[0] <= '4') {
        return Value{std::string{k_scale.words[static_cast<std::size_t>(text[0] - '1')]}};
    }
    return TransformProblem{fmt::format("{} is no priority from 1 to 4", shortly(text))};
}

template <const Scale& k_scale>
bool is_word(std::string_view text, std::string_view word)
{
    return k_scale.ignores_case ? to_lower(trimmed(text)) == to_lower(word) : text == word;
}

/// What it gives takes the type of the field it goes into, as with a value table.
template <const Scale& k_scale>
TransformResult to_number(Value value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return wrong_shape("a priority", "one of its words", value);
    }
    const auto& words = k_scale.words;
    const auto word = std::find_if(words.begin(), words.end(), [text](std::string_view each) {
        return is_word<k_scale>(*text, each);
    });
    if (word != words.end()) {
        return Value{std::to_string(std::distance(words.begin(), word) + 1)};
    }
    for (const auto& other : k_scale.others) {
        if (!other.word.empty() && is_word<k_scale>(*text, other.word)) {
            return Value{std::to_string(other.number)};
        }
    }
    return TransformProblem{
        fmt::format("{} is none of {}", shortly(*text), fmt::join(words, ", "))};
}

template <const Scale& k_scale>
Made make_to_word(const TransformStep& /*step*/)
{
    return Ready{to_word<k_scale>, to_number<k_scale>};
}

template <const Scale& k_scale>
Made make_to_number(const TransformStep& /*step*/)
{
    return Ready{to_number<k_scale>, to_word<k_scale>};
}

constexpr ShapeEffect k_number_to_word{.takes = {Shape::text, Shape::number}, .adapts = true};
constexpr ShapeEffect k_word_to_number{.takes = {Shape::text}, .adapts = true};
constexpr model::BothSides<ShapeEffect> k_to_word{.source = k_word_to_number,
                                                  .target = k_number_to_word};
constexpr model::BothSides<ShapeEffect> k_to_number{.source = k_number_to_word,
                                                    .target = k_word_to_number};
constexpr model::BothSides<Length> k_bounded{Length::bounded, Length::bounded};

constexpr std::array<Transform, 4> k_transforms{{
    {{.name = "priority_text",
      .older_name = "azurePriorityToText",
      .transform_class = TransformClass::lossless,
      .usage = "priority_text",
      .description = "1 Critical, 2 High, 3 Medium, 4 Low",
      .way_back = "the word in any case to its number; also Urgent to 1 and Normal to 3",
      .effects = k_to_word,
      .lengths = k_bounded},
     make_to_word<k_text_scale>},
    {{.name = "text_priority",
      .older_name = "textToAzurePriority",
      .transform_class = TransformClass::lossless,
      .usage = "text_priority",
      .description = "Critical, High, Medium, Low in any case to 1 to 4; also Urgent to 1 and "
                     "Normal to 3",
      .way_back = "the number to its word",
      .effects = k_to_number,
      .lengths = k_bounded},
     make_to_number<k_text_scale>},
    {{.name = "sdp_priority",
      .older_name = "azureToServiceDeskPriority",
      .transform_class = TransformClass::lossless,
      .usage = "sdp_priority",
      .description = "1 Urgent, 2 High, 3 Normal, 4 Low; exact, like `map`",
      .way_back = "the word to its number",
      .effects = k_to_word,
      .lengths = k_bounded},
     make_to_word<k_desk_scale>},
    {{.name = "ado_priority",
      .older_name = "serviceDeskToAzurePriority",
      .transform_class = TransformClass::lossless,
      .usage = "ado_priority",
      .description = "Urgent, High, Normal, Low to 1 to 4; exact, like `map`",
      .way_back = "the number to its word",
      .effects = k_to_number,
      .lengths = k_bounded},
     make_to_number<k_desk_scale>},
}};

} // namespace

std::span<const Transform> priority_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
