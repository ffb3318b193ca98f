#include "fakes/http/target.hpp"

#include <algorithm>
#include <charconv>

namespace syncctl::fakes {

namespace {

std::optional<std::string> decode(std::string_view text, bool is_query)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += is_query && text[i] == '+' ? ' ' : text[i];
            continue;
        }
        int code = 0;
        const char* first = text.data() + i + 1;
        if (i + 2 >= text.size() || std::from_chars(first, first + 2, code, 16).ptr != first + 2) {
            return std::nullopt;
        }
        result += static_cast<char>(code);
        i += 2;
    }
    return result;
}

} // namespace

std::vector<std::string> pieces(std::string_view text, char separator)
{
    std::vector<std::string> found;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0) {
            found.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

std::optional<Target> read_target(std::string_view text)
{
    Target target;
    const auto mark = std::min(text.find('?'), text.size());
    if (!text.starts_with('/') || text.substr(0, mark).find("//") != std::string_view::npos) {
        return std::nullopt;
    }
    for (const std::string& piece : pieces(text.substr(0, mark), '/')) {
        const auto segment = decode(piece, false);
        if (!segment) {
            return std::nullopt;
        }
        target.segments.push_back(*segment);
    }
    for (const std::string_view piece : pieces(text.substr(std::min(mark + 1, text.size())), '&')) {
        const auto equals = std::min(piece.find('='), piece.size());
        const auto name = decode(piece.substr(0, equals), true);
        const auto value = decode(piece.substr(std::min(equals + 1, piece.size())), true);
        if (!name || !value) {
            return std::nullopt;
        }
        target.query.emplace_back(*name, *value);
    }
    return target;
}

} // namespace syncctl::fakes
