#include "command.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace syncctl::cli {

std::optional<std::string> Arguments::find(std::string_view name) const
{
    const auto& values = all(name);
    if (values.empty()) {
        return std::nullopt;
    }
    return values.back();
}

const std::vector<std::string>& Arguments::all(std::string_view name) const
{
    static const std::vector<std::string> none;
    const auto found = m_values.find(name);
    return found == m_values.end() ? none : found->second;
}

std::optional<std::int64_t>
Arguments::number(std::string_view name, std::int64_t least, std::int64_t most) const
{
    const auto text = find(name);
    if (!text) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const auto* end = text->data() + text->size();
    const auto [stop, problem] = std::from_chars(text->data(), end, number);
    if (problem != std::errc{} || stop != end || number < least || number > most) {
        throw Error{ErrorCode::usage,
                    fmt::format("{}: '{}' is no whole number from {} to {}",
                                name,
                                base::cut_to_width(base::term_safe(*text), 40),
                                least,
                                most)};
    }
    return number;
}

OptionSpec dry_run_option()
{
    return {.flags = "-n,--dry-run", .help = "Say what would be done; change nothing"};
}

OptionSpec pair_option()
{
    return {.flags = "--pair", .value = "NAME", .help = "Only this pair"};
}

OptionSpec limit_option(std::string_view help)
{
    return {.flags = "--limit", .value = "N", .help = help};
}

} // namespace syncctl::cli
