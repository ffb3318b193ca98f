#include "html_reader.hpp"

#include "characters.hpp"
#include "html_attributes.hpp"
#include "html_elements.hpp"
#include "html_limits.hpp"
#include "url.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::markup {

namespace {

using Role = HtmlElement::Role;
using Kind = Block::Kind;

/// Looking for the start of an end tag costs libxml2 a step for each element that is open.
constexpr std::size_t k_most_open_elements = 256;
/// So that bare text stands in a body, where libxml2 puts no paragraph around it, and a byte order
/// mark is a character like any other.
constexpr std::string_view k_before = "<html><body>";

struct FreeParser {
    void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

/// One parse of libxml2, reported to a builder.
class Reader {
public:
    explicit Reader(TreeBuilder& builder) : m_builder{builder} {}

    std::optional<Failure> read(std::string_view html);

private:
    /// What the end of an element has to undo.
    struct Open {
        std::size_t blocks = 0;
        Format format;
        Kind text_kind = Kind::lines;
        bool ends_line = false;
        bool is_preformatted = false;
        bool keeps_spaces = false;
    };

    [[nodiscard]] HtmlElement element_of(std::string_view name);
    void start(std::string_view name, const Attributes& attributes);
    void end();
    void text(std::string_view text);
    void start_block(HtmlElement element, const Attributes& attributes, Open& undo);
    void open(Kind kind, HtmlElement element, const Attributes& attributes, Open& undo);
    void add_image(const Attributes& attributes);
    void add_input(const Attributes& attributes);
    void end_code_block();

    template <class Step>
    static void guarded(void* self, Step step) noexcept;
    void stop(Failure failure);

