#include "app_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

namespace syncctl::test {

namespace {

constexpr std::string_view k_vector_key_id = "9d147d55152269e2";
constexpr std::size_t k_key_id_at = 4; ///< behind "sc1:"

/// A world with two connectors whose constructions are counted from now on.
struct TwoConnectors {
    AppWorld world;

    TwoConnectors()
    {
        world.is_set_up();
        world.has_connector("one", "https://one.example/a", "token-of-one");
        world.has_connector("two", "https://two.example/a", "token-of-two");
        world.constructions = 0;
    }

    [[nodiscard]] ErrorCode connect(const std::string& name)
    {
        auto& workspace = world.reopened();
        const auto connector = world.stored(name);
        return code_of([&] { static_cast<void>(workspace.connect(connector)); });
    }
};

} // namespace

TEST_CASE("a connector gets the secrets it was added with", "[app][vault]")
{
    TwoConnectors two;
    auto& workspace = two.world.reopened();
    static_cast<void>(workspace.connect(two.world.stored("one")));
    CHECK(two.world.constructions == 1);
    CHECK(two.world.last_token == "token-of-one");
}

TEST_CASE("an envelope that must not open constructs nothing, and other connectors still work",
          "[app][vault][attack-8]")
{
    std::ifstream in{SYNCCTL_TEST_DATA "/vectors/credential-envelope.json"};
    const auto vectors = nlohmann::json::parse(in);
    TwoConnectors two;
    const auto good = two.world.stored("one");
    int tried = 0;
    for (const auto& test : vectors.at("mustNotOpen")) {
        INFO(test["tcId"] << " " << test["comment"]);
        auto row = good;
        row.sealed_credentials = test["envelope"].get<std::string>();
        // As if sealed by our key, whatever the vector was sealed with; a foreign key's row keeps
        // its own id.
        const auto at = row.sealed_credentials.find(k_vector_key_id);
        if (test["expect"] == "authentication") {
            row.sealed_credentials.replace(
                k_key_id_at, k_vector_key_id.size(), two.world.workspace().vault().key_id());
        } else if (at != std::string::npos && test["expect"] != "wrong-key") {
            row.sealed_credentials.replace(
                at, k_vector_key_id.size(), two.world.workspace().vault().key_id());
        }
        two.world.tamper(row);
        const auto expected = test["expect"].get<std::string>();
        const auto code = two.connect("one");
        if (expected == "unknown-version") {
            CHECK(code == ErrorCode::sealed_version);
        } else if (expected == "format") {
            CHECK(code == ErrorCode::sealed_format);
        } else {
            CHECK(code == (expected == "wrong-key" ? ErrorCode::wrong_key
                                                   : ErrorCode::sealed_authentication));
        }
        ++tried;
    }
    CHECK(tried == 24);
    CHECK(two.world.constructions == 0);
    static_cast<void>(two.world.workspace().connect(two.world.stored("two")));
    CHECK(two.world.last_token == "token-of-two");
}

TEST_CASE("exchanged envelopes open for neither connector", "[app][vault][attack-9]")
{
    TwoConnectors two;
    auto one = two.world.stored("one");
    auto other = two.world.stored("two");
    std::swap(one.sealed_credentials, other.sealed_credentials);
    two.world.tamper(one);
    two.world.tamper(other);
    CHECK(two.connect("one") == ErrorCode::sealed_authentication);
    CHECK(two.connect("two") == ErrorCode::sealed_authentication);
    CHECK(two.world.constructions == 0);
}

TEST_CASE("an envelope of another database under the same key does not open",
          "[app][vault][attack-10]")
{
    TwoConnectors two;
    AppWorld elsewhere;
    std::filesystem::copy_file(two.world.options().key_sources.default_file,
                               elsewhere.options().key_sources.default_file);
    elsewhere.is_set_up();
    elsewhere.has_connector("one", "https://one.example/a", "token-of-elsewhere");
    auto row = two.world.stored("one");
    row.sealed_credentials = elsewhere.stored("one").sealed_credentials;
    two.world.tamper(row);
    CHECK(two.connect("one") == ErrorCode::sealed_authentication);
    CHECK(two.world.constructions == 0);
}

TEST_CASE("an edited URL does not divert a credential", "[app][vault][attack-11][attack-12]")
{
    TwoConnectors two;
    for (const auto* url : {"https://evil.example/a",
                            "http://one.example/a",
                            "https://one.example:8443/a",
                            "https://one.example.evil.example/a"}) {
        INFO(url);
        auto row = two.world.stored("one");
        row.url = url;
        two.world.tamper(row);
        CHECK(two.connect("one") == ErrorCode::origin_not_allowed);
    }
    CHECK(two.world.constructions == 0);
    auto row = two.world.stored("one");
    row.url = "https://one.example/another/path";
    two.world.tamper(row);
    static_cast<void>(two.world.workspace().connect(two.world.stored("one")));
    CHECK(two.world.constructions == 1);
}

TEST_CASE("an edited setting does not divert a credential", "[app][vault][attack-11][attack-12]")
{
    TwoConnectors two;
    auto row = two.world.stored("one");
    row.settings["accounts"] = "https://evil.example/sign-in";
    two.world.tamper(row);
    CHECK(two.connect("one") == ErrorCode::origin_not_allowed);
    CHECK(two.world.constructions == 0);
    CHECK(text_of([&] { static_cast<void>(two.world.workspace().connect(row)); }) ==
          "connector 'one': its credentials may not be sent to https://evil.example: its setting "
          "'accounts' was changed after they were entered (no request was made)\n"
          "syncctl connector edit one --url URL --set accounts=VALUE --secret token=prompt");

    row.settings["accounts"] = "https://one.example/sign-in";
    two.world.tamper(row);
    static_cast<void>(two.world.workspace().connect(two.world.stored("one")));
    CHECK(two.world.constructions == 1);
}

TEST_CASE("a missing, plain or enormous envelope is a format error that shows nothing of it",
          "[app][vault][attack-13]")
{
    TwoConnectors two;
    for (const auto& text :
         {std::string{}, std::string{"sk-plain-token-0123456789"}, std::string(10U << 20U, 'A')}) {
        auto row = two.world.stored("one");
        row.sealed_credentials = text;
        two.world.tamper(row);
        auto& workspace = two.world.reopened();
        const auto connector = two.world.stored("one");
        CHECK(two.connect("one") == ErrorCode::sealed_format);
        const auto shown =
            text_of([&] { static_cast<void>(two.world.workspace().connect(connector)); });
        static_cast<void>(workspace);
        CHECK(shown.size() < 500);
        CHECK(shown.find("sk-plain") == std::string::npos);
    }
    CHECK(two.world.constructions == 0);
}

TEST_CASE("sealed text of another form than ours is refused", "[app][vault]")
{
    TwoConnectors two;
    const auto& vault = two.world.workspace().vault();
    for (const auto* plain : {"",
                              "token",
                              "{}",
                              "[]",
                              R"({"v":2,"origins":[],"fields":{}})",
                              R"({"v":1,"origins":[1],"fields":{}})",
                              R"({"v":1,"origins":[],"fields":{"a":1}})",
                              R"({"v":1,"origins":[],"fields":{},"more":1})"}) {
        INFO(plain);
        auto row = two.world.stored("one");
        row.sealed_credentials = vault.seal(
            plain,
            {.table = "connectors", .column = "encrypted_credentials", .row_uuid = row.uuid},
            two.world.random);
        const auto code = code_of([&] { static_cast<void>(two.world.workspace().connect(row)); });
        CHECK(code == ErrorCode::sealed_format);
    }
    CHECK(two.world.constructions == 0);
}

} // namespace syncctl::test
