#include "secret_source.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::cli {

TEST_CASE("a secret source is one of five, with or without a name", "[cli]")
{
    CHECK(parse_named_secret_source("prompt").name.empty());
    CHECK(parse_named_secret_source("token=stdin").name == "token");
    const auto file = parse_named_secret_source("token=file:/a=b");
    CHECK(file.source.kind == SecretSource::Kind::file);
    CHECK(file.source.place == "/a=b");
    const auto unnamed = parse_named_secret_source("file:/a=prompt");
    CHECK(unnamed.name.empty());
    CHECK(unnamed.source.place == "/a=prompt");
    CHECK(parse_named_secret_source("cmd:pass show x").source.place == "pass show x");
}

TEST_CASE("a literal secret is refused without being repeated", "[cli]")
{
    for (const auto* text :
         {"hunter2", "token=hunter2", "=prompt", "file:", "token=", "", "PROMPT"}) {
        try {
            static_cast<void>(parse_named_secret_source(text));
            FAIL("was taken: " << text);
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::usage);
            CHECK((error.message() + error.hint()).find("hunter2") == std::string::npos);
        }
    }
}

} // namespace syncctl::cli
