#include "markdown_reader.hpp"

#include "characters.hpp"
#include "html_elements.hpp"
#include "html_reader.hpp"
#include "literal_stars.hpp"
#include "markdown_details.hpp"
#include "markdown_dialect.hpp"
#include "markdown_tags.hpp"
#include "tree_builder.hpp"
#include "url.hpp"

#include <md4c.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::markup {

namespace {

using Kind = Block::Kind;

/// Each is parsed by a parser of its own.
constexpr std::size_t k_most_html_blocks = 10'000;
constexpr int k_stopped = 1;

/// md4c 0.4.8 may leave a span that it did not enter. False then.
bool step_out(std::size_t& depth)
{
    if (depth == 0) {
        return false;
    }
    --depth;
    return true;
}

/// One parse of md4c, reported to a builder.
class Reader {
public:
    std::variant<Document, Failure> read(std::string_view markdown);

private:
    int enter(MD_BLOCKTYPE type, void* detail);
    int leave(MD_BLOCKTYPE type);
    void enter(MD_SPANTYPE type, void* detail);
    void leave(MD_SPANTYPE type);
    int text(MD_TEXTTYPE type, std::string_view text);
    void open(Block block);
    void add_text(std::string_view text);
    void add_preserved(std::string_view text);
    int end_html_block();
    int stop(std::string reason);
    [[nodiscard]] Format format() const;

    template <class Step>
    static int guarded(void* self, Step step) noexcept;

    TreeBuilder m_builder;
    std::optional<Failure> m_failure;
    std::vector<std::size_t> m_opened; ///< how many blocks each container opened
    std::string m_html;
    std::size_t m_html_blocks = 0;
    std::size_t m_octets = 0; ///< of addresses: a reference may be used again and again
    Block m_code;
    bool m_is_code_block = false;
    bool m_is_html_block = false;
    InlineTags m_tags;
    std::size_t m_strong = 0;
    std::size_t m_emphasis = 0;
    std::size_t m_strike = 0;
    bool m_is_code = false;
    std::vector<std::uint32_t> m_links;
    std::size_t m_images = 0; ///< open ones: text is that of the outermost
    Inline m_image;
};

template <class Step>
int Reader::guarded(void* self, Step step) noexcept
{
    auto& reader = *static_cast<Reader*>(self);
    try {
        return step(reader);
    } catch (...) {
        reader.m_failure = Failure{"out of memory"};
        return k_stopped;
    }
}

std::variant<Document, Failure> Reader::read(std::string_view markdown)
{
    if (has_too_many_references(markdown)) {
        return Failure{"too many references in too long a text"};
    }
    MD_PARSER parser{};
    parser.flags = k_dialect;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
        return guarded(self, [&](auto& reader) { return reader.enter(type, detail); });
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
        return guarded(self, [&](auto& reader) { return reader.leave(type); });
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
        return guarded(self, [&](auto& reader) {
            reader.enter(type, detail);
            return reader.m_failure ? k_stopped : 0;
        });
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
        return guarded(self, [&](auto& reader) {
            reader.leave(type);
            return 0;
        });
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
        return guarded(self, [&](auto& reader) { return reader.text(type, {text, size}); });
    };
    const auto outcome =
        md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, this);
    if (m_failure) {
        return std::move(*m_failure);
    }
    if (outcome != 0) {
        return Failure{"out of memory"};
    }
    return m_builder.take();
}

int Reader::stop(std::string reason)
{
    m_failure = Failure{std::move(reason)};
    return k_stopped;
}

void Reader::open(Block block)
{
    m_opened.push_back(m_builder.open(std::move(block)));
}

