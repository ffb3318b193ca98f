#include "support/temp_dir.hpp"
#include "vault/key_file.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <sys/stat.h>

using namespace syncctl::vault; // NOLINT(google-build-using-namespace): this file tests that one
                                // module
namespace fs = std::filesystem;

namespace {

syncctl::Error refusal(const fs::path& path, KeyFileAccess access = KeyFileAccess::owner_only)
{
    try {
        (void)read_key_file(path, access);
    } catch (const syncctl::Error& error) {
        CHECK(error.code() == syncctl::ErrorCode::key_source);
        return error;
    }
    FAIL("it was read");
    return {syncctl::ErrorCode::failed, ""};
}

fs::path a_file(const syncctl::test::TempDir& dir, unsigned mode)
{
    const auto path = dir / "the key";
    fs::remove(path);
    syncctl::base::create_private_file(path, "content");
    REQUIRE(::chmod(path.c_str(), static_cast<mode_t>(mode)) == 0);
    return path;
}

} // namespace

TEST_CASE("a key file that only its owner may read is read", "[vault]")
{
    const syncctl::test::TempDir dir;
    for (const auto mode : {0600U, 0400U, 0700U}) {
        const auto text = read_key_file(a_file(dir, mode), KeyFileAccess::owner_only);
        REQUIRE(text.has_value());
        CHECK(text->reveal() == "content");
    }
    CHECK_FALSE(read_key_file(dir / "none", KeyFileAccess::owner_only).has_value());
}

TEST_CASE("a key file that others may read or change is refused with the command that helps",
          "[vault]")
{
    const syncctl::test::TempDir dir;
    for (const auto mode : {0640U, 0604U, 0620U, 0602U, 0644U, 0610U, 0666U}) {
        const auto error = refusal(a_file(dir, mode));
        CHECK(error.message().find("other users") != std::string::npos);
        CHECK(error.hint() == "chmod 600 '" + (dir / "the key").string() + "'");
    }
}

TEST_CASE("a credential of a service may be readable through an ACL, not more", "[vault]")
{
    const syncctl::test::TempDir dir;
    if (::geteuid() == 0) {
        CHECK(read_key_file(a_file(dir, 0440), KeyFileAccess::service_credential).has_value());
    }
    (void)refusal(a_file(dir, 0460), KeyFileAccess::service_credential);
    (void)refusal(a_file(dir, 0444), KeyFileAccess::service_credential);
}

TEST_CASE("a key file of another user is refused", "[vault]")
{
    const syncctl::test::TempDir dir;
    const auto path = a_file(dir, 0600);
    constexpr uid_t k_nobody = 65534;
    if (::geteuid() == 0) {
        REQUIRE(::chown(path.c_str(), k_nobody, static_cast<gid_t>(-1)) == 0);
        CHECK(refusal(path).message().find("another user") != std::string::npos);
    } else {
        // Only root can give a file away; a file of root that is not ours to read fails earlier.
        CHECK(refusal("/etc/shadow").message().find("/etc/shadow") != std::string::npos);
    }
}

TEST_CASE("what is no plain file is refused, and a FIFO is not waited for", "[vault]")
{
    const syncctl::test::TempDir dir;
    const auto path = a_file(dir, 0600);
    fs::create_symlink(path, dir / "link");
    CHECK(refusal(dir / "link").message().find("symbolic link") != std::string::npos);
    fs::create_symlink(dir / "nowhere", dir / "dangling");
    CHECK(refusal(dir / "dangling").message().find("symbolic link") != std::string::npos);
    REQUIRE(::mkfifo((dir / "fifo").c_str(), 0600) == 0);
    CHECK(refusal(dir / "fifo").message().find("regular file") != std::string::npos);
    fs::create_directory(dir / "folder");
    CHECK(refusal(dir / "folder").message().find("regular file") != std::string::npos);
    CHECK(refusal("/dev/zero").message().find("regular file") != std::string::npos);
    CHECK(refusal(path / "below").message().find("Not a directory") != std::string::npos);
}

TEST_CASE("a large key file is refused", "[vault]")
{
    const syncctl::test::TempDir dir;
    syncctl::base::create_private_file(dir / "fits", std::string(4096, 'x'));
    CHECK(read_key_file(dir / "fits", KeyFileAccess::owner_only)->size() == 4096);
    syncctl::base::create_private_file(dir / "large", std::string(std::size_t{5} << 20U, 'x'));
    CHECK(refusal(dir / "large").message().find("4 KiB") != std::string::npos);
}
