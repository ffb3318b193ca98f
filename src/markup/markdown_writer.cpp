#include "markdown_writer.hpp"

#include "markdown_fit.hpp"
#include "markdown_inline.hpp"
#include "markdown_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;
using Fitted = std::variant<Document, Failure>;

class Writer {
public:
    Writer(const Document& document, Marks marks) : m_document{document}, m_marks{marks} {}

    std::string write()
    {
        write_children(m_document.root, true);
        return std::move(m_markdown);
    }

private:
    [[nodiscard]] bool is_too_long() const { return m_markdown.size() > k_max_octets; }

    void write_children(const Block& block, bool is_set_apart);
    void write_block(const Block& block, bool is_in_item);
    void write_lines(const Block& block, Place place);
    void write_code(std::string_view code, std::string_view language);
    void write_list(const Block& list);
    void write_table(const Block& table);
    void write_row(const Block& row);
    void new_line();
    void empty_line();

    const Document& m_document;
    Marks m_marks;
    std::string m_markdown;
    std::string m_indent; ///< of every further line
    char m_bullet = '-';
    char m_delimiter = '.';
};

void Writer::new_line()
{
    m_markdown += '\n';
    m_markdown += m_indent;
}

void Writer::empty_line()
{
    m_markdown += '\n';
    m_markdown += std::string_view{m_indent}.substr(0, m_indent.find_last_not_of(' ') + 1);
}

void Writer::write_children(const Block& block, bool is_set_apart)
{
    const Block* last = nullptr;
    for (const auto& child : block.children) {
        if (is_too_long()) {
            return;
        }
        if (last != nullptr) {
            if (is_set_apart) {
                empty_line();
            }
            new_line();
        }
        // Lists that follow each other are one list, unless their marks differ.
        const bool is_further_list = last != nullptr && last->kind == Kind::list &&
                                     child.kind == Kind::list &&
                                     last->is_ordered == child.is_ordered;
        if (child.kind == Kind::list) {
            m_bullet = is_further_list && m_bullet == '-' ? '*' : '-';
            m_delimiter = is_further_list && m_delimiter == '.' ? ')' : '.';
            const auto bullet = m_bullet;
            const auto delimiter = m_delimiter;
            write_list(child);
            m_bullet = bullet;
            m_delimiter = delimiter;
        } else {
            write_block(child, block.kind == Kind::item);
        }
        last = &child;
    }
}

void Writer::write_block(const Block& block, bool is_in_item)
{
    switch (block.kind) {
    case Kind::lines:
    case Kind::paragraph:
        write_lines(block, Place::paragraph);
        break;
    case Kind::heading:
        m_markdown.append(block.number, '#');
        m_markdown += ' ';
        write_lines(block, Place::heading);
        break;
    case Kind::code:
        write_code(block.text, block.language);
        break;
    case Kind::rule:
        m_markdown += is_in_item ? "___" : "---"; // `- ---` is a rule, not an item
        break;
    case Kind::quote:
        m_markdown += "> ";
        m_indent += "> ";
        write_children(block, true);
        m_indent.resize(m_indent.size() - 2);
        break;
    case Kind::table:
        write_table(block);
        break;
    default:
        break; // lists are written above, and what is in them or in tables there
    }
}

void Writer::write_lines(const Block& block, Place place)
{
    bool is_first = true;
    for (const auto& line : markdown_lines(m_document, block.inlines, m_marks, place)) {
        if (!is_first) {
            new_line();
        }
        is_first = false;
        m_markdown += line;
    }
}

void Writer::write_code(std::string_view code, std::string_view language)
{
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char c : code) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    m_markdown += fence;
    m_markdown += language;
    while (!is_too_long()) {
        const auto end = code.find('\n');
        const auto line = code.substr(0, end);
        if (line.empty()) {
            empty_line();
        } else {
            new_line();
            m_markdown += line;
        }
        if (end == std::string_view::npos) {
            break;
        }
        code.remove_prefix(end + 1);
    }
    new_line();
    m_markdown += fence;
}

