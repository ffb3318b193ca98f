#include "secret_source.hpp"

#include "syncctl/base/error.hpp"

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
