#include "syncctl/base/error.hpp"
#include "syncctl/vault/envelope.hpp"

namespace syncctl::vault {
namespace {

constexpr std::size_t k_key_size = 32;
constexpr std::string_view k_text = "self-test";

[[noreturn]] void throw_failed(const char* what)
{
    throw Error{ErrorCode::failed,
                std::string{"encryption self-test: "} + what,
                "check the installation of OpenSSL and libsodium"};
}

bool opens(const Vault& vault, std::string_view envelope, const Place& place)
{
    try {
        return vault.open(envelope, place).reveal() == k_text;
    } catch (const Error& error) {
        if (error.code() != ErrorCode::sealed_authentication) {
            throw;
        }
        return false;
    }
}

} // namespace

void self_test(base::Random& random)
{
    auto octets = base::Secret::of_size(k_key_size);
    random.fill(octets.writable());
    const Vault vault{MasterKey{std::move(octets)}, base::random_uuid(random)};
    const auto row = base::random_uuid(random);
    const Place place{.table = "self", .column = "test", .row_uuid = row};
    const auto envelope = vault.seal(k_text, place, random);
    if (!opens(vault, envelope, place)) {
        throw_failed("a sealed value does not open");
    }
    if (opens(vault, envelope, {.table = "self", .column = "other", .row_uuid = row})) {
        throw_failed("a moved value opens");
    }
}

} // namespace syncctl::vault
