#include "aes_gcm.hpp"

#include "syncctl/base/error.hpp"

#include <openssl/evp.h>

#include <array>
#include <climits>
#include <memory>

namespace syncctl::vault {
namespace {

struct CipherFree {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, CipherFree>;

constexpr int k_decrypt = 0;
constexpr int k_encrypt = 1;

void require(bool is_done)
{
    if (!is_done) {
        throw Error{ErrorCode::failed, "AES-256-GCM failed in the crypto library"};
    }
}

const unsigned char* octets(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

int size_of(std::string_view text)
{
    require(text.size() <= static_cast<std::size_t>(INT_MAX) - k_gcm_tag_size);
    return static_cast<int>(text.size());
}

CipherContext start(const GcmInput& input, int direction)
{
    require(input.key.size() == k_gcm_key_size);
    if (input.nonce.empty() || input.nonce.size() > k_gcm_max_nonce_size) {
        throw Error{ErrorCode::failed, "AES-256-GCM: a nonce of this size is not supported"};
    }
    CipherContext context{EVP_CIPHER_CTX_new()};
    require(context != nullptr);
    auto* cipher = context.get();
    require(
        EVP_CipherInit_ex(cipher, EVP_aes_256_gcm(), nullptr, nullptr, nullptr, direction) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_IVLEN, size_of(input.nonce), nullptr) == 1 &&
        EVP_CipherInit_ex(cipher,
                          nullptr,
                          nullptr,
                          reinterpret_cast<const unsigned char*>(input.key.data()),
                          octets(input.nonce),
                          direction) == 1);
    int ignored = 0;
    require(input.aad.empty() ||
            EVP_CipherUpdate(cipher, nullptr, &ignored, octets(input.aad), size_of(input.aad)) ==
                1);
    return context;
}

} // namespace

std::string gcm_seal(const GcmInput& input, std::string_view plaintext)
{
    const auto context = start(input, k_encrypt);
    std::string sealed(plaintext.size() + k_gcm_tag_size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(sealed.data());
    int written = 0;
    require(plaintext.empty() ||
            EVP_CipherUpdate(context.get(), out, &written, octets(plaintext), size_of(plaintext)) ==
                1);
    int rest = 0;
    require(EVP_CipherFinal_ex(context.get(), out + written, &rest) == 1);
    require(EVP_CIPHER_CTX_ctrl(context.get(),
                                EVP_CTRL_AEAD_GET_TAG,
                                static_cast<int>(k_gcm_tag_size),
                                out + plaintext.size()) == 1);
    return sealed;
}

std::optional<base::Secret>
gcm_open(const GcmInput& input, std::string_view ciphertext, std::string_view tag)
{
    const auto context = start(input, k_decrypt);
    // OpenSSL compares as many octets as it is given: a tag cut to one octet would be guessed soon.
    if (tag.size() != k_gcm_tag_size) {
        return std::nullopt;
    }
    // Plaintext comes out before the tag is checked; the guarded memory is wiped when it is
    // dropped.
    auto plain = base::Secret::of_size(ciphertext.size());
    auto* out = reinterpret_cast<unsigned char*>(plain.writable().data());
    int written = 0;
    require(ciphertext.empty() ||
            EVP_CipherUpdate(
                context.get(), out, &written, octets(ciphertext), size_of(ciphertext)) == 1);
    std::array<unsigned char, k_gcm_tag_size> expected{};
    tag.copy(reinterpret_cast<char*>(expected.data()), expected.size());
    require(EVP_CIPHER_CTX_ctrl(context.get(),
                                EVP_CTRL_AEAD_SET_TAG,
                                static_cast<int>(expected.size()),
                                expected.data()) == 1);
    std::array<unsigned char, EVP_MAX_BLOCK_LENGTH> unused{};
    int rest = 0;
    if (EVP_CipherFinal_ex(context.get(), unused.data(), &rest) != 1) {
        return std::nullopt;
    }
    return plain;
}

} // namespace syncctl::vault
