#include "unit/base/vectors.hpp"
#include "unit/vault/replayed_random.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/key_source.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <functional>
#include <map>

using syncctl::test::octets;
using syncctl::vault::parse_key;

namespace {

std::string refusal(std::string_view text, bool may_end_with_newline = false)
{
    try {
        (void)parse_key(text, may_end_with_newline);
    } catch (const syncctl::Error& error) {
        CHECK(error.code() == syncctl::ErrorCode::bad_key);
        CHECK_FALSE(error.hint().empty());
        return error.message();
    }
    return "accepted";
}

std::string hex_of(const std::function<unsigned(unsigned)>& octet)
{
    constexpr std::string_view k_digits = "0123456789abcdef";
    std::string hex;
    for (unsigned i = 0; i < 32; ++i) {
        hex += k_digits[(octet(i) >> 4U) & 0xFU];
        hex += k_digits[octet(i) & 0xFU];
    }
    return hex;
}

} // namespace

TEST_CASE("a key text is taken or refused as the vectors say, and never shown", "[vault][vectors]")
{
    // Words of the message for each class of refusal.
    const std::map<std::string, std::string> words{{"empty", "empty"},
                                                   {"length", "must have 64 hexadecimal digits"},
                                                   {"not-hex", "hexadecimal digits only"},
                                                   {"extra-data", "more than one line"},
                                                   {"weak-key", "weak"},
                                                   {"published-key", "published"}};
    const auto tests = syncctl::test::vectors("key-inputs.json").at("tests");
    REQUIRE(tests.size() == 26);
    for (const auto& test : tests) {
        INFO(test.at("tcId") << " " << test.at("comment"));
        const auto text = octets(test, "textHex");
        const auto message = refusal(text, test.at("from") != "env");
        if (test.at("accept").get<bool>()) {
            CHECK(message == "accepted");
        } else {
            CHECK(message.find(words.at(test.at("why"))) != std::string::npos);
            CHECK((text.empty() || message.find(text) == std::string::npos));
        }
    }
}

TEST_CASE("upper and lower case digits are the same key", "[vault]")
{
    const std::string key = "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81f4d5b0793c2e8d6fa1049b7c35e";
    std::string upper = key;
    for (char& c : upper) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    CHECK(parse_key(key, false).id() == parse_key(upper, false).id());
    CHECK(parse_key(key + "\n", true).id() == parse_key(key, false).id());
    CHECK(refusal(key + "\n", false).find("hexadecimal digits only") != std::string::npos);
    CHECK(refusal(key + "\n\n", true) != "accepted");
    CHECK(refusal(key + "\r", true) != "accepted");
    CHECK(refusal(std::string{"\n"}, true).find("empty") != std::string::npos);
}

TEST_CASE("keys that follow a pattern are refused", "[vault]")
{
    CHECK(refusal(hex_of([](unsigned i) { return 0xFFU - i; })).find("weak") != std::string::npos);
    CHECK(refusal(hex_of([](unsigned i) { return 7U * i; })).find("weak") != std::string::npos);
    CHECK(refusal(hex_of([](unsigned i) { return i % 2; })).find("weak") != std::string::npos);
    CHECK(refusal(hex_of([](unsigned i) { return 31U * (i % 16) * (i % 16); })).find("weak") !=
          std::string::npos);
    CHECK(refusal(hex_of([](unsigned i) { return i == 31 ? 1U : 0U; })).find("weak") !=
          std::string::npos);
}

TEST_CASE("a new key is 64 digits of the generator and can be parsed", "[vault]")
{
    std::string random_octets;
    for (int i = 0; i < 32; ++i) {
        random_octets += static_cast<char>(i * i + 1);
    }
    syncctl::test::ReplayedRandom replayed{random_octets};
    const auto text = syncctl::vault::generate_key(replayed);
    CHECK(octets(text.reveal()) == random_octets);
    CHECK(parse_key(text.reveal(), false).octets().reveal() == random_octets);

    syncctl::base::SystemRandom random;
    const auto one = syncctl::vault::generate_key(random);
    const auto other = syncctl::vault::generate_key(random);
    CHECK(parse_key(one.reveal(), false).id() != parse_key(other.reveal(), false).id());
}
