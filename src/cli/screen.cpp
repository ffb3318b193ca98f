#include "screen.hpp"

#include "syncctl/base/line_diff.hpp"
#include "syncctl/base/text.hpp"

#include <algorithm>

namespace syncctl::cli {

namespace {

/// Octets of the character that starts here; the text is valid UTF-8.
std::size_t length_of_character(std::string_view text, std::size_t at)
{
    constexpr unsigned char k_mask = 0xc0;
    constexpr unsigned char k_continued = 0x80;
    std::size_t length = 1;
    while (at + length < text.size() &&
           (static_cast<unsigned char>(text[at + length]) & k_mask) == k_continued) {
        ++length;
    }
    return length;
}

/// Carriage returns at the end of a line and tabs are how texts are written, not what they say.
std::string without_layout(std::string_view line)
{
    constexpr std::string_view k_tab = "    ";
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    std::string text;
    for (const char c : line) {
        if (c == '\t') {
            text += k_tab;
        } else {
            text += c;
        }
    }
    return text;
}

void trim_end(std::string& text)
{
    text.erase(std::min(text.find_last_not_of(' ') + 1, text.size()));
}

/// Fills rows with characters; none is wider than the columns, unless one character alone is.
class Wrapping {
public:
    explicit Wrapping(std::size_t columns) : m_columns{columns} {}

    void add(std::string_view character)
    {
        const auto width = base::display_width(character);
        if (m_width + width > m_columns && width > 0 && !m_row.empty()) {
            if (character == " ") {
                end_row();
                return;
            }
            break_row();
        }
        m_row += character;
        m_width += width;
        if (character == " ") {
            m_after_blank = m_row.size();
        }
    }

    [[nodiscard]] std::vector<std::string> take()
    {
        trim_end(m_row);
        if (!m_row.empty() || m_rows.empty()) {
            m_rows.push_back(std::move(m_row));
        }
        return std::move(m_rows);
    }

private:
    void end_row()
    {
        trim_end(m_row);
        m_rows.push_back(std::move(m_row));
        m_row.clear();
        m_width = 0;
        m_after_blank = 0;
    }

    void break_row()
    {
        auto rest = m_after_blank == 0 ? std::string{} : m_row.substr(m_after_blank);
        if (m_row.find_first_not_of(' ') >= m_after_blank && m_after_blank != 0) {
            rest.clear(); // an indentation is no place to break at
        } else if (m_after_blank != 0) {
            m_row.resize(m_after_blank);
        }
        end_row();
        m_row = std::move(rest);
        m_width = base::display_width(m_row);
    }

    std::size_t m_columns;
    std::string m_row;
    std::size_t m_width = 0;
    std::size_t m_after_blank = 0; ///< where the row can be broken; 0: nowhere
    std::vector<std::string> m_rows;
};

} // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t columns)
{
    std::vector<std::string> rows;
    for (const auto line : base::lines_of(text)) {
        const auto safe = base::term_safe(without_layout(line));
        Wrapping wrapping{std::max<std::size_t>(columns, 1)};
        for (std::size_t at = 0; at < safe.size();) {
            const auto length = length_of_character(safe, at);
            wrapping.add(std::string_view{safe}.substr(at, length));
            at += length;
        }
        for (auto& row : wrapping.take()) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

void add_text(Screen& screen, std::string_view text, std::size_t columns, ScreenLine::Style style)
{
    for (auto& row : wrapped(text, columns)) {
        screen.push_back({.style = style, .text = std::move(row)});
    }
}

} // namespace syncctl::cli
