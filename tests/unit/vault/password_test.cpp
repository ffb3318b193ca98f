#include "unit/base/vectors.hpp"
#include "unit/vault/replayed_random.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/password.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::vault; // NOLINT(google-build-using-namespace): this file tests that one
                                // module
using syncctl::base::Secret;
using syncctl::test::octets;

namespace {

/// The least cost that may be stored: the tests are about the form, not about the time it takes.
constexpr ScryptCost k_cheap{.log_n = 14, .r = 8, .p = 1};
const std::string k_salt_and_hash =
    "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

int log2_of(std::uint64_t number)
{
    int result = 0;
    for (; number > 1; number /= 2) {
        ++result;
    }
    return result;
}

Secret secret(std::string_view text)
{
    return Secret{text};
}

} // namespace

TEST_CASE("scrypt gives the keys of RFC 7914", "[vault][vectors]")
{
    const auto tests = syncctl::test::vectors("scrypt.json").at("tests");
    REQUIRE(tests.size() == 4);
    int checked = 0;
    for (const auto& test : tests) {
        // The fourth vector takes 1 GiB of memory and seconds: more than a test on every change
        // may.
        if (test.at("slow").get<bool>()) {
            continue;
        }
        INFO(test.at("tcId"));
        const ScryptCost cost{.log_n = log2_of(test.at("N").get<std::uint64_t>()),
                              .r = test.at("r").get<std::uint32_t>(),
                              .p = test.at("p").get<std::uint32_t>()};
        const auto derived = scrypt(secret(octets(test, "passwordHex")),
                                    octets(test, "saltHex"),
                                    cost,
                                    test.at("dkLen").get<std::size_t>());
        CHECK(derived.reveal() == octets(test, "dk"));
        ++checked;
    }
    CHECK(checked == 3);
}

TEST_CASE("a password is stored with its salt and costs and verifies", "[vault]")
{
    syncctl::test::ReplayedRandom random{std::string(16, '\0')};
    const auto stored = hash_password(secret("correct horse"), random, k_cheap);
    CHECK(stored.find("$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$") == 0);
    CHECK(stored.size() == k_salt_and_hash.size() + std::string{"$scrypt$ln=14,r=8,p=1"}.size());
    CHECK(verify_password(secret("correct horse"), stored));
    CHECK_FALSE(verify_password(secret("correct horsf"), stored));
    CHECK_FALSE(verify_password(secret("correct horse "), stored));
    CHECK_FALSE(verify_password(secret(""), stored));
}

TEST_CASE("the usual cost is what is recommended", "[vault]")
{
    syncctl::base::SystemRandom random;
    const auto stored = hash_password(secret("correct horse"), random);
    CHECK(stored.find("$scrypt$ln=17,r=8,p=1$") == 0);
    CHECK(verify_password(secret("correct horse"), stored));
}

TEST_CASE("the same password is stored differently each time", "[vault]")
{
    syncctl::base::SystemRandom random;
    CHECK(hash_password(secret("x"), random, k_cheap) !=
          hash_password(secret("x"), random, k_cheap));
}

TEST_CASE("a stored text that is no hash with sane costs verifies nothing", "[vault]")
{
    syncctl::test::ReplayedRandom random{std::string(16, '\0')};
    const auto good = hash_password(secret("x"), random, k_cheap);
    REQUIRE(verify_password(secret("x"), good));
    const auto with_costs = [](const std::string& costs) {
        return "$scrypt$" + costs + k_salt_and_hash;
    };
    for (const auto& text : {std::string{},
                             std::string{"$scrypt$"},
                             with_costs("ln=40,r=8,p=1"),
                             with_costs("ln=30,r=8,p=1"),
                             with_costs("ln=21,r=8,p=1"),
                             with_costs("ln=13,r=8,p=1"),
                             with_costs("ln=14,r=0,p=1"),
                             with_costs("ln=14,r=17,p=1"),
                             with_costs("ln=20,r=16,p=1"),
                             with_costs("ln=14,r=8,p=0"),
                             with_costs("ln=14,r=8,p=5"),
                             with_costs("ln=14,r=8,p=1000000000"),
                             with_costs("ln=-14,r=8,p=1"),
                             with_costs("ln=014,r=8,p=1"),
                             with_costs("ln=14,r=8"),
                             with_costs("r=8,ln=14,p=1"),
                             with_costs("ln=14, r=8,p=1"),
                             good + "=",
                             good + "\n",
                             good + "$x",
                             " " + good,
                             good.substr(0, good.size() - 1),
                             good.substr(0, good.rfind('$')),
                             std::string(std::size_t{1} << 20U, '$'),
                             good + std::string(std::size_t{1} << 20U, 'A')}) {
        INFO(text.substr(0, 100));
        CHECK_FALSE(verify_password(secret("x"), text));
    }
}

