#include "unit/base/vectors.hpp"

#include "syncctl/vault/signature.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::vault; // NOLINT(google-build-using-namespace): this file tests that one
                                // module
using syncctl::base::Secret;
using syncctl::test::octets;

namespace {

Secret secret(std::string_view text)
{
    return Secret{text};
}

/// The published example of the scheme with a time.
struct Example {
    Example()
        : test(syncctl::test::vectors("webhook-signatures.json")
                   .at("standardWebhooks")
                   .at("tests")
                   .at(0))
    {
        body = octets(test, "bodyHex");
        id = test.at("id");
        timestamp = test.at("timestamp");
        signature = test.at("signature");
    }

    [[nodiscard]] bool verifies(std::string_view key) const
    {
        return verify_timed_webhook(
            secret(key),
            {.id = id, .timestamp = timestamp, .body = body, .signature = signature},
            test.at("now").get<std::int64_t>(),
            std::chrono::seconds{300});
    }

    nlohmann::json test;
    std::string body;
    std::string id;
    std::string timestamp;
    std::string signature;
};

} // namespace

TEST_CASE("HMAC-SHA-256 gives the values of RFC 4231", "[vault][vectors]")
{
    const auto tests = syncctl::test::vectors("hmac-sha256.json").at("tests");
    REQUIRE(tests.size() == 7);
    for (const auto& test : tests) {
        INFO(test.at("comment"));
        const auto digest = hmac_sha256(octets(test, "key"), octets(test, "msg"));
        CHECK(digest.size() == 32);
        CHECK(digest.substr(0, test.at("tagBits").get<std::size_t>() / 8) == octets(test, "tag"));
    }
}

TEST_CASE("a webhook signature is judged as the vectors say", "[vault][vectors]")
{
    const auto tests = syncctl::test::vectors("webhook-signatures.json").at("github").at("tests");
    REQUIRE(tests.size() == 23);
    for (const auto& test : tests) {
        INFO(test.at("tcId") << " " << test.at("comment"));
        const auto key = secret(octets(test, "secretHex"));
        const auto body = octets(test, "bodyHex");
        const auto header = test.at("header").get<std::string>();
        CHECK(verify_webhook(key, body, header) == test.at("valid").get<bool>());
        CHECK((key.empty() || verify_webhook(key, body, sign_webhook(key, body))));
    }
    const auto& published = tests.at(0);
    CHECK(sign_webhook(secret(octets(published, "secretHex")), octets(published, "bodyHex")) ==
          published.at("header"));
}

TEST_CASE("a webhook signature with a time is judged as the vectors say", "[vault][vectors]")
{
    const auto tests =
        syncctl::test::vectors("webhook-signatures.json").at("standardWebhooks").at("tests");
    REQUIRE(tests.size() == 11);
    for (const auto& test : tests) {
        INFO(test.at("tcId") << " " << test.at("comment"));
        const auto id = test.at("id").get<std::string>();
        const auto timestamp = test.at("timestamp").get<std::string>();
        const auto body = octets(test, "bodyHex");
        const auto signature = test.at("signature").get<std::string>();
        const bool is_valid = verify_timed_webhook(
            secret(test.at("secret").get<std::string>()),
            {.id = id, .timestamp = timestamp, .body = body, .signature = signature},
            test.at("now").get<std::int64_t>(),
            std::chrono::seconds{test.at("toleranceSeconds").get<std::int64_t>()});
        CHECK(is_valid == test.at("valid").get<bool>());
    }
}

TEST_CASE("the secret of a timed webhook must be base64, with or without its prefix", "[vault]")
{
    const Example example;
    CHECK(example.verifies("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    CHECK(example.verifies("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    CHECK_FALSE(example.verifies("whsec_NfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    CHECK_FALSE(example.verifies("whsec_not base64"));
    CHECK_FALSE(example.verifies("whsec_"));
    CHECK_FALSE(example.verifies(""));
}

TEST_CASE("a list of signatures is read to a bounded length", "[vault]")
{
    Example example;
    const auto good = example.signature;
    example.signature = "v1a," + good.substr(3) + " v1 " + good;
    CHECK(example.verifies("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    example.signature = good + "AAAA";
    CHECK_FALSE(example.verifies("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    example.signature.clear();
    for (int i = 0; i < 16; ++i) {
        example.signature += "v1,AAAA ";
    }
    example.signature += good;
    CHECK_FALSE(example.verifies("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
}
