#include "unit/base/vectors.hpp"
#include "unit/vault/replayed_random.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/digest.hpp"
#include "syncctl/vault/envelope.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using syncctl::ErrorCode;
using syncctl::base::Secret;
using syncctl::test::octets;
using syncctl::vault::MasterKey;
using syncctl::vault::Place;
using syncctl::vault::Vault;

namespace {

/// The owner of the texts that a Place only points to.
struct Row {
    explicit Row(const nlohmann::json& test)
        : key{octets(test, "masterKey")},
          database{test.at("dbUuid")},
          table{test.at("table")},
          column{test.at("column")},
          id{test.at("rowId")}
    {
    }

    [[nodiscard]] Vault vault() const
    {
        return Vault{MasterKey{Secret{std::string_view{key}}}, database};
    }

    [[nodiscard]] Place place() const { return {.table = table, .column = column, .row_uuid = id}; }

    std::string key;
    std::string database;
    std::string table;
    std::string column;
    std::string id;
};

syncctl::Error refusal(const Vault& vault, std::string_view envelope, const Place& place)
{
    try {
        (void)vault.open(envelope, place);
    } catch (const syncctl::Error& error) {
        return error;
    }
    FAIL("it opened");
    return {ErrorCode::failed, ""};
}

const nlohmann::json& document()
{
    static const auto k_document = syncctl::test::vectors("credential-envelope.json");
    return k_document;
}

} // namespace

TEST_CASE("sealing gives exactly the envelopes of the vectors, and they open", "[vault][vectors]")
{
    REQUIRE(document().at("seal").size() == 3);
    for (const auto& test : document().at("seal")) {
        INFO(test.at("comment"));
        const Row row{test};
        const auto vault = row.vault();
        const auto plain = octets(test, "plaintextHex");
        syncctl::test::ReplayedRandom random{octets(test, "nonce")};
        CHECK(vault.key_id() == test.at("keyId"));
        CHECK(vault.seal(plain, row.place(), random) == test.at("envelope"));
        CHECK(vault.open(test.at("envelope").get<std::string>(), row.place()).reveal() == plain);
    }
}

TEST_CASE("what must not open gives the error of its class", "[vault][vectors]")
{
    const std::map<std::string, ErrorCode> classes{
        {"authentication", ErrorCode::sealed_authentication},
        {"format", ErrorCode::sealed_format},
        {"unknown-version", ErrorCode::sealed_version},
        {"wrong-key", ErrorCode::wrong_key}};
    REQUIRE(document().at("mustNotOpen").size() == 24);
    for (const auto& test : document().at("mustNotOpen")) {
        INFO(test.at("tcId") << " " << test.at("comment"));
        const Row row{test};
        const auto envelope = test.at("envelope").get<std::string>();
        const auto error = refusal(row.vault(), envelope, row.place());
        CHECK(error.code() == classes.at(test.at("expect")));
        CHECK((envelope.empty() || error.message().find(envelope) == std::string::npos));
    }
}

TEST_CASE("a stored text that is no envelope is refused and not shown", "[vault]")
{
    const Row row{document().at("seal").at(0)};
    const auto vault = row.vault();
    const std::string good = document().at("seal").at(0).at("envelope");
    for (const auto& text : {std::string(std::size_t{10} << 20U, 'A'),
                             std::string{"sk-secret-token"},
                             std::string{"sc1:"},
                             std::string{"sc1:::"},
                             std::string{"sc:"} + good.substr(4),
                             std::string{"sc1x:"} + good.substr(4),
                             std::string{"SC1:"} + good.substr(4),
                             " " + good,
                             good + " ",
                             good + '\0'}) {
        const auto error = refusal(vault, text, row.place());
        CHECK(error.code() == ErrorCode::sealed_format);
        CHECK(error.message().find("sk-secret") == std::string::npos);
        CHECK(error.message().size() < 200);
    }
    CHECK(refusal(vault, "sc2:whatever", row.place()).code() == ErrorCode::sealed_version);
}

