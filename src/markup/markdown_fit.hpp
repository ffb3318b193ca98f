#pragma once

#include "document.hpp"

#include "syncctl/markup/convert.hpp"

#include <variant>

namespace syncctl::markup {

/// The nearest document that Markdown can express, normalised: lines are paragraphs, a list is
/// either tight or all of its items are made of paragraphs, tables have a row of headings and cells
/// of one line, images have no size. A Failure when a table is too large.
[[nodiscard]] std::variant<Document, Failure> fitted_to_markdown(Document document);

/// The text only, a paragraph for each line.
[[nodiscard]] std::variant<Document, Failure> plain_paragraphs(const Document& document);

} // namespace syncctl::markup
