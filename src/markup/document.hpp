#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace syncctl::markup {

/// Quotes, lists and tables inside of each other; what is deeper loses its frame, not its text.
inline constexpr std::size_t k_max_depth = 32;
/// In one document.
inline constexpr std::size_t k_most_blocks = 250'000;

/// Bits of Inline::styles.
namespace style {
inline constexpr std::uint8_t k_strong = 1;
inline constexpr std::uint8_t k_emphasis = 2;
inline constexpr std::uint8_t k_underline = 4;
inline constexpr std::uint8_t k_strike = 8;
inline constexpr std::uint8_t k_subscript = 16;
inline constexpr std::uint8_t k_superscript = 32;
inline constexpr std::uint8_t k_code = 64;
} // namespace style

/// A stretch of a line that looks the same. Flat: what is written `<b><i>x</i></b>` and what is
/// written `<i><b>x</b></i>` is equal.
struct Inline {
    enum class Kind : std::uint8_t { text, line_break, image };

    Kind kind = Kind::text;
    std::uint8_t styles = 0;
    std::uint32_t link = 0;   ///< index into Document::urls; 0 = no link
    std::uint32_t source = 0; ///< of an image; index into Document::urls
    std::uint16_t width = 0;  ///< of an image in pixels; 0 = as it is
    std::uint16_t height = 0;
    /// Every space counts, tabs too; no line ends, no other control characters, no U+00A0. Of an
    /// image: what is shown instead of it.
    std::string text;

    [[nodiscard]] bool looks_like(const Inline& other) const
    {
        return kind == Kind::text && other.kind == Kind::text && styles == other.styles &&
               link == other.link;
    }
};

enum class Align : std::uint8_t { none, left, center, right };
enum class Task : std::uint8_t { none, open, done };

struct Block {
    enum class Kind : std::uint8_t {
        root,
        lines, ///< text without space above and below: a `div`, or bare text
        paragraph,
        heading,
        code,
        rule,
        quote,
        list, ///< holds items only
        item,
        table, ///< holds rows only
        row,   ///< holds cells only
        cell,
    };

    Kind kind = Kind::root;
    bool is_ordered = false; ///< list
    bool is_header = false;  ///< cell
    Align align = Align::none;
    Task task = Task::none;
    std::uint32_t number = 0;  ///< level of a heading; first number of a list
    std::uint16_t columns = 1; ///< that a cell spans
    std::uint16_t rows = 1;
    std::string text;     ///< code, lines ended by LF
    std::string language; ///< of code
    std::vector<Inline> inlines;
    std::vector<Block> children;

    [[nodiscard]] bool has_inlines() const
    {
        return kind == Kind::lines || kind == Kind::paragraph || kind == Kind::heading;
    }
};

struct Document {
    Block root;
    std::vector<std::string> urls{std::string{}}; ///< the first one stands for none
};

/// Equal for every writer.
[[nodiscard]] bool same(const Document& one, const Document& other);

} // namespace syncctl::markup
