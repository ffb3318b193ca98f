#include "support/temp_dir.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/subprocess.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <array>
#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>

using syncctl::base::FileLock;

namespace {

/// A process that takes the lock, says so, and then waits until it is killed.
pid_t start_holder(const std::filesystem::path& file)
{
    std::array<int, 2> ready{};
    REQUIRE(::pipe(ready.data()) == 0);
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        const auto lock = FileLock::acquire(file);
        const char answer = lock ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) != 1) {
            ::_exit(1);
        }
        for (;;) {
            ::pause();
        }
    }
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
    REQUIRE(answer == 'y');
    return pid;
}

} // namespace

TEST_CASE("a lock has one holder at a time", "[base]")
{
    const syncctl::test::TempDir dir;
    {
        const auto first = FileLock::acquire(dir / "lock");
        REQUIRE(first.has_value());
        CHECK_FALSE(FileLock::acquire(dir / "lock").has_value());
        CHECK_FALSE(FileLock::acquire(dir / "lock", std::chrono::milliseconds{20}).has_value());
        CHECK(FileLock::acquire(dir / "other").has_value());
    }
    CHECK(FileLock::acquire(dir / "lock").has_value());
    CHECK(std::filesystem::file_size(dir / "lock") == 0);
}

TEST_CASE("the lock of a killed process is free at once", "[base]")
{
    const syncctl::test::TempDir dir;
    const pid_t holder = start_holder(dir / "lock");
    CHECK_FALSE(FileLock::acquire(dir / "lock").has_value());
    REQUIRE(::kill(holder, SIGKILL) == 0);
    REQUIRE(::waitpid(holder, nullptr, 0) == holder);
    CHECK(FileLock::acquire(dir / "lock").has_value());
}

TEST_CASE("a program that we start does not keep our lock", "[base]")
{
    const syncctl::test::TempDir dir;
    const auto lock = FileLock::acquire(dir / "lock");
    REQUIRE(lock.has_value());
    const auto result = syncctl::base::run_subprocess({"/bin/ls", "-l", "/proc/self/fd"});
    REQUIRE(result.exit_status == 0);
    CHECK(std::string{result.output.reveal()}.find("lock") == std::string::npos);
}

TEST_CASE("what lies in the place of a lock file is not followed or waited for", "[base]")
{
    const syncctl::test::TempDir dir;
    std::filesystem::create_symlink(dir / "elsewhere", dir / "link");
    CHECK_THROWS_AS(FileLock::acquire(dir / "link"), syncctl::Error);
    CHECK_FALSE(std::filesystem::exists(dir / "elsewhere"));
    REQUIRE(::mkfifo((dir / "fifo").c_str(), 0600) == 0);
    CHECK_THROWS_AS(FileLock::acquire(dir / "fifo"), syncctl::Error);
    std::filesystem::create_directory(dir / "folder");
    CHECK_THROWS_AS(FileLock::acquire(dir / "folder"), syncctl::Error);
}
