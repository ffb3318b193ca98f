#include "syncctl/vault/digest.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace syncctl::vault; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

namespace {

std::string encoded(std::string_view text)
{
    return base64url_encode(std::as_bytes(std::span{text.data(), text.size()}));
}

} // namespace

TEST_CASE("SHA-256 gives the published digests", "[vault]")
{
    // FIPS 180-4, the empty message and "abc".
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a row checksum keeps its parts apart", "[vault]")
{
    const auto sum = [](std::string_view one, std::string_view other) {
        const std::array<std::string_view, 2> parts{one, other};
        return row_checksum(parts);
    };
    CHECK(sum("ab", "c") == sum("ab", "c"));
    CHECK(sum("ab", "c") != sum("a", "bc"));
    CHECK(sum("ab", "c") != sum("c", "ab"));
    CHECK(sum("", "") != row_checksum({}));
    CHECK(sum("1", "2") != sum("1", "3"));
}

TEST_CASE("hex is read strictly and written in lower case", "[vault]")
{
    std::string bytes;
    CHECK(from_hex("00fFA0", bytes));
    CHECK(bytes == std::string{"\x00\xFF\xA0", 3});
    CHECK(to_hex(std::as_bytes(std::span{bytes})) == "00ffa0");
    CHECK(from_hex("", bytes));
    CHECK(bytes.empty());
    for (const auto* text : {"0", "0g", "0x", " 00", "00 ", "0:0", "\xEF\xBC\x91"}) {
        INFO(text);
        CHECK_FALSE(from_hex(text, bytes));
        CHECK(bytes.empty());
    }
}

TEST_CASE("base64url has one text for one value", "[vault]")
{
    // RFC 4648, section 10, without the padding.
    CHECK(encoded("").empty());
    CHECK(encoded("f") == "Zg");
    CHECK(encoded("fo") == "Zm8");
    CHECK(encoded("foo") == "Zm9v");
    CHECK(encoded("foobar") == "Zm9vYmFy");
    CHECK(encoded("\xFB\xFF") == "-_8");
    std::string bytes;
    CHECK(base64url_decode("-_8", bytes));
    CHECK(bytes == "\xFB\xFF");
    for (const auto* text :
         {"Zg==", "Zg=", "Zh", "Zm9", "+/8", "Z", "Zm8\n", " Zm8", "Zm 8", "Zm8:"}) {
        INFO(text);
        CHECK_FALSE(base64url_decode(text, bytes));
        CHECK(bytes.empty());
    }
}
