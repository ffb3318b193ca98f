#include "connectors/files/snapshot.hpp"

#include <catch2/catch.hpp>

namespace syncctl::connectors::files {

namespace {

Snapshot some_snapshot()
{
    return {.highest_id = 900'000,
            .marks = {{.id = 0, .hash = 1},
                      {.id = 1, .hash = 0xffffffffffffffffU},
                      {.id = 127, .hash = 0},
                      {.id = 128, .hash = 42},
                      {.id = 999'999'999'999'999'999U, .hash = 7}}};
}

} // namespace

TEST_CASE("a snapshot comes back as it was written", "[files]")
{
    CHECK(decode_snapshot(encode_snapshot(some_snapshot())) == some_snapshot());
    CHECK(decode_snapshot(encode_snapshot({})) == Snapshot{});
}

TEST_CASE("a snapshot costs about nine octets per item", "[files]")
{
    Snapshot snapshot;
    for (std::uint64_t id = 1; id <= 1000; ++id) {
        snapshot.marks.push_back({.id = id, .hash = id * 77});
    }
    CHECK(encode_snapshot(snapshot).size() < 9 * 1000 + 20);
}

TEST_CASE("a damaged snapshot is recognised whatever octet is hit", "[files]")
{
    const std::string good = encode_snapshot(some_snapshot());
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x10);
        CAPTURE(i);
        CHECK_FALSE(decode_snapshot(bad).has_value());
        CHECK_FALSE(decode_snapshot(good.substr(0, i)).has_value());
    }
    CHECK_FALSE(decode_snapshot(good + "x").has_value());
}

TEST_CASE("the hash of a stamp depends on each of its parts", "[files]")
{
    const FileStamp stamp{.size_bytes = 10, .mtime_ns = 20, .inode = 30};
    CHECK(hash_of(stamp) == hash_of({.size_bytes = 10, .mtime_ns = 20, .inode = 30}));
    CHECK(hash_of(stamp) != hash_of({.size_bytes = 11, .mtime_ns = 20, .inode = 30}));
    CHECK(hash_of(stamp) != hash_of({.size_bytes = 10, .mtime_ns = 21, .inode = 30}));
    CHECK(hash_of(stamp) != hash_of({.size_bytes = 10, .mtime_ns = 20, .inode = 31}));
    CHECK(hash_of(stamp) != hash_of({.size_bytes = 20, .mtime_ns = 10, .inode = 30}));
}

} // namespace syncctl::connectors::files
