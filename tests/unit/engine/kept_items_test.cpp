#include "engine/kept_items.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace syncctl;
using engine::KeptItems;

namespace {

constexpr base::Timestamp k_noon{43'200'000};
constexpr base::Timestamp k_two_minutes_later{k_noon.ms + 120'000};

model::WorkItem item(const std::string& id)
{
    model::WorkItem item;
    item.id = id;
    return item;
}

} // namespace

TEST_CASE("an item is kept for one reading", "[engine]")
{
    KeptItems items;
    items.keep(item("7"), k_noon);
    CHECK_FALSE(items.take("8", k_noon));
    const auto taken = items.take("7", k_two_minutes_later);
    REQUIRE(taken);
    CHECK(taken->id == "7");
    CHECK_FALSE(items.take("7", k_noon));
}

TEST_CASE("an item that was read too long ago is read again", "[engine]")
{
    KeptItems items;
    items.keep(item("7"), k_noon);
    CHECK_FALSE(items.take("7", {k_two_minutes_later.ms + 1}));
    items.keep(item("7"), k_noon);
    CHECK_FALSE(items.take("7", {k_noon.ms - 1})); // the clock was set back
}

TEST_CASE("no more items are kept than memory has room for", "[engine]")
{
    KeptItems items;
    for (std::size_t i = 0; i <= KeptItems::k_most; ++i) {
        items.keep(item(std::to_string(i)), k_noon);
    }
    CHECK(items.take(std::to_string(KeptItems::k_most - 1), k_noon));
    CHECK_FALSE(items.take(std::to_string(KeptItems::k_most), k_noon));
}

TEST_CASE("a few large items take no more memory than many small ones", "[engine]")
{
    constexpr std::size_t k_mebibyte = std::size_t{1} << 20U;
    constexpr auto k_room = static_cast<int>(KeptItems::k_most_octets / k_mebibyte);
    KeptItems items;
    for (int id = 0; id < k_room + 1; ++id) {
        auto large = item(std::to_string(id));
        large.fields.emplace("description", std::string(k_mebibyte, 'x'));
        items.keep(std::move(large), k_noon);
    }
    CHECK(items.take("0", k_noon));
    CHECK_FALSE(items.take(std::to_string(k_room), k_noon));
    auto again = item("again");
    again.fields.emplace("description", std::string(k_mebibyte, 'x'));
    items.keep(std::move(again), k_noon); // in the room that the first one left
    CHECK(items.take("again", k_noon));
}
