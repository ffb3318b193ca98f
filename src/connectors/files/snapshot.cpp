#include "snapshot.hpp"

#include "listing.hpp"

namespace syncctl::connectors::files {

namespace {

constexpr char k_version = 1;
constexpr std::size_t k_word = 8;

/// The finaliser of SplitMix64: every input bit reaches every output bit.
std::uint64_t mix(std::uint64_t value)
{
    value ^= value >> 30U;
    value *= 0xbf58476d1ce4e5b9U;
    value ^= value >> 27U;
    value *= 0x94d049bb133111ebU;
    value ^= value >> 31U;
    return value;
}

/// FNV-1a.
std::uint64_t checksum(std::string_view bytes)
{
    std::uint64_t sum = 0xcbf29ce484222325U;
    for (const char octet : bytes) {
        sum = (sum ^ static_cast<unsigned char>(octet)) * 0x100000001b3U;
    }
    return sum;
}

void put_word(std::string& out, std::uint64_t value)
{
    for (std::size_t i = 0; i < k_word; ++i) {
        out.push_back(static_cast<char>(value & 0xffU));
        value >>= 8U;
    }
}

void put_varint(std::string& out, std::uint64_t value)
{
    while (value >= 0x80U) {
        out.push_back(static_cast<char>((value & 0x7fU) | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<char>(value));
}

/// Takes numbers off the front of some octets; `ok` turns false at the first that is not there.
struct Input {
    std::string_view rest;
    bool ok = true;

    std::uint64_t word()
    {
        if (rest.size() < k_word) {
            ok = false;
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = k_word; i-- > 0;) {
            value = (value << 8U) | static_cast<unsigned char>(rest[i]);
        }
        rest.remove_prefix(k_word);
        return value;
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 63 && !rest.empty(); shift += 7) {
            const auto octet = static_cast<unsigned char>(rest.front());
            rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(octet & 0x7fU) << shift;
            if (octet < 0x80U) {
                return value;
            }
        }
        ok = false;
        return 0;
    }
};

} // namespace

std::uint64_t hash_of(const FileStamp& stamp)
{
    std::uint64_t hash = mix(stamp.size_bytes + 0x9e3779b97f4a7c15U);
    hash = mix(hash ^ static_cast<std::uint64_t>(stamp.mtime_ns));
    return mix(hash + stamp.inode);
}

std::string encode_snapshot(const Snapshot& snapshot)
{
    std::string out;
    out.reserve(32 + snapshot.marks.size() * (k_word + 2));
    out.push_back(k_version);
    put_varint(out, snapshot.highest_id);
    put_varint(out, snapshot.marks.size());
    std::uint64_t previous = 0;
    for (const Mark& mark : snapshot.marks) {
        put_varint(out, mark.id - previous);
        put_word(out, mark.hash);
        previous = mark.id;
    }
    put_word(out, checksum(out));
    return out;
}

std::optional<Snapshot> decode_snapshot(std::string_view bytes)
{
    if (bytes.size() <= k_word || bytes.front() != k_version) {
        return std::nullopt;
    }
    const std::string_view body = bytes.substr(0, bytes.size() - k_word);
    Input tail{.rest = bytes.substr(body.size())};
    if (tail.word() != checksum(body)) {
        return std::nullopt;
    }
    Input input{.rest = body.substr(1)};
    Snapshot snapshot;
    snapshot.highest_id = input.varint();
    const std::uint64_t count = input.varint();
    if (!input.ok || count > input.rest.size() / (k_word + 1)) {
        return std::nullopt;
    }
    snapshot.marks.reserve(count);
    std::uint64_t previous = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t distance = input.varint();
        const std::uint64_t hash = input.word();
        if (!input.ok || (distance == 0 && i > 0) || distance > k_max_id - previous) {
            return std::nullopt;
        }
        previous += distance;
        snapshot.marks.push_back({.id = previous, .hash = hash});
    }
    if (!input.rest.empty()) {
        return std::nullopt;
    }
    return snapshot;
}

} // namespace syncctl::connectors::files
