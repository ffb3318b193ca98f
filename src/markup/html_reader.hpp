#pragma once

#include "document.hpp"
#include "tree_builder.hpp"

#include "syncctl/markup/convert.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace syncctl::markup {

/// \param html as characters.hpp prepared it
[[nodiscard]] std::variant<Document, Failure> read_html(std::string_view html);

/// Reads a part of a document into what is built there already.
[[nodiscard]] std::optional<Failure> read_html_into(TreeBuilder& builder, std::string_view html);

} // namespace syncctl::markup