int Reader::enter(MD_BLOCKTYPE type, void* detail)
{
    if (m_builder.has_too_many_blocks()) {
        return stop("more than 250,000 blocks");
    }
    m_tags = {};
    Block block;
    switch (type) {
    case MD_BLOCK_HTML:
        m_is_html_block = true;
        break;
    case MD_BLOCK_QUOTE:
        block.kind = Kind::quote;
        open(std::move(block));
        break;
    case MD_BLOCK_UL:
        block.kind = Kind::list;
        open(std::move(block));
        break;
    case MD_BLOCK_OL:
        block.kind = Kind::list;
        block.is_ordered = true;
        block.number = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
        open(std::move(block));
        break;
    case MD_BLOCK_LI: {
        const auto& item = *static_cast<MD_BLOCK_LI_DETAIL*>(detail);
        block.kind = Kind::item;
        if (item.is_task != 0) {
            block.task = item.task_mark == ' ' ? Task::open : Task::done;
        }
        open(std::move(block));
        break;
    }
    case MD_BLOCK_HR:
        block.kind = Kind::rule;
        m_builder.add(std::move(block));
        break;
    case MD_BLOCK_H:
        m_builder.flush();
        m_builder.text_kind = Kind::heading;
        m_builder.heading_level = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
        break;
    case MD_BLOCK_P:
        m_builder.flush();
        m_builder.text_kind = Kind::paragraph;
        break;
    case MD_BLOCK_CODE:
        m_code = {};
        m_code.kind = Kind::code;
        m_code.language = text_of(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
        m_is_code_block = true;
        break;
    case MD_BLOCK_TABLE:
        block.kind = Kind::table;
        open(std::move(block));
        break;
    case MD_BLOCK_TR:
        block.kind = Kind::row;
        open(std::move(block));
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        block.kind = Kind::cell;
        block.is_header = type == MD_BLOCK_TH;
        block.align = align_of(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
        open(std::move(block));
        break;
    default:
        break;
    }
    return 0;
}

int Reader::leave(MD_BLOCKTYPE type)
{
    m_tags = {};
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        if (!m_opened.empty()) {
            m_builder.close(m_opened.back());
            m_opened.pop_back();
        }
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_P:
        m_builder.flush();
        m_builder.text_kind = Kind::lines;
        break;
    case MD_BLOCK_CODE:
        m_is_code_block = false;
        m_builder.add(std::move(m_code));
        break;
    case MD_BLOCK_HTML:
        return end_html_block();
    default:
        break;
    }
    return 0;
}

int Reader::end_html_block()
{
    if (++m_html_blocks > k_most_html_blocks) {
        return stop("more than 10,000 blocks of HTML");
    }
    m_is_html_block = false;
    m_builder.flush();
    m_failure = read_html_into(m_builder, std::exchange(m_html, {}));
    return m_failure ? k_stopped : 0;
}

void Reader::enter(MD_SPANTYPE type, void* detail)
{
    const auto address = [&](const MD_ATTRIBUTE& attribute) {
        m_octets += attribute.size;
        if (m_octets > k_max_octets) {
            static_cast<void>(stop("addresses of more than 4 MiB"));
        }
        return m_builder.url(safe_url(text_of(attribute)));
    };
    switch (type) {
    case MD_SPAN_STRONG:
        ++m_strong;
        break;
    case MD_SPAN_EM:
        ++m_emphasis;
        break;
    case MD_SPAN_DEL:
        ++m_strike;
        break;
    case MD_SPAN_CODE:
        m_is_code = true;
        break;
    case MD_SPAN_A:
        m_links.push_back(address(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
        break;
    case MD_SPAN_IMG:
        if (m_images++ == 0) {
            m_image = {};
            m_image.kind = Inline::Kind::image;
            m_image.link = format().link;
            m_image.source = address(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
        }
        break;
    default:
        break;
    }
}

void Reader::leave(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_STRONG:
        step_out(m_strong);
        break;
    case MD_SPAN_EM:
        step_out(m_emphasis);
        break;
    case MD_SPAN_DEL:
        step_out(m_strike);
        break;
    case MD_SPAN_CODE:
        m_is_code = false;
        break;
    case MD_SPAN_A:
        if (!m_links.empty()) {
            m_links.pop_back();
        }
        break;
    case MD_SPAN_IMG:
        if (step_out(m_images) && m_images == 0) {
            m_image.text = collapsed(m_image.text);
            if (m_image.source == 0) {
                m_builder.inlines().add_text(m_image.text, format());
            } else {
                m_builder.inlines().add_image(std::move(m_image));
            }
        }
        break;
    default:
        break;
    }
}

Format Reader::format() const
{
    Format format;
    format.styles = m_tags.styles();
    format.styles |= m_strong > 0 ? style::k_strong : 0;
    format.styles |= m_emphasis > 0 ? style::k_emphasis : 0;
    format.styles |= m_strike > 0 ? style::k_strike : 0;
    format.styles |= m_is_code ? style::k_code : 0;
    format.link = m_links.empty() ? 0 : m_links.back();
    return format;
}

void Reader::add_text(std::string_view text)
{
    if (m_images > 0) {
        m_image.text += text;
    } else {
        m_builder.inlines().add_text(text, format());
    }
}

void Reader::add_preserved(std::string_view text)
{
    if (m_images > 0) {
        m_image.text += text;
    } else {
        m_builder.inlines().add_preserved(text, format());
    }
}

int Reader::text(MD_TEXTTYPE type, std::string_view text)
{
    if (m_is_code_block) {
        m_code.text += text;
        return 0;
    }
    if (type != MD_TEXT_HTML && m_tags.is_dropping()) {
        return 0;
    }
    switch (type) {
    case MD_TEXT_BR:
        m_images > 0 ? add_text(" ") : m_builder.inlines().add_line_break();
        break;
    case MD_TEXT_SOFTBR:
        add_text(" ");
        break;
    case MD_TEXT_ENTITY: {
        const auto decoded = decoded_entity(text);
        decoded == "\t" ? add_preserved(decoded) : add_text(decoded);
        break;
    }
    case MD_TEXT_CODE: {
        std::string line{text};
        std::replace(line.begin(), line.end(), '\n', ' ');
        add_preserved(line);
        break;
    }
    case MD_TEXT_HTML:
        if (m_is_html_block) {
            m_html += text;
        } else if (m_tags.read(text) && m_images == 0) {
            m_builder.inlines().add_line_break();
        }
        break;
    default:
        add_text(text);
    }
    return 0;
}

} // namespace

std::variant<Document, Failure> read_markdown(std::string_view markdown)
{
    return Reader{}.read(markdown);
}

std::variant<Document, Failure> read_loose_markdown(std::string_view markdown)
{
    return markdown.find('*') == std::string_view::npos || has_too_many_references(markdown)
               ? read_markdown(markdown)
               : read_markdown(with_literal_stars(markdown));
}

} // namespace syncctl::markup
