#include "support/temp_dir.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/subprocess.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <sys/stat.h>

using namespace syncctl::base; // NOLINT(google-build-using-namespace): this file tests that one
                               // module

namespace {

constexpr std::chrono::milliseconds k_short{200};

std::vector<std::string> shell(const std::string& script)
{
    return {"/bin/sh", "-c", script};
}

} // namespace

TEST_CASE("what a program writes and how it ends is reported", "[base]")
{
    const auto result = run_subprocess({"/bin/echo", "one", "two words", "$(id)"});
    CHECK(result.exit_status == 0);
    CHECK(result.output.reveal() == "one two words $(id)\n");
    CHECK(run_subprocess(shell("exit 3")).exit_status == 3);
    CHECK(run_subprocess(shell("kill -9 $$")).exit_status == 128 + 9);
    CHECK(run_subprocess({"/bin/true"}).output.empty());
}

TEST_CASE("a program has an empty standard input and none of our descriptors", "[base]")
{
    // Without close-on-exec, as a careless parent of ours would leave it.
    const UniqueFd leaked{::open("/dev/null", O_RDONLY)}; // NOLINT(android-cloexec-open)
    REQUIRE(leaked.is_open());
    CHECK(run_subprocess({"/bin/cat"}).output.empty());
    // ls itself opens the folder as number 3.
    CHECK(run_subprocess({"/bin/ls", "/proc/self/fd"}).output.reveal() == "0\n1\n2\n3\n");
}

TEST_CASE("a program gets the input and the environment that it is given", "[base]")
{
    const std::string large(1'000'000, 'x'); // more than fits into a pipe
    CHECK(run_subprocess({"/usr/bin/wc", "-c"}, {}, {.input = large}).output.reveal() ==
          "1000000\n");
    // Read to its end or not, nothing waits.
    CHECK(run_subprocess({"/bin/true"}, {}, {.input = large}).exit_status == 0);
    CHECK(run_subprocess({"/usr/bin/env"}, {}, {.environment = {{"A=1", "B=two words"}}})
              .output.reveal() == "A=1\nB=two words\n");
    CHECK(run_subprocess({"/usr/bin/env"}, {}, {.environment = {std::vector<std::string>{}}})
              .output.empty());
}

TEST_CASE("a program that does not end is ended with all that it started", "[base]")
{
    const syncctl::test::TempDir dir;
    const auto fifo = dir / "alive";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const UniqueFd alive{::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    const auto result =
        run_subprocess(shell("exec 3>" + fifo.string() + "; echo started; sleep 600 & sleep 600"),
                       {.timeout = k_short});
    CHECK(result.timed_out);
    CHECK(result.exit_status == 128 + 9);
    // The pipe hangs up when the last process that has it open is gone.
    pollfd waiting{.fd = alive.get(), .events = POLLIN, .revents = 0};
    REQUIRE(::poll(&waiting, 1, 30'000) == 1);
    CHECK((waiting.revents & POLLHUP) != 0);
}

TEST_CASE("a program that closes its output and goes on is ended as well", "[base]")
{
    const auto result = run_subprocess(shell("exec >&-; exec sleep 600"), {.timeout = k_short});
    CHECK(result.timed_out);
    CHECK(result.exit_status == 128 + 9);
}

TEST_CASE("endless output is cut off", "[base]")
{
    const auto result = run_subprocess({"/usr/bin/yes"}, {.max_output_bytes = 1000});
    CHECK(result.output_too_long);
    CHECK(result.output.size() == 1000);
    CHECK_FALSE(
        run_subprocess({"/usr/bin/printf", "1234"}, {.max_output_bytes = 4}).output_too_long);
}

TEST_CASE("a program must be named by an absolute path that exists", "[base]")
{
    CHECK_THROWS_AS(run_subprocess({"echo", "x"}), Error);
    CHECK_THROWS_AS(run_subprocess({"./echo"}), Error);
    CHECK_THROWS_AS(run_subprocess({""}), Error);
    CHECK_THROWS_AS(run_subprocess({}), Error);
    CHECK_THROWS_AS(run_subprocess({"/nonexistent/program"}), Error);
    CHECK_THROWS_AS(run_subprocess({"/etc/passwd"}), Error);
}

TEST_CASE("a command line is split at blanks outside of quotes", "[base]")
{
    using Words = std::vector<std::string>;
    CHECK(split_command("/bin/pass show x") == Words{"/bin/pass", "show", "x"});
    CHECK(split_command("  a \t b  ") == Words{"a", "b"});
    CHECK(split_command(R"(a 'b c' "d e" f\ g)") == Words{"a", "b c", "d e", "f g"});
    CHECK(split_command(R"(a '' "")") == Words{"a", "", ""});
    CHECK(split_command(R"("a\"b\\c\d" 'e\f')") == Words{R"(a"b\c\d)", R"(e\f)"});
    CHECK(split_command("a;b $(c) *") == Words{"a;b", "$(c)", "*"});
    CHECK_THROWS_AS(split_command("a 'b"), Error);
    CHECK_THROWS_AS(split_command("a \"b"), Error);
    CHECK_THROWS_AS(split_command(" "), Error);
    CHECK_THROWS_AS(split_command(""), Error);
}
