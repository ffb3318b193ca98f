#include "unit/base/vectors.hpp"
#include "vault/hkdf.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/signature.hpp"

#include <catch2/catch.hpp>

using syncctl::base::Secret;
using syncctl::test::octets;
using syncctl::vault::hkdf_sha256;

TEST_CASE("HKDF-SHA-256 gives the keys of RFC 5869", "[vault][vectors]")
{
    const auto tests = syncctl::test::vectors("hkdf-sha256.json").at("tests");
    REQUIRE(tests.size() == 3);
    for (const auto& test : tests) {
        INFO(test.at("comment"));
        const Secret key{std::string_view{octets(test, "ikm")}};
        const auto salt = octets(test, "salt");
        const auto info = octets(test, "info");
        const auto derived =
            hkdf_sha256({.key = key, .salt = salt, .info = info}, test.at("L").get<std::size_t>());
        CHECK(derived.reveal() == octets(test, "okm"));
        // The extraction step is an HMAC with the salt as its key.
        CHECK(syncctl::vault::hmac_sha256(salt, key.reveal()) == octets(test, "prk"));
    }
}

TEST_CASE("HKDF refuses lengths that it cannot give", "[vault][vectors]")
{
    const auto rows = syncctl::test::vectors("hkdf-sha256.json").at("mustFail");
    REQUIRE(rows.size() == 1);
    const Secret key{std::string_view{octets(rows[0], "ikm")}};
    CHECK_THROWS_AS(
        hkdf_sha256({.key = key, .salt = {}, .info = {}}, rows[0].at("L").get<std::size_t>()),
        syncctl::Error);
    CHECK_THROWS_AS(hkdf_sha256({.key = key, .salt = {}, .info = {}}, 0), syncctl::Error);
    CHECK(hkdf_sha256({.key = key, .salt = {}, .info = {}}, 255 * 32).size() == 255 * 32);
}
