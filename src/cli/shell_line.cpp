#include "shell_line.hpp"

namespace syncctl::cli {

namespace {

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

bool is_plain(char c)
{
    const bool is_letter_or_digit =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    constexpr std::string_view k_others = "_-./:=,@%+";
    return is_letter_or_digit || k_others.find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

ShellLine read_shell_line(std::string_view line, std::string_view breaks)
{
    ShellLine read;
    bool has_word = false;
    const auto put = [&](char c) {
        read.current += c;
        has_word = true;
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (read.quote != 0 && c == read.quote) {
            read.quote = 0;
        } else if (c == '\\' && read.quote != '\'' && i + 1 < line.size()) {
            const char next = line[++i];
            constexpr std::string_view k_escaped_in_double = "$`\"\\";
            if (read.quote == '"' && k_escaped_in_double.find(next) == std::string_view::npos) {
                put(c);
            }
            put(next);
        } else if (read.quote != 0) {
            put(c);
        } else if (c == '\'' || c == '"') {
            read.quote = c;
            has_word = true;
            read.kept = read.current.size();
        } else if (is_blank(c)) {
            if (has_word) {
                read.before.push_back(std::move(read.current));
            }
            read.current.clear();
            read.kept = 0;
            has_word = false;
        } else {
            put(c);
            if (breaks.find(c) != std::string_view::npos) {
                read.kept = read.current.size();
            }
        }
    }
    return read;
}

std::string quoted_for_shell(std::string_view text, char quote)
{
    std::string out;
    for (const char c : text) {
        if (quote == '\'') {
            out += c == '\'' ? std::string_view{R"('\'')"} : std::string_view{&c, 1};
            continue;
        }
        if (quote == '"' && c == '!') {
            out += R"("\!")"; // no escape inside of double quotes keeps the history out
            continue;
        }
        constexpr std::string_view k_special_in_double = "$`\"\\";
        const bool must_escape =
            quote == '"' ? k_special_in_double.find(c) != std::string_view::npos : !is_plain(c);
        if (must_escape) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

} // namespace syncctl::cli
