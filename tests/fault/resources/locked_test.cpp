// F17: another program holds the database with BEGIN EXCLUSIVE, for ever or for a moment.

#include "fault_world.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <sys/file.h>

using namespace syncctl::test;

namespace {

/// What somebody with the sqlite3 shell does who goes for lunch within a transaction.
class ExclusiveHolder {
public:
    explicit ExclusiveHolder(const FilesWorld& world)
    {
        REQUIRE(sqlite3_open(world.path("state/sync.db").c_str(), &m_handle) == SQLITE_OK);
        run("BEGIN EXCLUSIVE");
    }

    ~ExclusiveHolder() { sqlite3_close(m_handle); }

    ExclusiveHolder(const ExclusiveHolder&) = delete;
    ExclusiveHolder& operator=(const ExclusiveHolder&) = delete;

    void let_go() { run("COMMIT"); }

private:
    void run(const char* sql)
    {
        REQUIRE(sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }

    sqlite3* m_handle = nullptr;
};

/// Until the program has the writer's lock, which it takes before it asks SQLite for the database.
void wait_until_it_wants_to_write(const FilesWorld& world, const Process& run)
{
    const int lock = ::open(world.path("state/sync.db.lock").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(lock >= 0);
    while (run.is_running() && ::flock(lock, LOCK_EX | LOCK_NB) == 0) {
        ::flock(lock, LOCK_UN);
    }
    ::close(lock);
}

} // namespace

TEST_CASE("a database that is held for ever: run waits its time, leaves with 11, sends nothing",
          "[fault][lock]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    {
        const ExclusiveHolder holder{world};
        const auto result = world.syncctl({"run", "p"});
        INFO(result.exit << ": " << result.out << result.err);
        CHECK(result.exit == 11);
        CHECK(contains(result.err, world.path("state/sync.db")));
        CHECK(contains(result.err, "another process is using the database"));
        CHECK(contains(result.err, "hint: wait until it has finished"));
        CHECK(world.ids("desk").size() == k_items_of_every_kind - 2);
        CHECK(world.syncctl({"status"}).exit == 0);
    }
    check_heals(world, k_items_of_every_kind);
}

TEST_CASE("a database that is held for a moment: run waits, and then does its work",
          "[fault][lock]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    ExclusiveHolder holder{world};
    Process run{SYNCCTL_BINARY, world.plan({"run", "p"})};
    wait_until_it_wants_to_write(world, run);
    REQUIRE(run.is_running());

    holder.let_go();

    CHECK(run.finish().exit == 0);
    CHECK(world.contents("dev") == world.contents("desk"));
    check_heals(world, k_items_of_every_kind);
}
