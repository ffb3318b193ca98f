#include "yaml_reader.hpp"

#include "document_lines.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <memory>
#include <unordered_set>
#include <utility>

namespace syncctl::mapping {
namespace {

Place place_of_mark(const yaml_mark_t& mark)
{
    return {static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1};
}

std::string_view text_of(const yaml_char_t* text)
{
    // libyaml hands out unsigned octets; both are char types, so the view reads the same memory.
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

class Event {
public:
    Event() = default;

    ~Event() { yaml_event_delete(&m_event); }

    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    [[nodiscard]] bool parse(yaml_parser_t& parser)
    {
        yaml_event_delete(&m_event);
        m_event = {};
        return yaml_parser_parse(&parser, &m_event) != 0;
    }

    [[nodiscard]] yaml_event_type_t type() const { return m_event.type; }

    [[nodiscard]] Place at() const { return place_of_mark(m_event.start_mark); }

    [[nodiscard]] const yaml_event_t* operator->() const { return &m_event; }

private:
    yaml_event_t m_event{};
};

struct ParserDeleter {
    void operator()(yaml_parser_t* parser) const
    {
        yaml_parser_delete(parser);
        delete parser;
    }
};

class Reader {
public:
    Reader(std::string_view document, const DocumentLines& lines, Findings& findings)
        : m_lines{lines}, m_findings{findings}, m_parser{new yaml_parser_t{}}
    {
        if (yaml_parser_initialize(m_parser.get()) == 0) {
            throw std::bad_alloc{};
        }
        yaml_parser_set_encoding(m_parser.get(), YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(m_parser.get(),
                                     reinterpret_cast<const unsigned char*>(document.data()),
                                     document.size());
    }

    std::optional<Node> read()
    {
        if (!next() || !next()) { // stream start, then a document or the end
            return std::nullopt;
        }
        if (m_event.type() == YAML_STREAM_END_EVENT) {
            m_findings.error({}, "the document is empty", "start with `version: 1`");
            return std::nullopt;
        }
        refuse_directives();
        if (!next()) {
            return std::nullopt;
        }
        auto root = build(1);
        if (!root || !next() || !next()) { // document end, then the end of the stream
            return std::nullopt;
        }
        if (m_event.type() != YAML_STREAM_END_EVENT) {
            m_findings.error(m_event.at(),
                             "a second document starts here",
                             "one file holds one mapping: remove the `---`");
            return std::nullopt;
        }
        return root;
    }

private:
    [[nodiscard]] bool next()
    {
        if (m_event.parse(*m_parser)) {
            return true;
        }
        report_syntax();
        return false;
    }

    void report_syntax()
    {
        const auto place = m_lines.inside(place_of_mark(m_parser->problem_mark));
        const std::string problem = m_parser->problem == nullptr ? "unreadable" : m_parser->problem;
        const auto rest = from_column(m_lines.line(place.line), place.column);
        if (rest.starts_with('\t')) {
            m_findings.error(
                place, "a tab where YAML takes spaces only", "replace the tab by spaces");
            return;
        }
        m_findings.error(
            place, fmt::format("not valid YAML: {}", problem), hint_for(place, problem));
    }

    [[nodiscard]] std::string hint_for(Place place, std::string_view problem) const
    {
        const auto line = trimmed(m_lines.line(place.line));
        const auto rule = trimmed(line.starts_with('-') ? line.substr(1) : line);
        if (rule.starts_with('"') || rule.starts_with('\'')) {
            return R"(a rule that starts with a quoted name is quoted as a whole: '"A name" <-> field')";
        }
        if (problem.find("mapping values are not allowed") != std::string_view::npos) {
            return "quote a rule that contains ': '";
        }
        if (problem.find("cannot start any token") != std::string_view::npos) {
            return "text that starts with this character is written in quotes";
        }
        return {};
    }

    void refuse_directives()
    {
        const auto& start = m_event->data.document_start;
        if (start.version_directive != nullptr ||
            start.tag_directives.start != start.tag_directives.end) {
            m_findings.error(m_event.at(),
                             "directives (lines that start with %) are not supported");
        }
    }

    void refuse_properties(const yaml_char_t* anchor, const yaml_char_t* tag)
    {
        if (anchor != nullptr) {
            m_findings.error(
                m_event.at(),
                fmt::format("anchors are not supported: '&{}'", text_of(anchor)),
                "write the value where it is needed; text that starts with & is quoted");
        }
        if (tag != nullptr) {
            m_findings.error(m_event.at(),
                             fmt::format("tags are not supported: '{}'", text_of(tag)),
                             "all values are text; text that starts with ! is quoted");
        }
    }

    /// The node that starts with the current event; nullopt after a syntax error.
    std::optional<Node> build(int depth)
    {
        switch (m_event.type()) {
        case YAML_SCALAR_EVENT:
            return build_scalar();
        case YAML_SEQUENCE_START_EVENT:
            refuse_properties(m_event->data.sequence_start.anchor,
                              m_event->data.sequence_start.tag);
            return depth > k_max_depth ? skip_deep() : build_sequence(depth);
        case YAML_MAPPING_START_EVENT:
            refuse_properties(m_event->data.mapping_start.anchor, m_event->data.mapping_start.tag);
            return depth > k_max_depth ? skip_deep() : build_mapping(depth);
        default:
            m_findings.error(m_event.at(),
                             fmt::format("aliases are not supported: '*{}'",
                                         text_of(m_event->data.alias.anchor)),
                             "write the value itself; text that starts with * is quoted");
            return unusable(m_event.at());
        }
    }

    static Node unusable(Place at)
    {
        Node node;
        node.at = at;
        node.is_unusable = true;
        return node;
    }

    Node build_scalar()
    {
        const auto& scalar = m_event->data.scalar;
        refuse_properties(scalar.anchor, scalar.tag);
        Node node;
        node.at = m_event.at();
        // libyaml hands out unsigned octets.
        node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        if (node.text.find('\0') != std::string::npos) {
            m_findings.error(node.at, "the character U+0000 is not allowed in a document");
            node.is_unusable = true;
        }
        node.is_quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
        const int column = node.at.column + (node.is_quoted ? 1 : 0);
        if (from_column(m_lines.line(node.at.line), column).starts_with(node.text)) {
            node.text_column = column;
        }
        return node;
    }

    std::optional<Node> build_sequence(int depth)
    {
        Node node;
        node.kind = NodeKind::sequence;
        node.at = m_event.at();
        for (;;) {
            if (!next()) {
                return std::nullopt;
            }
            if (m_event.type() == YAML_SEQUENCE_END_EVENT) {
                return node;
            }
            auto item = build(depth + 1);
            if (!item) {
                return std::nullopt;
            }
            node.items.push_back(*std::move(item));
        }
    }

    std::optional<Node> build_mapping(int depth)
    {
        Node node;
        node.kind = NodeKind::mapping;
        node.at = m_event.at();
        std::unordered_set<std::string> seen;
        for (;;) {
            if (!next()) {
                return std::nullopt;
            }
            if (m_event.type() == YAML_MAPPING_END_EVENT) {
                return node;
            }
            auto key = build(depth + 1);
            if (!key || !next()) {
                return std::nullopt;
            }
            auto value = build(depth + 1);
            if (!value) {
                return std::nullopt;
            }
            if (is_good_key(*key, seen)) {
                node.entries.push_back({*std::move(key), *std::move(value)});
            }
        }
    }

    [[nodiscard]] bool is_good_key(const Node& key, std::unordered_set<std::string>& seen)
    {
        if (key.is_unusable) {
            return false;
        }
        if (key.kind != NodeKind::scalar) {
            m_findings.error(key.at, "a key must be text");
            return false;
        }
        if (!seen.insert(key.text).second) {
            m_findings.error(key.at, fmt::format("'{}' is written twice here", key.text));
            return false;
        }
        return true;
    }

    /// Reads over what is below without keeping it. Gives up where nobody can mean it any more: the
    /// time that libyaml takes grows with the square of the depth.
    std::optional<Node> skip_deep()
    {
        const auto at = m_event.at();
        m_findings.error(at, fmt::format("nested more than {} levels deep", k_max_depth));
        constexpr int k_max_open = 64;
        for (int open = 1; open > 0;) {
            if (open > k_max_open || !next()) {
                return std::nullopt;
            }
            const auto type = m_event.type();
            if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT) {
                ++open;
            } else if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT) {
                --open;
            }
        }
        return unusable(at);
    }

    const DocumentLines& m_lines;
    Findings& m_findings;
    std::unique_ptr<yaml_parser_t, ParserDeleter> m_parser;
    Event m_event;
};

bool is_forbidden_control(char32_t value)
{
    const bool is_break_or_tab = value == '\t' || value == '\n' || value == '\r' || value == 0x85;
    return (value < 0x20 || (value >= 0x7F && value < 0xA0)) && !is_break_or_tab;
}

/// Octets that no part of a document may hold.
bool has_clean_text(std::string_view document, const DocumentLines& lines, Findings& findings)
{
    constexpr char32_t k_byte_order_mark = 0xFEFF;
    bool is_clean = true;
    for (std::size_t offset = 0; offset < document.size();) {
        const auto next = code_point_at(document, offset);
        if (!next.is_valid) {
            findings.error(lines.place_of(offset),
                           fmt::format("not UTF-8: octet 0x{:02x}",
                                       static_cast<unsigned char>(document[offset])),
                           "save the file as UTF-8");
            return false;
        }
        if (next.value == 0) {
            findings.error(lines.place_of(offset),
                           "the file is no text: it holds the character U+0000",
                           "a mapping is a YAML or JSON document; this is another file");
            return false;
        }
        const bool is_noncharacter = next.value == 0xFFFE || next.value == 0xFFFF;
        if (is_forbidden_control(next.value) || next.value == k_byte_order_mark ||
            is_noncharacter) {
            findings.error(lines.place_of(offset),
                           fmt::format("character U+{:04X} is not allowed in a document",
                                       static_cast<unsigned>(next.value)),
                           R"(in double quotes it can be written as \uXXXX)");
            is_clean = false;
        }
        offset += next.size;
    }
    return is_clean;
}

/// JSON may be indented with tabs, YAML may not.
bool has_clean_indentation(std::string_view document,
                           const DocumentLines& lines,
                           Findings& findings)
{
    const auto start = trimmed(document);
    if (start.starts_with('{') || start.starts_with('[')) {
        return true;
    }
    bool is_clean = true;
    int number = 0;
    for (const auto line : lines.all()) {
        ++number;
        const auto tab = line.find_first_not_of(' ');
        if (tab != std::string_view::npos && line[tab] == '\t') {
            findings.error({number, static_cast<int>(tab) + 1},
                           "a tab in the indentation",
                           "indent with spaces");
            is_clean = false;
        }
    }
    return is_clean;
}

} // namespace

Place Node::place_of(std::size_t offset) const
{
    if (text_column == 0) {
        return at;
    }
    const auto before = std::string_view{text}.substr(0, offset);
    return {at.line, text_column + static_cast<int>(lead_octets(before))};
}

std::optional<Node> read_yaml(std::string_view document, Findings& findings)
{
    if (document.size() > k_max_document_bytes) {
        findings.error({},
                       fmt::format("the document has {} bytes, at most {} are allowed",
                                   document.size(),
                                   k_max_document_bytes),
                       "a mapping holds rules only; split a longer one into several pairs");
        return std::nullopt;
    }
    document = without_byte_order_mark(document);
    const DocumentLines lines{document};
    const bool is_clean = has_clean_text(document, lines, findings);
    if (!has_clean_indentation(document, lines, findings) || !is_clean) {
        return std::nullopt;
    }
    return Reader{document, lines, findings}.read();
}

} // namespace syncctl::mapping
