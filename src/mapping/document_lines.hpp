#pragma once

#include "place.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// The lines of a document as YAML counts them: also NEL, LS and PS end a line.
class DocumentLines {
public:
    /// Borrows the document.
    explicit DocumentLines(std::string_view document);

    /// Without its line break; empty when there is no such line.
    [[nodiscard]] std::string_view line(int number) const;

    [[nodiscard]] const std::vector<std::string_view>& all() const { return m_lines; }

    /// \param offset octets from the start of the document
    [[nodiscard]] Place place_of(std::size_t offset) const;

    /// The place, or the end of the document when it is behind that.
    [[nodiscard]] Place inside(Place place) const;

private:
    std::string_view m_document;
    std::vector<std::string_view> m_lines;
};

/// Editors put one in front of UTF-8; it belongs to no line.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view document);

/// The rest of a line from a column on; empty behind its end.
[[nodiscard]] std::string_view from_column(std::string_view line, int column);

} // namespace syncctl::mapping