TEST_CASE("passwords and costs out of bounds are refused", "[vault]")
{
    syncctl::base::SystemRandom random;
    CHECK_THROWS_AS(hash_password(secret(""), random, k_cheap), syncctl::Error);
    CHECK_THROWS_AS(hash_password(secret(std::string(1025, 'x')), random, k_cheap), syncctl::Error);
    CHECK_THROWS_AS(hash_password(secret("x"), random, {.log_n = 13}), syncctl::Error);
    CHECK_THROWS_AS(hash_password(secret("x"), random, {.log_n = 20, .r = 16}), syncctl::Error);
    CHECK_THROWS_AS(scrypt(secret("x"), "salt", {.log_n = 3}, 32), syncctl::Error);
    CHECK_THROWS_AS(scrypt(secret("x"), "salt", {.log_n = 63}, 32), syncctl::Error);
    CHECK_THROWS_AS(scrypt(secret("x"), "salt", {.log_n = -1}, 32), syncctl::Error);
    CHECK_THROWS_AS(scrypt(secret("x"), "salt", {.log_n = 14, .r = 0}, 32), syncctl::Error);
    CHECK_THROWS_AS(scrypt(secret("x"), "salt", {.log_n = 14, .r = 8, .p = 1'000'000'000}, 32),
                    syncctl::Error);
}

TEST_CASE("a passphrase makes the same key from the same parameters, and another from others",
          "[vault]")
{
    syncctl::base::SystemRandom random;
    const auto parameters = new_scrypt_parameters(random, k_cheap);
    const auto text = to_text(parameters);
    const auto read = scrypt_parameters_from(text);
    REQUIRE(read.has_value());
    CHECK(read->salt == parameters.salt);
    CHECK(passphrase_key(secret("x"), *read).id() == passphrase_key(secret("x"), parameters).id());
    CHECK(passphrase_key(secret("y"), parameters).id() !=
          passphrase_key(secret("x"), parameters).id());
    const auto others = new_scrypt_parameters(random, k_cheap);
    CHECK(others.salt != parameters.salt);
    CHECK(passphrase_key(secret("x"), others).id() != passphrase_key(secret("x"), parameters).id());
    CHECK_THROWS_AS(passphrase_key(secret(""), parameters), syncctl::Error);
    CHECK_THROWS_AS(passphrase_key(secret(std::string(1025, 'x')), parameters), syncctl::Error);
}

TEST_CASE("parameters that ask for too much, or are none, are not read", "[vault]")
{
    const std::string salt = "$AAAAAAAAAAAAAAAAAAAAAA";
    CHECK(scrypt_parameters_from("$scrypt$ln=17,r=8,p=1" + salt).has_value());
    for (const auto& text : {"$scrypt$ln=21,r=8,p=1" + salt,
                             "$scrypt$ln=13,r=8,p=1" + salt,
                             "$scrypt$ln=20,r=16,p=1" + salt,
                             "$scrypt$ln=17,r=8,p=5" + salt,
                             "$scrypt$ln=17,r=8,p=1" + salt + "A",
                             "$scrypt$ln=17,r=8,p=1" + salt + k_salt_and_hash,
                             std::string{"$scrypt$ln=17,r=8,p=1"},
                             std::string{},
                             std::string(std::size_t{1} << 20U, '$')}) {
        INFO(text.substr(0, 60));
        CHECK_FALSE(scrypt_parameters_from(text).has_value());
    }
}
