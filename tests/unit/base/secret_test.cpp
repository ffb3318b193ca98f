#include "syncctl/base/secret.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

using syncctl::base::Secret;

namespace {

template <class T, class = void>
struct IsPrintable : std::false_type {
};

template <class T>
struct IsPrintable<T,
                   std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>>
    : std::true_type {
};

} // namespace

TEST_CASE("a secret cannot be copied, printed or turned into text by accident", "[base]")
{
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Secret>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<Secret>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string_view, Secret>);
    STATIC_REQUIRE_FALSE(IsPrintable<Secret>::value);
    STATIC_REQUIRE(IsPrintable<std::string>::value);
}

TEST_CASE("a secret moves and leaves nothing behind", "[base]")
{
    Secret one{std::string_view{"token"}};
    Secret other{std::move(one)};
    CHECK(one.empty()); // NOLINT(bugprone-use-after-move): the point of this test
    CHECK(other.reveal() == "token");
    Secret third{std::string_view{"older"}};
    third = std::move(other);
    CHECK(other.empty()); // NOLINT(bugprone-use-after-move): the point of this test
    CHECK(third.reveal() == "token");
    CHECK(third.clone().reveal() == "token");
}

TEST_CASE("secrets are equal when their octets are", "[base]")
{
    const Secret one{std::string_view{"token"}};
    CHECK(one.equals(Secret{std::string_view{"token"}}));
    CHECK_FALSE(one.equals(Secret{std::string_view{"tokem"}}));
    CHECK_FALSE(one.equals(Secret{std::string_view{"toke"}}));
    CHECK(Secret{}.equals(Secret::of_size(0)));
    CHECK_FALSE(one.equals(Secret{}));
}

TEST_CASE("room for a secret is zeroed and can be filled", "[base]")
{
    auto secret = Secret::of_size(3);
    CHECK(secret.reveal() == std::string_view{"\0\0\0", 3});
    secret.writable()[1] = std::byte{'x'};
    CHECK(secret.reveal() == std::string_view{"\0x\0", 3});
}

TEST_CASE("wiping overwrites the octets", "[base]")
{
    std::string text = "a text that is long enough not to live inside the object";
    const char* data = text.data();
    const auto length = text.size();
    syncctl::base::wipe(text);
    CHECK(text.empty());
    // Still the memory of `text`, which has not given it back.
    REQUIRE(text.data() == data);
    CHECK(std::string_view{data, length} == std::string(length, '\0'));
    std::array<std::byte, 4> bytes{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
    syncctl::base::wipe(bytes);
    CHECK(bytes == std::array<std::byte, 4>{});
}
