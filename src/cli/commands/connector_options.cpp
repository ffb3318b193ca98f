#include "connector_options.hpp"

#include "session.hpp"

#include "syncctl/base/error.hpp"

#include <utility>

namespace syncctl::cli {

OptionSpec connector_set_option()
{
    return {.flags = "--set",
            .value = "KEY=VALUE",
            .help = "A setting of the type",
            .is_repeatable = true};
}

OptionSpec connector_secret_option()
{
    return {.flags = "--secret",
            .value = "[NAME=]SOURCE",
            .help = "prompt, stdin, file:PATH, env:NAME or cmd:COMMAND",
            .is_repeatable = true};
}

std::map<std::string, std::string> connector_settings(const Arguments& arguments)
{
    std::map<std::string, std::string> settings;
    for (const auto& setting : arguments.all("set")) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error{ErrorCode::usage, "--set takes KEY=VALUE", "syncctl connector types"};
        }
        if (!settings.emplace(setting.substr(0, equals), setting.substr(equals + 1)).second) {
            throw Error{ErrorCode::usage, "--set: the same setting was given twice"};
        }
    }
    return settings;
}

std::map<std::string, app::SecretReader> connector_secrets(Session& session,
                                                           const Arguments& arguments)
{
    std::map<std::string, app::SecretReader> secrets;
    bool has_standard_input = false;
    for (const auto& text : arguments.all("secret")) {
        auto named = parse_named_secret_source(text);
        if (named.source.kind == SecretSource::Kind::standard_input) {
            if (has_standard_input) {
                throw Error{ErrorCode::usage, "--secret: only one secret can come from stdin"};
            }
            has_standard_input = true;
        }
        const auto what = named.name.empty() ? std::string{"secret"} : "secret " + named.name;
        auto reader = [&session, source = std::move(named.source), what] {
            return session.read_secret(source, what);
        };
        if (!secrets.emplace(named.name, std::move(reader)).second) {
            throw Error{ErrorCode::usage, "--secret: the same secret was given twice"};
        }
    }
    return secrets;
}

} // namespace syncctl::cli
