#include "functions/transform.hpp"
#include "quote.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace syncctl::mapping::functions {
namespace {

using model::List;
using model::TransformStep;
using model::Value;

/// More pieces than that are no list of a work item.
constexpr std::size_t k_most_pieces = 10'000;

struct Separator {
    std::string joins;
    std::string splits; ///< without the spaces around it, so that `; ` finds `a;b` as well
};

TransformResult split(const Separator& separator, const std::string& text)
{
    List pieces;
    const std::string_view all{text};
    for (std::size_t from = 0; from <= all.size();) {
        const auto at = all.find(separator.splits, from);
        const auto piece = trimmed(all.substr(from, at == std::string_view::npos ? at : at - from));
        if (!piece.empty()) {
            pieces.emplace_back(piece);
        }
        if (pieces.size() > k_most_pieces) {
            return TransformProblem{fmt::format("the text has more than {} pieces", k_most_pieces)};
        }
        from = at == std::string_view::npos ? all.size() + 1 : at + separator.splits.size();
    }
    return Value{std::move(pieces)};
}

/// An element that holds the separator would come back as two.
TransformResult join(const Separator& separator, const Value& value)
{
    const auto* list = std::get_if<List>(&value);
    if (list == nullptr) {
        return wrong_shape("join", "a list", value);
    }
    std::string text;
    for (const auto& element : *list) {
        const auto piece = trimmed(element);
        if (piece.find(separator.splits) != std::string_view::npos) {
            return TransformProblem{fmt::format("the element {} holds the separator {}",
                                                shortly(element),
                                                shortly(separator.joins))};
        }
        if (!piece.empty()) {
            text.append(text.empty() ? "" : separator.joins).append(piece);
        }
        if (text.size() > k_most_octets) {
            return too_long("join");
        }
    }
    return Value{std::move(text)};
}

std::optional<Separator> separator_of(const TransformStep& step)
{
    const auto& written = step.arguments.front();
    const auto core = trimmed(written);
    return written.empty()
               ? std::nullopt
               : std::optional{Separator{written, core.empty() ? written : std::string{core}}};
}

Function splits(std::string_view who, Separator separator)
{
    return on_text(who, [separator = std::move(separator)](const std::string& text) {
        return split(separator, text);
    });
}

Function joins(Separator separator)
{
    return
        [separator = std::move(separator)](const Value& value) { return join(separator, value); };
}

Made make_list(const TransformStep& step)
{
    if (const auto separator = separator_of(step)) {
        return Ready{splits("list", *separator), joins(*separator)};
    }
    return "list takes a separator, not an empty text";
}

Made make_join(const TransformStep& step)
{
    if (const auto separator = separator_of(step)) {
        return Ready{joins(*separator), splits("join", *separator)};
    }
    return "join takes a separator, not an empty text";
}

constexpr ShapeEffect k_split{.takes = {Shape::text}, .gives = Shape::list};
constexpr ShapeEffect k_join{.takes = {Shape::list}, .gives = Shape::text};

constexpr std::array<Transform, 2> k_transforms{{
    {{.name = "list",
      .older_name = "split",
      .transform_class = TransformClass::lossless,
      .usage = "list(separator)",
      .description = "text to a list of its trimmed pieces, without empty ones",
      .way_back = "the elements with the separator between them; an error where one holds it",
      .min_arguments = 1,
      .max_arguments = 1,
      .argument_names = {"separator", ""},
      .effects = {.source = k_join, .target = k_split},
      .lengths = {.source = Length::grown, .target = Length::kept}},
     make_list},
    {{.name = "join",
      .older_name = "concat",
      .transform_class = TransformClass::lossless,
      .usage = "join(separator)",
      .description = "the elements of a list with the separator between them; an error where one "
                     "holds it",
      .way_back = "text to a list of its trimmed pieces",
      .min_arguments = 1,
      .max_arguments = 1,
      .argument_names = {"separator", ""},
      .effects = {.source = k_split, .target = k_join},
      .lengths = {.source = Length::kept, .target = Length::grown}},
     make_join},
}};

} // namespace

std::span<const Transform> list_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
