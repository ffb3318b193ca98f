#include "syncctl/vault/file_digest.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/vault/digest.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <span>
#include <sys/stat.h>

namespace syncctl::vault {

namespace {

struct DigestFreer {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

[[noreturn]] void throw_crypto()
{
    throw Error{ErrorCode::failed, "SHA-256 failed in the crypto library"};
}

} // namespace

FileDigest digest_of_file(const std::filesystem::path& file)
{
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    const base::UniqueFd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};

    struct stat info {};

    if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
        base::throw_errno("reading", file, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error{ErrorCode::io, "'" + file.string() + "' is not a regular file"};
    }
    const std::unique_ptr<EVP_MD_CTX, DigestFreer> context{EVP_MD_CTX_new()};
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) {
        throw_crypto();
    }
    FileDigest digest;
    std::array<char, 65536> buffer{};
    for (;;) {
        const auto got = ::read(fd.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            base::throw_errno("reading", file, errno);
        }
        if (got == 0) {
            break;
        }
        if (EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(got)) != 1) {
            throw_crypto();
        }
        digest.size_bytes += got;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
    unsigned int length = 0;
    if (EVP_DigestFinal_ex(context.get(), octets.data(), &length) != 1) {
        throw_crypto();
    }
    digest.sha256 = to_hex(std::as_bytes(std::span{octets.data(), length}));
    return digest;
}

} // namespace syncctl::vault