TEST_CASE("a wrong key is named with both key ids", "[vault]")
{
    const Row row{document().at("seal").at(0)};
    const Row other{document().at("seal").at(2)};
    REQUIRE(row.key != other.key);
    const auto vault = other.vault();
    const auto error =
        refusal(vault, document().at("seal").at(0).at("envelope").get<std::string>(), row.place());
    CHECK(error.code() == ErrorCode::wrong_key);
    CHECK(error.message().find(row.vault().key_id()) != std::string::npos);
    CHECK(error.message().find(vault.key_id()) != std::string::npos);
}

TEST_CASE("the envelopes of two connectors cannot be exchanged", "[vault]")
{
    const Row row{document().at("seal").at(0)};
    const auto vault = row.vault();
    syncctl::base::SystemRandom random;
    const Place one{.table = "connectors", .column = "credentials", .row_uuid = "one"};
    const Place other{.table = "connectors", .column = "credentials", .row_uuid = "other"};
    const auto sealed_one = vault.seal("token one", one, random);
    const auto sealed_other = vault.seal("token other", other, random);
    CHECK(refusal(vault, sealed_one, other).code() == ErrorCode::sealed_authentication);
    CHECK(refusal(vault, sealed_other, one).code() == ErrorCode::sealed_authentication);
    // The parts of a place do not run into each other.
    const Place shifted{.table = "connectorsc", .column = "redentials", .row_uuid = "one"};
    CHECK(refusal(vault, sealed_one, shifted).code() == ErrorCode::sealed_authentication);
}

TEST_CASE("an envelope of another database under the same key does not open", "[vault]")
{
    const Row row{document().at("seal").at(0)};
    const Vault other{MasterKey{Secret{std::string_view{row.key}}},
                      "00000000-0000-4000-8000-000000000001"};
    CHECK(refusal(other, document().at("seal").at(0).at("envelope").get<std::string>(), row.place())
              .code() == ErrorCode::sealed_authentication);
}

TEST_CASE("the same text never seals to the same envelope", "[vault]")
{
    const Row row{document().at("seal").at(0)};
    const auto vault = row.vault();
    syncctl::base::SystemRandom random;
    std::set<std::string> nonces;
    std::set<std::string> sealed;
    constexpr std::size_t k_times = 10'000;
    for (std::size_t i = 0; i < k_times; ++i) {
        const auto envelope = vault.seal("the same", row.place(), random);
        const auto last_colon = envelope.rfind(':');
        nonces.insert(envelope.substr(0, last_colon));
        sealed.insert(envelope.substr(last_colon));
    }
    CHECK(nonces.size() == k_times);
    CHECK(sealed.size() == k_times);
}

TEST_CASE("a database UUID may be written with or without dashes, and must be one", "[vault]")
{
    const Row row{document().at("seal").at(0)};
    const auto key = [&] { return MasterKey{Secret{std::string_view{row.key}}}; };
    const Vault dashed{key(), "5d7a1c1e-0f4b-4a6f-9b1d-3c2e8a907711"};
    CHECK_FALSE(
        dashed.open(document().at("seal").at(0).at("envelope").get<std::string>(), row.place())
            .empty());
    CHECK_THROWS_AS((Vault{key(), ""}), syncctl::Error);
    CHECK_THROWS_AS((Vault{key(), "5d7a1c1e"}), syncctl::Error);
    CHECK_THROWS_AS((Vault{key(), "not-a-uuid-at-all-0000000000000000"}), syncctl::Error);
}

TEST_CASE("a master key has 32 octets", "[vault]")
{
    CHECK_THROWS_AS(MasterKey{Secret{}}, syncctl::Error);
    CHECK_THROWS_AS(MasterKey{Secret::of_size(31)}, syncctl::Error);
    CHECK_THROWS_AS(MasterKey{Secret::of_size(33)}, syncctl::Error);
}
