#include "syncctl/vault/password.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <optional>

namespace syncctl::vault {
namespace {

constexpr std::size_t k_salt_size = 16;
constexpr std::size_t k_hash_size = 32;
constexpr std::size_t k_max_password = 1024;
constexpr std::uint64_t k_max_memory = std::uint64_t{1} << 30U;
constexpr int k_base64 = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;

struct StoredHash {
    ScryptParameters parameters;
    std::string hash;
};

/// The limits of one use of scrypt.
struct CostBounds {
    int least_log_n;
    int most_log_n;
    std::uint32_t most_r;
    std::uint32_t most_p;
};

constexpr CostBounds k_computable{.least_log_n = 4, .most_log_n = 20, .most_r = 16, .most_p = 16};
constexpr CostBounds k_storable{.least_log_n = 14, .most_log_n = 20, .most_r = 16, .most_p = 4};

bool is_within(const ScryptCost& cost, const CostBounds& bounds)
{
    constexpr std::uint64_t k_octets_per_block = 128;
    return cost.log_n >= bounds.least_log_n && cost.log_n <= bounds.most_log_n && cost.r >= 1 &&
           cost.r <= bounds.most_r && cost.p >= 1 && cost.p <= bounds.most_p &&
           (k_octets_per_block * cost.r << static_cast<unsigned>(cost.log_n)) <= k_max_memory;
}

std::string encode(std::string_view bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), k_base64), '\0');
    sodium_bin2base64(text.data(),
                      text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(),
                      k_base64);
    text.pop_back(); // the terminating zero
    return text;
}

/// Canonical base64 of exactly `size` octets.
bool decode(std::string_view text, std::size_t size, std::string& bytes)
{
    bytes.assign(size, '\0');
    std::size_t length = 0;
    return sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                             bytes.size(),
                             text.data(),
                             text.size(),
                             nullptr,
                             &length,
                             nullptr,
                             k_base64) == 0 &&
           length == size && encode(bytes) == text;
}

/// Takes `before`, and a number up to the next `end`, from the front of the text.
bool take_number(std::string_view& text, std::string_view before, char end, std::uint32_t& number)
{
    constexpr std::size_t k_max_digits = 4;
    if (text.substr(0, before.size()) != before) {
        return false;
    }
    text.remove_prefix(before.size());
    const auto stop = text.find(end);
    if (stop == std::string_view::npos || !base::is_decimal(text.substr(0, stop), k_max_digits) ||
        text.front() == '0') {
        return false;
    }
    std::from_chars(text.data(), text.data() + stop, number);
    text.remove_prefix(stop + 1);
    return true;
}

/// A hash is the parameters with one part more.
std::optional<StoredHash> parse_hash(std::string_view text)
{
    constexpr std::size_t k_max_text = 128;
    const auto dollar = text.rfind('$');
    if (text.size() > k_max_text || dollar == std::string_view::npos) {
        return std::nullopt;
    }
    auto parameters = scrypt_parameters_from(text.substr(0, dollar));
    StoredHash stored;
    if (!parameters || !decode(text.substr(dollar + 1), k_hash_size, stored.hash)) {
        return std::nullopt;
    }
    stored.parameters = *std::move(parameters);
    return stored;
}

bool is_acceptable(const base::Secret& password)
{
    return !password.empty() && password.size() <= k_max_password;
}

} // namespace

base::Secret scrypt(const base::Secret& password,
                    std::string_view salt,
                    const ScryptCost& cost,
                    std::size_t length)
{
    if (!is_within(cost, k_computable)) {
        throw Error{
            ErrorCode::setting,
            fmt::format(
                "scrypt: costs ln={}, r={}, p={} are out of bounds", cost.log_n, cost.r, cost.p)};
    }
    // OpenSSL's own limit of 32 MiB is below what ln=17 needs; the bounds above are the real ones.
    constexpr std::uint64_t k_library_limit = k_max_memory + (k_max_memory >> 4U);
    auto derived = base::Secret::of_size(length);
    const int is_done = EVP_PBE_scrypt(password.reveal().data(),
                                       password.size(),
                                       reinterpret_cast<const unsigned char*>(salt.data()),
                                       salt.size(),
                                       std::uint64_t{1} << static_cast<unsigned>(cost.log_n),
                                       cost.r,
                                       cost.p,
                                       k_library_limit,
                                       reinterpret_cast<unsigned char*>(derived.writable().data()),
                                       derived.size());
    if (is_done != 1) {
        throw Error{ErrorCode::failed, "scrypt failed in the crypto library: not enough memory?"};
    }
    return derived;
}

ScryptParameters new_scrypt_parameters(base::Random& random, const ScryptCost& cost)
{
    if (!is_within(cost, k_storable)) {
        throw Error{ErrorCode::setting, "these scrypt costs could not be verified later"};
    }
    std::array<std::byte, k_salt_size> salt{};
    random.fill(salt);
    return {.cost = cost,
            .salt = std::string{reinterpret_cast<const char*>(salt.data()), salt.size()}};
}

std::string to_text(const ScryptParameters& parameters)
{
    return fmt::format("$scrypt$ln={},r={},p={}${}",
                       parameters.cost.log_n,
                       parameters.cost.r,
                       parameters.cost.p,
                       encode(parameters.salt));
}

std::optional<ScryptParameters> scrypt_parameters_from(std::string_view text)
{
    constexpr std::size_t k_max_text = 64;
    ScryptParameters parameters;
    std::uint32_t log_n = 0;
    if (text.size() > k_max_text || !take_number(text, "$scrypt$ln=", ',', log_n) ||
        !take_number(text, "r=", ',', parameters.cost.r) ||
        !take_number(text, "p=", '$', parameters.cost.p)) {
        return std::nullopt;
    }
    parameters.cost.log_n = static_cast<int>(log_n);
    if (!is_within(parameters.cost, k_storable) || !decode(text, k_salt_size, parameters.salt)) {
        return std::nullopt;
    }
    return parameters;
}

MasterKey passphrase_key(const base::Secret& passphrase, const ScryptParameters& parameters)
{
    if (!is_acceptable(passphrase)) {
        throw Error{ErrorCode::bad_key,
                    passphrase.empty() ? "the passphrase is empty"
                                       : "the passphrase has more than 1024 octets"};
    }
    return MasterKey{scrypt(passphrase, parameters.salt, parameters.cost, k_hash_size)};
}

std::string
hash_password(const base::Secret& password, base::Random& random, const ScryptCost& cost)
{
    if (!is_acceptable(password)) {
        throw Error{ErrorCode::setting, "a password must have 1 to 1024 octets"};
    }
    const auto parameters = new_scrypt_parameters(random, cost);
    const auto hash = scrypt(password, parameters.salt, cost, k_hash_size);
    return fmt::format("{}${}", to_text(parameters), encode(hash.reveal()));
}

bool verify_password(const base::Secret& password, std::string_view stored)
{
    const auto expected = parse_hash(stored);
    if (!expected || !is_acceptable(password)) {
        return false;
    }
    const auto& parameters = expected->parameters;
    return scrypt(password, parameters.salt, parameters.cost, k_hash_size)
        .equals(base::Secret{std::string_view{expected->hash}});
}

} // namespace syncctl::vault
