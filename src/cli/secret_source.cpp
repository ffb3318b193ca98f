#include "secret_source.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace syncctl::cli {

std::optional<SecretSource> parse_secret_source(std::string_view text)
{
    using Kind = SecretSource::Kind;
    if (text == "prompt") {
        return SecretSource{.kind = Kind::prompt, .place = {}};
    }
    if (text == "stdin") {
        return SecretSource{.kind = Kind::standard_input, .place = {}};
    }
    constexpr std::array k_prefixes{std::pair{std::string_view{"file:"}, Kind::file},
                                    std::pair{std::string_view{"env:"}, Kind::environment},
                                    std::pair{std::string_view{"cmd:"}, Kind::command}};
    for (const auto& [prefix, kind] : k_prefixes) {
        if (text.substr(0, prefix.size()) == prefix && text.size() > prefix.size()) {
            return SecretSource{.kind = kind, .place = std::string{text.substr(prefix.size())}};
        }
    }
    return std::nullopt;
}

SecretSource require_secret_source(std::string_view text, std::string_view option)
{
    if (auto source = parse_secret_source(text)) {
        return *std::move(source);
    }
    throw Error{ErrorCode::usage,
                fmt::format("{}: a literal value is refused, it would be visible to every user of "
                            "this machine",
                            option),
                "SOURCE is prompt, stdin, file:PATH, env:NAME or cmd:COMMAND"};
}

std::string described(const SecretSource& source)
{
    using Kind = SecretSource::Kind;
    switch (source.kind) {
    case Kind::prompt:
        return "the terminal";
    case Kind::standard_input:
        return "standard input";
    case Kind::file:
        return "file " + base::term_safe(source.place);
    case Kind::environment:
        return "environment variable " + base::term_safe(source.place);
    case Kind::command:
        return "command " +
               base::term_safe(std::string_view{source.place}.substr(0, source.place.find(' ')));
    }
    return {};
}

NamedSecretSource parse_named_secret_source(std::string_view text)
{
    if (auto source = parse_secret_source(text)) {
        return {.name = {}, .source = *std::move(source)};
    }
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && equals > 0) {
        if (auto source = parse_secret_source(text.substr(equals + 1))) {
            return {.name = std::string{text.substr(0, equals)}, .source = *std::move(source)};
        }
    }
    throw Error{
        ErrorCode::usage,
        "--secret: a literal value is refused, it would be visible to every user of this machine",
        "--secret [NAME=]SOURCE with prompt, stdin, file:PATH, env:NAME or cmd:COMMAND"};
}

} // namespace syncctl::cli