    TreeBuilder& m_builder;
    htmlParserCtxtPtr m_parser = nullptr;
    std::optional<Failure> m_failure;
    std::vector<Open> m_open;
    Format m_format;
    std::size_t m_dropped = 0;      ///< open elements whose content is not read
    std::size_t m_preformatted = 0; ///< open `pre` elements
    bool m_keeps_spaces = false;
    Block m_code;
    std::array<std::pair<const char*, HtmlElement>, 64> m_known{};
};

/// libxml2 sets itself up when it is first used, and not safely when that is in two threads at
/// once: several pairs run at the same time.
void initialise_library()
{
    static std::once_flag once;
    std::call_once(once, [] { xmlInitParser(); });
}

/// Nothing may be thrown through libxml2.
template <class Step>
void Reader::guarded(void* self, Step step) noexcept
{
    auto& reader = *static_cast<Reader*>(self);
    if (reader.m_failure) {
        return;
    }
    try {
        step(reader);
    } catch (...) {
        reader.stop(Failure{"out of memory"});
    }
}

void Reader::stop(Failure failure)
{
    m_failure = std::move(failure);
    xmlStopParser(m_parser);
}

std::optional<Failure> Reader::read(std::string_view html)
{
    if (has_too_many_attributes(html)) {
        return Failure{"a tag has more than 256 attributes"};
    }
    initialise_library();
    std::string whole;
    whole.reserve(k_before.size() + html.size());
    whole += k_before;
    whole += html;
    const std::unique_ptr<htmlParserCtxt, FreeParser> parser{
        htmlCreateMemoryParserCtxt(whole.data(), static_cast<int>(whole.size()))};
    if (!parser) {
        return Failure{"out of memory"};
    }
    htmlSAXHandler events{};
    events.startElement = [](void* self, const xmlChar* name, const xmlChar** attributes) {
        guarded(self, [&](auto& reader) { reader.start(view(name), Attributes{attributes}); });
    };
    events.endElement = [](void* self, const xmlChar*) {
        guarded(self, [](auto& reader) { reader.end(); });
    };
    events.characters = [](void* self, const xmlChar* octets, int size) {
        guarded(self, [&](auto& reader) {
            reader.text({reinterpret_cast<const char*>(octets), static_cast<std::size_t>(size)});
        });
    };
    events.ignorableWhitespace = events.characters;
    events.cdataBlock = events.characters; // what script and style hold
    events.initialized = 1;
    *parser->sax = events;
    parser->userData = this;
    htmlCtxtUseOptions(parser.get(),
                       HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
    xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
    m_parser = parser.get();
    htmlParseDocument(parser.get());
    while (!m_failure && !m_open.empty()) {
        end();
    }
    return m_failure;
}

/// libxml2 keeps each name once: the same name has the same place as long as it parses.
HtmlElement Reader::element_of(std::string_view name)
{
    constexpr std::size_t k_low_bits = 3; // zero or alike in most places
    const auto place = reinterpret_cast<std::uintptr_t>(name.data());
    auto& known = m_known[(place >> k_low_bits) % m_known.size()];
    if (known.first != name.data()) {
        known = {name.data(), html_element(name)};
    }
    return known.second;
}

void Reader::start(std::string_view name, const Attributes& attributes)
{
    if (m_builder.has_too_many_blocks()) {
        stop(Failure{"more than 250,000 blocks"});
        return;
    }
    if (m_open.size() >= k_most_open_elements) {
        stop(Failure{"elements are nested deeper than 256"});
        return;
    }
    const auto element = element_of(name);
    Open undo;
    undo.format = m_format;
    undo.text_kind = m_builder.text_kind;
    undo.keeps_spaces = m_keeps_spaces;
    if (m_dropped > 0 || element.role == Role::dropped) {
        ++m_dropped;
        m_open.push_back(undo);
        return;
    }
    switch (element.role) {
    case Role::transparent:
        break;
    case Role::styled:
    case Role::code:
        m_format.styles |= element.detail;
        if (m_preformatted > 0 && element.role == Role::code && m_code.text.empty()) {
            m_code.language = language_of(attributes);
        }
        break;
    case Role::span:
        m_keeps_spaces =
            m_keeps_spaces || contains_word(attributes.find("style"), "white-space", "pre");
        break;
    case Role::link:
        m_format.link = m_builder.url(safe_url(shown_characters(attributes.find("href"))));
        break;
    case Role::image:
        add_image(attributes);
        break;
    case Role::input:
        add_input(attributes);
        break;
    case Role::line_break:
        if (m_preformatted > 0) {
            m_code.text += '\n';
        } else {
            m_builder.inlines().add_line_break();
        }
        break;
    default:
        start_block(element, attributes, undo);
    }
    m_open.push_back(undo);
}

void Reader::start_block(HtmlElement element, const Attributes& attributes, Open& undo)
{
    if (m_preformatted > 0) { // blocks inside are lines of it
        if (!m_code.text.empty() && m_code.text.back() != '\n') {
            m_code.text += '\n';
        }
        return;
    }
    undo.ends_line = true;
    m_builder.flush();
    switch (element.role) {
    case Role::paragraph:
        m_builder.text_kind = undo.text_kind == Kind::heading ? Kind::heading : Kind::paragraph;
        break;
    case Role::heading:
        m_builder.text_kind = Kind::heading;
        m_builder.heading_level = element.detail;
        break;
    case Role::rule: {
        Block rule;
        rule.kind = Kind::rule;
        m_builder.add(std::move(rule));
        break;
    }
    case Role::preformatted:
        undo.is_preformatted = true;
        ++m_preformatted;
        m_code = {};
        m_code.kind = Kind::code;
        break;
    case Role::quote:
        open(Kind::quote, element, attributes, undo);
        break;
    case Role::list:
        open(Kind::list, element, attributes, undo);
        break;
    case Role::item:
        open(Kind::item, element, attributes, undo);
        break;
    case Role::table:
        open(Kind::table, element, attributes, undo);
        break;
    case Role::row:
        open(Kind::row, element, attributes, undo);
        break;
    case Role::cell:
        open(Kind::cell, element, attributes, undo);
        break;
    default:
        break;
    }
}

void Reader::open(Kind kind, HtmlElement element, const Attributes& attributes, Open& undo)
{
    Block block;
    block.kind = kind;
    if (kind == Kind::list && element.detail != 0) {
        block.is_ordered = true;
        const auto start = attributes.number("start", 999'999'999);
        block.number = start == 0 && attributes.find("start") != "0" ? 1 : start;
    } else if (kind == Kind::cell) {
        block.is_header = element.detail != 0;
        block.align = align_of(attributes);
        block.columns =
            static_cast<std::uint16_t>(std::max(1U, attributes.number("colspan", 1000)));
        block.rows = static_cast<std::uint16_t>(std::max(1U, attributes.number("rowspan", 1000)));
    }
    undo.blocks = m_builder.open(std::move(block));
    m_builder.text_kind = Kind::lines;
}

void Reader::add_image(const Attributes& attributes)
{
    const auto instead = attributes.find("alt");
    if (m_preformatted > 0) {
        return;
    }
    Inline image;
    image.kind = Inline::Kind::image;
    image.source = m_builder.url(safe_url(shown_characters(attributes.find("src"))));
    if (image.source == 0) {
        m_builder.inlines().add_text(shown_characters(instead), m_format);
        return;
    }
    image.link = m_format.link;
    image.width = static_cast<std::uint16_t>(attributes.number("width", 10'000));
    image.height = static_cast<std::uint16_t>(attributes.number("height", 10'000));
    image.text = collapsed(shown_characters(instead));
    m_builder.inlines().add_image(std::move(image));
}

void Reader::add_input(const Attributes& attributes)
{
    if (attributes.find("type") == "checkbox" && m_preformatted == 0 && m_builder.is_in_item() &&
        m_builder.inlines().is_empty()) {
        m_builder.mark_task(attributes.has("checked") ? Task::done : Task::open);
    }
}

void Reader::end()
{
    if (m_open.empty()) {
        return;
    }
    const auto undo = m_open.back();
    m_open.pop_back();
    if (m_dropped > 0) {
        --m_dropped;
        return;
    }
    if (undo.is_preformatted) {
        end_code_block();
    }
    if (undo.ends_line) {
        m_builder.flush();
        m_builder.close(undo.blocks);
        m_builder.text_kind = undo.text_kind;
    }
    m_format = undo.format;
    m_keeps_spaces = undo.keeps_spaces;
}

void Reader::end_code_block()
{
    --m_preformatted;
    m_builder.add(std::exchange(m_code, {}));
}

void Reader::text(std::string_view text)
{
    if (m_dropped > 0) {
        return;
    }
    // libxml2 reports what was an entity on its own.
    constexpr std::size_t k_longest_character = 4;
    std::string shown;
    if (text.size() <= k_longest_character && has_hidden_characters(text)) {
        shown = shown_characters(text);
        text = shown;
    }
    if (m_preformatted > 0) {
        m_code.text += text;
    } else if (m_keeps_spaces) {
        m_builder.inlines().add_preserved(text, m_format);
    } else {
        m_builder.inlines().add_text(text, m_format);
    }
}

} // namespace

std::optional<Failure> read_html_into(TreeBuilder& builder, std::string_view html)
{
    return Reader{builder}.read(html);
}

std::variant<Document, Failure> read_html(std::string_view html)
{
    TreeBuilder builder;
    if (auto failure = read_html_into(builder, html)) {
        return std::move(*failure);
    }
    return builder.take();
}

} // namespace syncctl::markup
