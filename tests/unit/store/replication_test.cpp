// A program that replicates the database as Litestream does: it keeps a connection open that reads,
// so that no frame of the log is lost before it was copied, and copies what was added.

#include "store_fixture.hpp"

#include "syncctl/store/cleanup.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <memory>

using namespace syncctl;
using namespace syncctl::test;

namespace {

constexpr std::size_t k_log_header = 32;

class Replicator {
public:
    explicit Replicator(std::filesystem::path file) : m_file{std::move(file)}
    {
        sqlite3* raw = nullptr;
        REQUIRE(sqlite3_open(m_file.c_str(), &raw) == SQLITE_OK);
        m_handle.reset(raw);
        must("PRAGMA wal_autocheckpoint = 0");
        must("CREATE TABLE IF NOT EXISTS _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)");
        must("CREATE TABLE IF NOT EXISTS _litestream_lock (id INTEGER)");
        next_log();
    }

    /// Copies what the log has more than at the last look; false when it was begun anew.
    bool copy_more()
    {
        const auto log = read_text(m_file.string() + "-wal");
        if (log.size() < m_log.size() ||
            log.substr(0, k_log_header) != m_log.substr(0, k_log_header)) {
            return false;
        }
        m_log = log;
        return true;
    }

    /// Its own checkpoint: the copy is the file and the log up to now, then a new log begins.
    void checkpoint()
    {
        REQUIRE(copy_more());
        must("ROLLBACK");
        REQUIRE(sqlite3_wal_checkpoint_v2(
                    m_handle.get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) ==
                SQLITE_OK);
        next_log();
    }

    /// The replica as a file of its own.
    void restore_to(const std::filesystem::path& copy) const
    {
        write_text(copy, m_database);
        write_text(copy.string() + "-wal", m_log);
    }

private:
    struct Closer {
        void operator()(sqlite3* handle) const { sqlite3_close(handle); }
    };

    void must(const char* sql)
    {
        INFO(sql);
        REQUIRE(sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }

    void next_log()
    {
        must("INSERT INTO _litestream_seq (id, seq) VALUES (1, 1) "
             "ON CONFLICT (id) DO UPDATE SET seq = seq + 1");
        must("BEGIN; SELECT count(*) FROM _litestream_seq");
        m_database = read_text(m_file);
        m_log = read_text(m_file.string() + "-wal");
    }

    std::filesystem::path m_file;
    std::unique_ptr<sqlite3, Closer> m_handle;
    std::string m_database;
    std::string m_log;
};

std::vector<std::string> content_of(const std::filesystem::path& file)
{
    return rows_of(file, "SELECT * FROM synced_items ORDER BY id");
}

void add_links(ReadyDatabase& ready, base::PairId pair, int from, int to)
{
    store::Transaction transaction{*ready.database};
    for (int item = from; item < to; ++item) {
        ready.add_link(pair, "s" + std::to_string(item), "t" + std::to_string(item));
    }
    transaction.commit();
}

} // namespace

TEST_CASE("a replicator loses no frame to our checkpoints, and a log that it holds stops nobody",
          "[store][replication]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    Replicator replicator{ready.file};
    for (int round = 0; round < 4; ++round) {
        INFO("round " << round);
        // What a run does: batches, a checkpoint by the size of the log, one at its end, the close.
        add_links(ready, pair, round * 2000, round * 2000 + 2000);
        ready.database->checkpoint();
        CHECK(replicator.copy_more());
        ready.close();
        CHECK(replicator.copy_more());
        ready.open();
        add_links(ready, pair, round * 2000 + 1000000, round * 2000 + 1000010);
        CHECK(replicator.copy_more());
        if (round == 1) {
            replicator.checkpoint();
        }
        const auto replica = ready.folder / ("replica" + std::to_string(round));
        replicator.restore_to(replica);
        CHECK(content_of(replica) == content_of(ready.file));
        CHECK(rows_of(replica, "PRAGMA integrity_check") == std::vector<std::string>{"ok"});
    }
    CHECK(ready.database->integrity_problems().empty());
}

TEST_CASE("cleanup, vacuum and a backup work beside a replicator", "[store][replication]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    add_links(ready, pair, 0, 500);
    Replicator replicator{ready.file};

    ready.store->pairs.remove(pair);
    while (ready.database->shrink_a_step(16)) {
    }
    ready.database->checkpoint();
    CHECK(replicator.copy_more());
    ready.database->vacuum();
    CHECK(replicator.copy_more());
    ready.database->copy_to(ready.folder / "backup.db");
    replicator.restore_to(ready.folder / "replica.db");

    CHECK(content_of(ready.folder / "replica.db").empty());
    CHECK(rows_of(ready.folder / "replica.db", "PRAGMA integrity_check") ==
          std::vector<std::string>{"ok"});
}

TEST_CASE("the tables of a replicator are no damage, others are", "[store][replication]")
{
    ReadyDatabase ready;
    {
        const Replicator replicator{ready.file};
    }
    ready.open();
    CHECK(store::Migrator{*ready.database, ready.clock}.verify().empty());
    CHECK_NOTHROW(store::Migrator{*ready.database, ready.clock}.require_current());
    ready.close();
    edit(ready.file,
         "DROP TABLE _litestream_lock; CREATE TABLE _litestream_lock (id INTEGER, more TEXT)");
    ready.open_unchecked();
    CHECK(store::Migrator{*ready.database, ready.clock}.verify().size() == 1);
}
