#include "hkdf.hpp"

#include "syncctl/base/error.hpp"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::vault {
namespace {

struct KdfFree {
    void operator()(EVP_KDF* kdf) const noexcept { EVP_KDF_free(kdf); }

    void operator()(EVP_KDF_CTX* context) const noexcept { EVP_KDF_CTX_free(context); }
};

/// OpenSSL's parameters are not const, although it only reads these.
OSSL_PARAM octets(const char* name, std::vector<unsigned char>& bytes)
{
    return OSSL_PARAM_construct_octet_string(name, bytes.data(), bytes.size());
}

} // namespace

base::Secret hkdf_sha256(const HkdfInput& input, std::size_t length)
{
    constexpr std::size_t k_max_length = std::size_t{255} * 32;
    if (length == 0 || length > k_max_length) {
        throw Error{ErrorCode::failed, "HKDF: a key of this length cannot be derived"};
    }
    const std::unique_ptr<EVP_KDF, KdfFree> kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    const std::unique_ptr<EVP_KDF_CTX, KdfFree> context{EVP_KDF_CTX_new(kdf.get())};
    auto key = input.key.clone();
    std::string digest = "SHA256";
    std::vector<unsigned char> salt(input.salt.begin(), input.salt.end());
    std::vector<unsigned char> info(input.info.begin(), input.info.end());
    std::array<OSSL_PARAM, 5> params{};
    std::size_t count = 0;
    params[count++] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0);
    params[count++] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key.writable().data(), key.size());
    if (!salt.empty()) {
        params[count++] = octets(OSSL_KDF_PARAM_SALT, salt);
    }
    if (!info.empty()) {
        params[count++] = octets(OSSL_KDF_PARAM_INFO, info);
    }
    params[count] = OSSL_PARAM_construct_end();

    auto derived = base::Secret::of_size(length);
    auto* out = reinterpret_cast<unsigned char*>(derived.writable().data());
    if (context == nullptr || EVP_KDF_derive(context.get(), out, length, params.data()) != 1) {
        throw Error{ErrorCode::failed, "HKDF-SHA-256 failed in the crypto library"};
    }
    return derived;
}

} // namespace syncctl::vault
