#include "support/temp_dir.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sys/stat.h>

using namespace syncctl::base; // NOLINT(google-build-using-namespace): this file tests that one
                               // module
namespace fs = std::filesystem;

namespace {

ErrorCode code_of(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    FAIL("nothing was thrown");
    return ErrorCode::failed;
}

unsigned mode_of(const fs::path& path)
{
    struct stat info {};

    REQUIRE(::lstat(path.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

std::size_t entries(const fs::path& folder)
{
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

} // namespace

TEST_CASE("a file is replaced as a whole and stays private", "[base]")
{
    const syncctl::test::TempDir dir;
    const auto file = dir / "state.json";
    const std::string with_zero{"a\0b", 3};
    write_file_atomically(file, "first");
    write_file_atomically(file, with_zero);
    CHECK(read_file(file, 100) == with_zero);
    CHECK(mode_of(file) == 0600);
    CHECK(entries(dir.path()) == 1);
}

TEST_CASE("a file for others is replaced as a whole and can be read by them", "[base]")
{
    const syncctl::test::TempDir dir;
    const auto file = dir / "public.prom";
    const auto umask_before = ::umask(077);
    write_public_file_atomically(file, "first");
    write_public_file_atomically(file, "second");
    ::umask(umask_before);
    CHECK(read_file(file, 100) == "second");
    CHECK(mode_of(file) == 0644);
    CHECK(entries(dir.path()) == 1);
}

TEST_CASE("a symbolic link is never written through", "[base]")
{
    const syncctl::test::TempDir dir;
    write_file_atomically(dir / "victim", "untouched");
    fs::create_symlink(dir / "victim", dir / "link");
    CHECK(code_of([&] { write_file_atomically(dir / "link", "x"); }) == ErrorCode::io);
    CHECK(code_of([&] { create_private_file(dir / "link", "x"); }) == ErrorCode::io);
    fs::create_symlink(dir / "nowhere", dir / "dangling");
    CHECK(code_of([&] { create_private_file(dir / "dangling", "x"); }) == ErrorCode::io);
    CHECK(read_file(dir / "victim", 100) == "untouched");
    CHECK_FALSE(fs::exists(dir / "nowhere"));
    CHECK(entries(dir.path()) == 3);
}

TEST_CASE("a file that cannot be written leaves nothing behind", "[base]")
{
    const syncctl::test::TempDir dir;
    fs::create_directory(dir / "folder");
    CHECK(code_of([&] { write_file_atomically(dir / "folder", "x"); }) == ErrorCode::io);
    CHECK(code_of([&] { write_file_atomically(dir / "missing" / "file", "x"); }) == ErrorCode::io);
    CHECK(entries(dir.path()) == 1);
}

TEST_CASE("a full disk has a class of its own", "[base]")
{
    CHECK(code_of([] { throw_errno("writing", "/x", ENOSPC); }) == ErrorCode::disk_full);
    CHECK(code_of([] { throw_errno("writing", "/x", EDQUOT); }) == ErrorCode::disk_full);
    CHECK(code_of([] { throw_errno("writing", "/x", EACCES); }) == ErrorCode::io);
    CHECK_THROWS_WITH(throw_errno("writing", "/x/y", EACCES), "writing /x/y: Permission denied");
}

TEST_CASE("a private file is made once and never overwritten", "[base]")
{
    const syncctl::test::TempDir dir;
    create_private_file(dir / "key", "one");
    CHECK(code_of([&] { create_private_file(dir / "key", "two"); }) == ErrorCode::io);
    CHECK(read_file(dir / "key", 100) == "one");
    CHECK(mode_of(dir / "key") == 0600);
    CHECK(std::distance(fs::directory_iterator{dir.path()}, {}) == 1);
}

TEST_CASE("a finished file gets a name that is free, and no other", "[base]")
{
    const syncctl::test::TempDir dir;
    const auto temporary = temporary_name_for(dir / "backup");
    create_private_file(temporary, "new");
    create_private_file(dir / "taken", "old");
    CHECK(code_of([&] { rename_to_new(temporary, dir / "taken"); }) == ErrorCode::io);
    CHECK(read_file(dir / "taken", 100) == "old");
    rename_to_new(temporary, dir / "backup");
    CHECK(read_file(dir / "backup", 100) == "new");
    CHECK_FALSE(fs::exists(temporary));
}

TEST_CASE("reading refuses what is no plain file, and does not wait on a FIFO", "[base]")
{
    const syncctl::test::TempDir dir;
    REQUIRE(::mkfifo((dir / "fifo").c_str(), 0600) == 0);
    CHECK(code_of([&] { (void)read_file(dir / "fifo", 100); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)read_file(dir.path(), 100); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)read_file("/dev/zero", 100); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)read_file(dir / "none", 100); }) == ErrorCode::not_found);
}

TEST_CASE("reading stops at the limit", "[base]")
{
    const syncctl::test::TempDir dir;
    write_file_atomically(dir / "file", std::string(200'000, 'x'));
    CHECK(read_file(dir / "file", 200'000).size() == 200'000);
    CHECK(code_of([&] { (void)read_file(dir / "file", 199'999); }) == ErrorCode::io);
}

TEST_CASE("missing folders are made private, existing ones keep their mode", "[base]")
{
    const syncctl::test::TempDir dir;
    fs::create_directory(dir / "open");
    fs::permissions(dir / "open", fs::perms{0755});
    make_private_directory(dir / "open/a/b/");
    make_private_directory(dir / "open/a/b");
    CHECK(mode_of(dir / "open") == 0755);
    CHECK(mode_of(dir / "open/a") == 0700);
    CHECK(mode_of(dir / "open/a/b") == 0700);
    write_file_atomically(dir / "file", "x");
    CHECK(code_of([&] { make_private_directory(dir / "file"); }) == ErrorCode::io);
    CHECK(code_of([&] { make_private_directory(dir / "file/below"); }) == ErrorCode::io);
}

TEST_CASE("a descriptor is closed when its owner goes", "[base]")
{
    int number = -1;
    {
        UniqueFd one{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
        number = one.get();
        UniqueFd other{std::move(one)};
        CHECK(other.is_open());
        CHECK(::fcntl(number, F_GETFD) >= 0);
    }
    CHECK(::fcntl(number, F_GETFD) == -1);
}

TEST_CASE("a private file is read only from its own place", "[base]")
{
    const syncctl::test::TempDir dir;
    create_private_file(dir / "file", "text");
    fs::create_symlink(dir / "file", dir / "link");
    CHECK(read_private_file(dir / "file", 10) == "text");
    CHECK(code_of([&] { (void)read_private_file(dir / "link", 10); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)read_private_file(dir.path(), 10); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)read_private_file(dir / "file", 3); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)read_private_file(dir / "none", 3); }) == ErrorCode::not_found);
}
