#include "script.hpp"

#include <sstream>
#include <utility>

namespace syncctl::simulation {
namespace {

std::string quoted(const std::string& word)
{
    return word.empty() || word.find(' ') != std::string::npos ? '"' + word + '"' : word;
}

/// Quotes may stand anywhere in a word; they keep the spaces between them.
std::vector<std::string> words_of(const std::string& line)
{
    std::vector<std::string> words;
    std::string word;
    bool is_quoted = false;
    bool is_open = false;
    for (const char c : line) {
        if (c == '"') {
            is_quoted = !is_quoted;
            is_open = true;
        } else if (c == ' ' && !is_quoted) {
            if (is_open) {
                words.push_back(std::exchange(word, {}));
            }
            is_open = false;
        } else {
            word += c;
            is_open = true;
        }
    }
    if (is_open) {
        words.push_back(word);
    }
    return words;
}

} // namespace

std::string to_text(const Script& script)
{
    std::string text;
    for (const auto& step : script) {
        for (std::size_t i = 0; i < step.words.size(); ++i) {
            text += (i == 0 ? "" : " ") + quoted(step.words[i]);
        }
        text += '\n';
    }
    return text;
}

Script script_from_text(std::string_view text)
{
    Script script;
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.front() != '#') {
            script.push_back({words_of(line)});
        }
    }
    return script;
}

Assignment assignment_from(std::string_view word)
{
    const auto at = word.find('=');
    if (at == std::string_view::npos) {
        return {.name = std::string{word}, .value = {}, .has_value = false};
    }
    return {.name = std::string{word.substr(0, at)},
            .value = std::string{word.substr(at + 1)},
            .has_value = true};
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

} // namespace syncctl::simulation
