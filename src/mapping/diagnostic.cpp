#include "syncctl/mapping/diagnostic.hpp"

#include "document_lines.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_octets_before = 80;
constexpr std::size_t k_octets_after = 80;
constexpr std::string_view k_cut = "...";

/// The part of a long line around the place, already safe to print, and the caret's indentation.
struct Excerpt {
    std::string text;
    std::size_t caret = 0;
};

bool is_inside(std::string_view text, std::size_t offset)
{
    return offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U;
}

Excerpt excerpt_of(std::string_view line, int column)
{
    const auto after_place = from_column(line, column);
    const auto place = line.size() - after_place.size();
    auto start = place > k_octets_before ? place - k_octets_before : 0;
    while (is_inside(line, start)) {
        ++start;
    }
    auto end = std::min(line.size(), place + k_octets_after);
    while (is_inside(line, end)) {
        ++end;
    }
    const auto before = (start > 0 ? std::string{k_cut} : std::string{}) +
                        base::term_safe(line.substr(start, place - start));
    return {before + base::term_safe(line.substr(place, end - place)) +
                (end < line.size() ? std::string{k_cut} : std::string{}),
            base::display_width(before)};
}

} // namespace

std::string
render(const Diagnostic& diagnostic, std::string_view file_name, std::string_view document)
{
    auto text = fmt::format("{}:{}:{}: {}: {}\n",
                            base::term_safe(file_name),
                            diagnostic.line,
                            diagnostic.column,
                            diagnostic.severity == Severity::error ? "error" : "warning",
                            base::term_safe(diagnostic.message));
    const DocumentLines lines{without_byte_order_mark(document)};
    const auto line = lines.line(diagnostic.line);
    if (!line.empty()) {
        const auto excerpt = excerpt_of(line, diagnostic.column);
        text += fmt::format("    {}\n    {:{}}^\n", excerpt.text, "", excerpt.caret);
    }
    if (!diagnostic.hint.empty()) {
        text += fmt::format("    hint: {}\n", base::term_safe(diagnostic.hint));
    }
    return text;
}

bool has_errors(const std::vector<Diagnostic>& diagnostics)
{
    return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::error;
    });
}

} // namespace syncctl::mapping
