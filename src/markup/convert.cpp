#include "syncctl/markup/convert.hpp"

#include "characters.hpp"
#include "document.hpp"
#include "html_reader.hpp"
#include "html_writer.hpp"
#include "markdown_reader.hpp"
#include "markdown_writer.hpp"
#include "normalise.hpp"
#include "text_writer.hpp"
#include "tree_builder.hpp"

#include <utility>

namespace syncctl::markup {

namespace {

using Reading = std::variant<Document, Failure>;

/// Prepares, reads and goes on with what was read.
template <class Read, class Write>
Result convert(std::string_view input, Read read, Write write)
{
    auto text = prepared(input);
    if (auto* failure = std::get_if<Failure>(&text)) {
        return std::move(*failure);
    }
    Reading reading = read(std::get<std::string>(text));
    if (auto* failure = std::get_if<Failure>(&reading)) {
        return std::move(*failure);
    }
    return write(std::get<Document>(reading));
}

/// Paragraphs are set apart by an empty line; other line ends are line breaks.
Document document_of(std::string_view text)
{
    constexpr std::string_view k_between = "\n\n";
    Document document;
    while (!text.empty() || !document.root.children.empty()) {
        const auto end = text.find(k_between);
        InlineBuilder line;
        line.add_preserved(text.substr(0, end), {});
        auto& paragraph = document.root.children.emplace_back();
        paragraph.kind = Block::Kind::paragraph;
        paragraph.inlines = line.take_all();
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + k_between.size());
    }
    return document;
}

} // namespace

Result html_to_text(std::string_view html)
{
    return convert(html, read_html, [](Document& document) {
        normalise_for_text(document);
        return write_text(document);
    });
}

Result text_to_html(std::string_view text)
{
    return convert(
        text,
        [](std::string_view prepared) -> Reading { return document_of(prepared); },
        write_html);
}

Result clean_html(std::string_view html)
{
    return convert(html, read_html, [](Document& document) {
        normalise(document);
        return write_html(document);
    });
}

Result markdown_to_html(std::string_view markdown)
{
    return convert(markdown, read_markdown, [](Document& document) {
        normalise(document);
        return write_html(document);
    });
}

Result html_to_markdown(std::string_view html)
{
    return convert(
        html, read_html, [](Document& document) { return write_markdown(std::move(document)); });
}

Result markdown_to_text(std::string_view markdown)
{
    return convert(markdown, read_loose_markdown, [](Document& document) {
        normalise_for_text(document);
        return write_text(document);
    });
}

} // namespace syncctl::markup
