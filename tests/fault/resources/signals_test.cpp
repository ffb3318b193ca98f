// F4, F5, F19, F51: signals at chosen moments of a run, a stopped run, a lock holder that is killed
// and leaves a child behind, and a run as cron starts it.

#include "fault_world.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>

using namespace syncctl::test;

namespace {

/// The child that the shim left behind; ended with this object.
class Orphan {
public:
    explicit Orphan(const std::string& file) { std::ifstream{file} >> m_id; }

    ~Orphan()
    {
        if (m_id > 0) {
            ::kill(m_id, SIGKILL);
        }
    }

    Orphan(const Orphan&) = delete;
    Orphan& operator=(const Orphan&) = delete;

    [[nodiscard]] bool is_alive() const { return m_id > 0 && ::kill(m_id, 0) == 0; }

private:
    pid_t m_id = -1;
};

} // namespace

TEST_CASE("a signal at any moment ends the run cleanly, and the next one goes on",
          "[fault][signals]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto signal = GENERATE(SIGTERM, SIGINT, SIGHUP);
    Fault fault{.action = "signal", .value = signal};
    const auto count = count_calls(world, fault);
    int stopped = 0;
    const auto moments = spread(count, 12);
    for (const auto at : moments) {
        INFO("signal " << signal << " at call " << at << " of " << count);
        world.restore();
        fault.at = at;
        const auto result = run_with(world, fault);
        INFO(result.out << result.err);
        // 0 only when it came too late to stop anything.
        const bool is_in_step = world.contents("dev") == world.contents("desk");
        CHECK(result.exit == (is_in_step && result.exit == 0 ? 0 : 128 + signal));
        stopped += result.exit == 0 ? 0 : 1;
        CHECK(world.sql("SELECT count(*) FROM sync_intents") == "0");
        CHECK(world.sql("SELECT count(*) FROM sync_executions WHERE status = 'running'") == "0");
        check_heals(world, k_items_of_every_kind);
    }
    CHECK(stopped * 2 >= static_cast<int>(moments.size()));
}

TEST_CASE("a second signal ends the run at once, and the next one finds out what was done",
          "[fault][signals]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    Fault fault{.action = "signal", .value = SIGTERM, .goes_on = true};
    const auto count = count_calls(world, fault);
    // The last few calls may not come: their number varies a little.
    for (const auto at : spread(count - 5, 15)) {
        INFO("signals from call " << at << " of " << count);
        world.restore();
        fault.at = at;
        CHECK(run_with(world, fault).exit == 128 + SIGTERM);
        CHECK(unaccounted_items(world).empty());
        check_heals(world, k_items_of_every_kind);
    }
}

TEST_CASE("a run that is stopped for a while holds its pair, and then goes on", "[fault][signals]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    Fault fault{.action = "signal", .value = SIGSTOP};
    fault.at = count_calls(world, fault) / 2;
    world.restore();
    Process stopped{SYNCCTL_BINARY, with_fault(world, fault)};
    REQUIRE(stopped.wait_until_stopped());

    const auto other = world.syncctl({"run", "p"});

    CHECK(other.exit == 11);
    CHECK(contains(other.err, "pair 'p' is held by another run"));
    CHECK(contains(other.err, "hint: syncctl run p --wait 60"));
    CHECK(world.syncctl({"status"}).exit == 0);
    stopped.send_signal(SIGCONT);
    CHECK(stopped.finish().exit == 0);
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a killed run whose child lives on does not keep the lock", "[fault][signals][lock]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    Fault fault{.action = "orphan"};
    fault.at = count_calls(world, fault) / 2;
    world.restore();
    auto plan = with_fault(world, fault);
    plan.environment["FAULT_CHILD"] = world.path("child");

    REQUIRE(run_process(SYNCCTL_BINARY, plan).exit == 137);
    const Orphan child{world.path("child")};
    REQUIRE(child.is_alive());

    CHECK(world.syncctl({"run", "p"}).exit == 0);
    CHECK(child.is_alive());
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a run as cron starts it: no home, no terminal, closed standard input",
          "[fault][signals]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    ProcessOptions cron;
    cron.arguments = {"-q",
                      "run",
                      "p",
                      "--db",
                      world.path("state/sync.db"),
                      "--key-file",
                      world.path("config/syncctl/encryption.key")};
    cron.environment = {{"PATH", "/usr/bin"}, {"SHELL", "/bin/sh"}};
    cron.directory = "/";
    cron.closed = GENERATE(std::vector<int>{0}, std::vector<int>{0, 1, 2});

    const auto result = run_process(SYNCCTL_BINARY, cron);

    CHECK(result.exit == 0);
    CHECK(result.out.empty());
    CHECK(result.err.empty());
    check_heals(world, k_items_of_every_kind);
}
