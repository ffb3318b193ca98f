#include "functions/transform.hpp"

#include "syncctl/markup/convert.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::mapping::functions {
namespace {

using model::TransformStep;
using model::Value;

using Convert = markup::Result (*)(std::string_view);

template <Convert k_convert>
struct Converted {
    TransformResult operator()(const std::string& text) const
    {
        auto result = k_convert(text);
        if (const auto* failure = std::get_if<markup::Failure>(&result)) {
            return TransformProblem{fmt::format("cannot be converted: {}", failure->reason)};
        }
        return Value{std::get<std::string>(std::move(result))};
    }
};

// The analyzer of clang 14 loses sight of functions that are moved into a variant.
// NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks)
Made make_html_text(const TransformStep& /*step*/)
{
    return Ready{on_text("html_text", Converted<markup::html_to_text>{}),
                 on_text("html_text", Converted<markup::text_to_html>{})};
}

Made make_text_html(const TransformStep& /*step*/)
{
    return Ready{on_text("text_html", Converted<markup::text_to_html>{}),
                 on_text("text_html", Converted<markup::html_to_text>{})};
}

Made make_html(const TransformStep& /*step*/)
{
    return Ready{on_text("html", Converted<markup::clean_html>{})};
}

Made make_markdown_html(const TransformStep& /*step*/)
{
    return Ready{on_text("markdown_html", Converted<markup::markdown_to_html>{}),
                 on_text("markdown_html", Converted<markup::html_to_markdown>{})};
}

Made make_html_markdown(const TransformStep& /*step*/)
{
    return Ready{on_text("html_markdown", Converted<markup::html_to_markdown>{}),
                 on_text("html_markdown", Converted<markup::markdown_to_html>{})};
}

bool reads_as_itself(std::string_view text)
{
    const auto read = markup::markdown_to_text(text);
    const auto* same = std::get_if<std::string>(&read);
    return same != nullptr && *same == text;
}

/// Text that reads as the same text in Markdown stays as it is; all other is escaped, unless what
/// Markdown makes of it in the end would not need to be.
markup::Result text_to_markdown(std::string_view text)
{
    if (reads_as_itself(text)) {
        return std::string{text};
    }
    const auto html = markup::text_to_html(text);
    const auto* good = std::get_if<std::string>(&html);
    auto escaped = good == nullptr ? html : markup::html_to_markdown(*good);
    const auto* markdown = std::get_if<std::string>(&escaped);
    auto plain = markdown == nullptr ? escaped : markup::markdown_to_text(*markdown);
    const auto* settled = std::get_if<std::string>(&plain);
    return settled != nullptr && reads_as_itself(*settled) ? std::move(plain) : std::move(escaped);
}

Made make_markdown_text(const TransformStep& /*step*/)
{
    return Ready{on_text("markdown_text", Converted<markup::markdown_to_text>{}),
                 on_text("markdown_text", Converted<text_to_markdown>{})};
}

// NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

constexpr model::BothSides<Length> k_to_text{.source = Length::grown, .target = Length::kept};
constexpr model::BothSides<Length> k_to_html{.source = Length::kept, .target = Length::grown};
constexpr model::BothSides<Length> k_grown{Length::grown, Length::grown};

constexpr std::array<Transform, 6> k_transforms{{
    {{.name = "html_text",
      .older_name = "stripHtml",
      .usage = "html_text",
      .description =
          "HTML to readable plain text: lists and tables as lines, links as `text (url)`",
      .way_back = "text to HTML",
      .effects = k_text_both_ways,
      .lengths = k_to_text},
     make_html_text},
    {{.name = "text_html",
      .older_name = "textToHtml",
      .transform_class = TransformClass::lossless,
      .usage = "text_html",
      .description = "plain text to HTML: escaped, with its lines and paragraphs",
      .way_back = "HTML to plain text",
      .effects = k_text_both_ways,
      .lengths = k_to_html},
     make_text_html},
    {{.name = "html",
      .usage = "html",
      .description = "HTML without what is unsafe, in one spelling",
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_html},
    {{.name = "markdown_html",
      .usage = "markdown_html",
      .description = "CommonMark with tables, strike-through and task lists to HTML",
      .way_back = "HTML to Markdown",
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_markdown_html},
    {{.name = "html_markdown",
      .usage = "html_markdown",
      .description = "HTML to Markdown",
      .way_back = "Markdown to HTML",
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_html_markdown},
    {{.name = "markdown_text",
      .older_name = "markdownToText",
      .usage = "markdown_text",
      .description = "readable plain text of Markdown; `C#`, `2*3*4` and `snake_case` stay",
      .way_back = "text, escaped where Markdown would read it otherwise",
      .effects = k_text_both_ways,
      .lengths = k_to_text},
     make_markdown_text},
}};

} // namespace

std::span<const Transform> markup_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
