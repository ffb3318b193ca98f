// The text form of the master key: which texts are a key, and which keys are refused.

#include "syncctl/base/error.hpp"
#include "syncctl/vault/key_source.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <bitset>
#include <utility>

namespace syncctl::vault {
namespace {

constexpr std::size_t k_key_size = 32;
constexpr std::size_t k_key_digits = 2 * k_key_size;
/// Fewer different octets do not come out of a random generator (once in 10^27 keys).
constexpr std::size_t k_least_variety = 8;
/// Printed as a sample in a public document: anybody could open what it seals.
constexpr std::string_view k_published_key =
    "38f605e8fd43af2f5e931b4814622b2f688ff238b6aed6a0bcd2dd55c4593111";

[[noreturn]] void refuse(std::string reason)
{
    throw Error{ErrorCode::bad_key, std::move(reason), "syncctl key generate --out FILE"};
}

bool is_hex_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string_view without_newline(std::string_view text)
{
    if (!text.empty() && text.back() == '\n') {
        text.remove_suffix(1);
        if (!text.empty() && text.back() == '\r') {
            text.remove_suffix(1);
        }
    }
    return text;
}

base::Secret decode(std::string_view digits)
{
    auto octets = base::Secret::of_size(k_key_size);
    std::size_t length = 0;
    // Without an end pointer a digit that cannot be read is a failure, not a shorter success.
    const int failure = sodium_hex2bin(reinterpret_cast<unsigned char*>(octets.writable().data()),
                                       octets.size(),
                                       digits.data(),
                                       digits.size(),
                                       nullptr,
                                       &length,
                                       nullptr);
    if (failure != 0 || length != k_key_size) {
        refuse("the key is not 64 hexadecimal digits");
    }
    return octets;
}

/// The same block of 1, 2, 4, 8 or 16 octets all over.
bool repeats(std::span<const std::byte> octets)
{
    for (std::size_t period = 1; period < octets.size(); period *= 2) {
        if (std::equal(octets.begin() + static_cast<std::ptrdiff_t>(period),
                       octets.end(),
                       octets.begin())) {
            return true;
        }
    }
    return false;
}

/// Each octet differs from the one before by the same amount: 00 01 02 ..., ff fe fd ...
bool counts(std::span<const std::byte> octets)
{
    const auto step = [&](std::size_t at) {
        return (std::to_integer<unsigned>(octets[at]) - std::to_integer<unsigned>(octets[at - 1])) &
               0xFFU;
    };
    for (std::size_t at = 2; at < octets.size(); ++at) {
        if (step(at) != step(1)) {
            return false;
        }
    }
    return true;
}

bool has_little_variety(std::span<const std::byte> octets)
{
    std::bitset<256> seen;
    for (const auto octet : octets) {
        seen.set(std::to_integer<std::size_t>(octet));
    }
    return seen.count() < k_least_variety;
}

} // namespace

MasterKey parse_key(std::string_view text, bool may_end_with_newline)
{
    const auto digits = may_end_with_newline ? without_newline(text) : text;
    if (digits.empty()) {
        refuse("the key is empty; there is no way to work without encryption");
    }
    if (may_end_with_newline && digits.find('\n') != std::string_view::npos) {
        refuse("the key must stand alone: there is more than one line");
    }
    if (!std::all_of(digits.begin(), digits.end(), is_hex_digit)) {
        refuse("the key must be hexadecimal digits only (0-9, a-f), without blanks, quotes or 0x");
    }
    if (digits.size() != k_key_digits) {
        refuse(fmt::format("the key must have 64 hexadecimal digits, not {}", digits.size()));
    }
    auto octets = decode(digits);
    if (repeats(octets.bytes()) || counts(octets.bytes()) || has_little_variety(octets.bytes())) {
        refuse("the key is weak: it follows a pattern that can be guessed");
    }
    if (octets.equals(decode(k_published_key))) {
        refuse("the key is the sample from a published document; everybody knows it");
    }
    return MasterKey{std::move(octets)};
}

base::Secret generate_key(base::Random& random)
{
    auto octets = base::Secret::of_size(k_key_size);
    random.fill(octets.writable());
    auto with_end = base::Secret::of_size(k_key_digits + 1);
    sodium_bin2hex(reinterpret_cast<char*>(with_end.writable().data()),
                   with_end.size(),
                   reinterpret_cast<const unsigned char*>(octets.bytes().data()),
                   octets.size());
    return base::Secret{with_end.bytes().first(k_key_digits)};
}

} // namespace syncctl::vault
