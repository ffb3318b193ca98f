#include "unit/base/vectors.hpp"
#include "vault/aes_gcm.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/secret.hpp"

#include <catch2/catch.hpp>

#include <vector>

using syncctl::test::octets;
using namespace syncctl::vault; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

namespace {

enum class Outcome { opened, refused, unsupported };

struct Row {
    explicit Row(const nlohmann::json& test)
        : key{octets(test, "key")},
          nonce{octets(test, "iv")},
          aad{octets(test, "aad")},
          plain{octets(test, "msg")},
          cipher{octets(test, "ct")},
          tag{octets(test, "tag")}
    {
    }

    [[nodiscard]] GcmInput input() const
    {
        return {.key = std::as_bytes(std::span{key}), .nonce = nonce, .aad = aad};
    }

    /// What opening gives; the plaintext goes to `opened`.
    Outcome open(std::string& opened) const
    {
        try {
            const auto secret = gcm_open(input(), cipher, tag);
            opened = secret ? std::string{secret->reveal()} : "";
            return secret ? Outcome::opened : Outcome::refused;
        } catch (const syncctl::Error&) {
            return Outcome::unsupported;
        }
    }

    std::string key;
    std::string nonce;
    std::string aad;
    std::string plain;
    std::string cipher;
    std::string tag;
};

Row first_valid()
{
    return Row{syncctl::test::vectors("aes-256-gcm.json").at("testGroups").at(0).at("tests").at(0)};
}

} // namespace

TEST_CASE("all published AES-256-GCM vectors hold", "[vault][vectors]")
{
    const auto document = syncctl::test::vectors("aes-256-gcm.json");
    std::vector<int> unsupported;
    int valid = 0;
    int invalid = 0;
    for (const auto& group : document.at("testGroups")) {
        for (const auto& test : group.at("tests")) {
            const int number = test.at("tcId").get<int>();
            INFO("tcId " << number << " " << test.at("comment"));
            const Row row{test};
            std::string opened;
            const auto outcome = row.open(opened);
            if (test.at("result") == "invalid") {
                ++invalid;
                CHECK(outcome != Outcome::opened);
            } else if (outcome == Outcome::unsupported) {
                unsupported.push_back(number);
            } else {
                ++valid;
                CHECK(outcome == Outcome::opened);
                CHECK(opened == row.plain);
                CHECK(gcm_seal(row.input(), row.plain) == row.cipher + row.tag);
            }
        }
    }
    // OpenSSL takes no nonce above 128 octets; this one has 257.
    CHECK(unsupported == std::vector<int>{276});
    CHECK(valid == 75);
    CHECK(invalid == 29);
}

TEST_CASE("a shortened tag never opens", "[vault]")
{
    auto row = first_valid();
    const auto whole = row.tag;
    std::string opened;
    REQUIRE(row.open(opened) == Outcome::opened);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        INFO(length);
        row.tag = whole.substr(0, length);
        CHECK(row.open(opened) == Outcome::refused);
    }
    row.tag = whole + '\0';
    CHECK(row.open(opened) == Outcome::refused);
}

TEST_CASE("a changed bit anywhere does not open", "[vault]")
{
    std::string opened;
    for (auto part : {&Row::cipher, &Row::tag, &Row::aad, &Row::nonce, &Row::key}) {
        auto row = first_valid();
        REQUIRE_FALSE((row.*part).empty());
        (row.*part).back() = static_cast<char>((row.*part).back() ^ 1);
        CHECK(row.open(opened) == Outcome::refused);
    }
}

TEST_CASE("keys and nonces of other sizes are refused, not adapted", "[vault]")
{
    auto row = first_valid();
    row.nonce.assign(k_gcm_max_nonce_size + 1, 'n');
    CHECK_THROWS_AS(gcm_seal(row.input(), "x"), syncctl::Error);
    row.nonce.clear();
    CHECK_THROWS_AS(gcm_seal(row.input(), "x"), syncctl::Error);
    row = first_valid();
    row.key.resize(16);
    CHECK_THROWS_AS(gcm_seal(row.input(), "x"), syncctl::Error);
}
