// What the older Node.js tool sealed opens by its own rules for keys; nothing else does.

#include "support/temp_dir.hpp"
#include "unit/base/vectors.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/older_key.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using syncctl::Error;
using syncctl::ErrorCode;
using syncctl::test::TempDir;
using syncctl::vault::OlderKey;
namespace fs = std::filesystem;

namespace {

constexpr const char* k_published =
    "38f605e8fd43af2f5e931b4814622b2f688ff238b6aed6a0bcd2dd55c4593111";
constexpr const char* k_good = "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81f4d5b07933e2d846fa1049b735e";
/// `{"token":"t0ken"}` as the older rules seal it under a passphrase (made with Node's crypto).
constexpr const char* k_of_passphrase =
    "202122232425262728292a2b2c2d2e2fc38a63ab1f819b3c6563f8daac9819546220fd5bf3a9776f1f18a75b0cc0e2"
    "cb3f";
constexpr const char* k_of_other_letters =
    "202122232425262728292a2b2c2d2e2febe01480452aca834f33408adfcc5253eadca5e1ff1756fd82c40011f801a8"
    "03f2";

std::string opened(const OlderKey& key, const std::string& sealed)
{
    const auto text = key.open(sealed);
    return text ? std::string{text->reveal()} : std::string{"(closed)"};
}

ErrorCode refusal(const std::string& text)
{
    try {
        const OlderKey key{text};
    } catch (const Error& error) {
        CHECK((text.empty() || error.message().find(text) == std::string::npos));
        return error.code();
    }
    return ErrorCode::failed;
}

} // namespace

TEST_CASE("credentials of the older tool open, and those that were touched do not", "[vault]")
{
    const auto vectors = syncctl::test::vectors("credential-envelope.json");
    for (const auto& test : vectors.at("legacyNode")) {
        INFO(test.at("comment"));
        const OlderKey key{test.at("key").get<std::string>()};
        const auto text = opened(key, test.at("stored"));
        CHECK(text == (test.at("valid") ? test.at("plaintext").get<std::string>() : "(closed)"));
    }
}

TEST_CASE("every cut or lengthened text stays closed", "[vault]")
{
    const OlderKey key{"hunter2"};
    const std::string sealed{k_of_passphrase};
    REQUIRE(opened(key, sealed) == R"({"token":"t0ken"})");
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        INFO(size);
        CHECK(opened(key, sealed.substr(0, size)) == "(closed)");
    }
    CHECK(opened(key, sealed + "00") == "(closed)");
    CHECK(opened(key, sealed + "zz") == "(closed)");
    CHECK(opened(key, std::string(10'000'000, 'a')) == "(closed)");
}

TEST_CASE("a longer text is cut to 64 digits, a shorter one is a passphrase", "[vault]")
{
    const auto sealed = syncctl::test::vectors("credential-envelope.json").at("legacyNode").at(0);
    CHECK(opened(OlderKey{std::string{k_published} + "not looked at"}, sealed.at("stored")) ==
          sealed.at("plaintext"));
    CHECK(opened(OlderKey{"p\xc3\xa4ss\xf0\x9f\x94\x91"}, k_of_other_letters) ==
          R"({"token":"t0ken"})");
    CHECK(opened(OlderKey{"hunter3"}, k_of_passphrase) == "(closed)");
    CHECK(refusal("") == ErrorCode::bad_key);
    CHECK(refusal(std::string(64, 'x')) == ErrorCode::bad_key);
}

TEST_CASE("a published key, a weak one and a passphrase are told from a good one", "[vault]")
{
    CHECK(OlderKey{k_published}.is_weak());
    CHECK(OlderKey{"hunter2"}.is_weak());
    CHECK(OlderKey{std::string(64, '0')}.is_weak());
    CHECK_FALSE(OlderKey{k_good}.is_weak());
}

TEST_CASE("the key comes from a private file, without the white space around it", "[vault]")
{
    const TempDir folder;
    const auto file = folder.path() / "encryption.key";
    std::ofstream{file} << "  hunter2 \r\n";
    fs::permissions(file, fs::perms{0600});
    CHECK(opened(OlderKey::from_file(file), k_of_passphrase) == R"({"token":"t0ken"})");

    fs::permissions(file, fs::perms{0644});
    CHECK_THROWS_AS(OlderKey::from_file(file), Error);
    CHECK_THROWS_AS(OlderKey::from_file(folder.path() / "none"), Error);
    CHECK_THROWS_AS(OlderKey::from_file(folder.path()), Error);
}