void Writer::write_list(const Block& list)
{
    const auto bullet = std::string{m_bullet} + ' ';
    const auto delimiter = std::string{m_delimiter} + ' ';
    const bool is_tight =
        std::none_of(list.children.begin(),
                     list.children.end(),
                     [](const Block& item) {
                         return std::any_of(
                             item.children.begin(), item.children.end(), [](const Block& child) {
                                 return child.kind != Kind::lines && child.kind != Kind::list;
                             });
                     }) &&
        std::all_of(list.children.begin(), list.children.end(), [](const Block& item) {
            return std::all_of(item.children.begin() + 1,
                               item.children.end(),
                               [](const Block& child) { return child.kind == Kind::list; });
        });
    // Numbers above this would not be taken for an item's.
    constexpr std::uint32_t k_greatest_number = 999'999'999;
    auto number = list.number;
    bool is_first = true;
    for (const auto& item : list.children) {
        if (is_too_long()) {
            return;
        }
        if (!is_first) {
            if (!is_tight) {
                empty_line();
            }
            new_line();
        }
        is_first = false;
        const auto mark = list.is_ordered ? std::to_string(number) + delimiter : bullet;
        number = std::min(number + 1, k_greatest_number);
        m_markdown += mark;
        if (item.task != Task::none) {
            m_markdown += item.task == Task::done ? "[x] " : "[ ] ";
        }
        m_indent.append(mark.size(), ' ');
        write_children(item, !is_tight);
        m_indent.resize(m_indent.size() - mark.size());
    }
}

void Writer::write_table(const Block& table)
{
    bool is_first = true;
    for (const auto& row : table.children) {
        if (is_too_long()) {
            return;
        }
        if (!is_first) {
            new_line();
        }
        write_row(row);
        if (!std::exchange(is_first, false)) {
            continue;
        }
        new_line();
        m_markdown += '|';
        for (const auto& cell : row.children) {
            switch (cell.align) {
            case Align::left:
                m_markdown += " :-- |";
                break;
            case Align::center:
                m_markdown += " :-: |";
                break;
            case Align::right:
                m_markdown += " --: |";
                break;
            default:
                m_markdown += " --- |";
            }
        }
    }
}

void Writer::write_row(const Block& row)
{
    m_markdown += '|';
    for (const auto& cell : row.children) {
        m_markdown += ' ';
        if (!cell.children.empty()) {
            const auto lines =
                markdown_lines(m_document, cell.children.front().inlines, m_marks, Place::cell);
            m_markdown += lines.front();
            m_markdown += ' ';
        }
        m_markdown += '|';
    }
}

Fitted fitted(Fitted read)
{
    if (auto* document = std::get_if<Document>(&read)) {
        return fitted_to_markdown(std::move(*document));
    }
    return read;
}

/// The document as it was written, if that was understood.
struct Attempt {
    std::string markdown;
    bool is_understood = false;
    Fitted as_read;
};

Attempt attempt(const Document& document, Marks marks)
{
    Attempt result{.markdown = Writer{document, marks}.write(), .as_read = Failure{}};
    if (result.markdown.size() > k_max_octets) {
        result.as_read = Failure{"the Markdown would be longer than 4 MiB"};
        return result;
    }
    result.as_read = fitted(read_markdown(result.markdown));
    const auto* read = std::get_if<Document>(&result.as_read);
    result.is_understood = read != nullptr && same(*read, document);
    return result;
}

/// From what keeps most to what keeps least. Each step begins where the one before it ended, so
/// that the document of a result takes the same way again.
Result written(const Document& document, int steps_left)
{
    auto natural = attempt(document, Marks::natural);
    if (natural.is_understood) {
        return std::move(natural.markdown);
    }
    auto tagged = attempt(document, Marks::tags);
    if (tagged.is_understood) {
        return std::move(tagged.markdown);
    }
    if (auto* failure = std::get_if<Failure>(&natural.as_read)) {
        return std::move(*failure);
    }
    if (steps_left > 0) {
        return written(std::get<Document>(std::move(natural.as_read)), steps_left - 1);
    }
    return Failure{"Markdown cannot express this document"};
}

} // namespace

Result write_markdown(Document document)
{
    constexpr int k_steps = 3;
    auto start = fitted_to_markdown(std::move(document));
    if (auto* failure = std::get_if<Failure>(&start)) {
        return std::move(*failure);
    }
    auto& wanted = std::get<Document>(start);
    auto result = written(wanted, k_steps);
    if (std::holds_alternative<std::string>(result)) {
        return result;
    }
    auto plain = plain_paragraphs(wanted);
    if (auto* failure = std::get_if<Failure>(&plain)) {
        return std::move(*failure);
    }
    return written(std::get<Document>(std::move(plain)), 0);
}

} // namespace syncctl::markup
