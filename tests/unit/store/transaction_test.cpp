#include "store_fixture.hpp"
#include "support/failing_storage.hpp"

#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace syncctl;
using namespace syncctl::test;
using store::Database;
using store::OpenMode;
using store::Transaction;

namespace {

constexpr std::chrono::milliseconds k_impatient{30};

std::optional<ErrorCode> error_of_writing(const std::filesystem::path& file)
{
    return error_of([&] {
        Database database{file, OpenMode::read_write, k_impatient};
        Transaction transaction{database};
        transaction.commit();
    });
}

} // namespace

TEST_CASE("a transaction that is not committed leaves nothing", "[store][transaction]")
{
    ReadyDatabase ready;
    {
        const Transaction transaction{*ready.database};
        ready.add_pair();
        CHECK(ready.store->pairs.list().size() == 1);
    }
    CHECK(ready.store->pairs.list().empty());
    ready.add_pair();
    CHECK(ready.store->pairs.list().size() == 1);
}

TEST_CASE("transactions do not nest, and commit once", "[store][transaction]")
{
    ReadyDatabase ready;
    Transaction transaction{*ready.database};

    CHECK(error_of([&] { const Transaction inner{*ready.database}; }) == ErrorCode::failed);
    transaction.commit();
    CHECK(error_of([&] { transaction.commit(); }) == ErrorCode::failed);
}

TEST_CASE("a writer waits for another process that writes, then says that the database is locked",
          "[store][transaction]")
{
    ReadyDatabase ready;
    ready.close();
    {
        const OtherProcess other{[&](const auto& wait) {
            Database database{ready.file, OpenMode::read_write};
            const Transaction transaction{database};
            wait();
        }};
        CHECK(error_of_writing(ready.file) == ErrorCode::locked);
        // Readers are not in the way of writers, nor the other way round.
        Database reader{ready.file, OpenMode::read_only, k_impatient};
        CHECK(store::Store{reader}.pairs.list().empty());
    }
    CHECK(error_of_writing(ready.file) == std::nullopt);
}

TEST_CASE("a shell that locks the database without our lock is noticed as well",
          "[store][transaction]")
{
    ReadyDatabase ready;
    ready.close();
    const OtherProcess other{[&](const auto& wait) {
        sqlite3* handle = nullptr;
        sqlite3_open_v2(ready.file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
        sqlite3_exec(handle, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
        wait();
        sqlite3_close(handle);
    }};

    CHECK(error_of_writing(ready.file) == ErrorCode::locked);
}

TEST_CASE("a full disk is named as such and the transaction is undone", "[store][transaction]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.database->run_script("PRAGMA max_page_count = 60");
    const auto fill = [&] {
        Transaction transaction{*ready.database};
        for (int item = 0; item < 5000; ++item) {
            ready.add_link(pair, "s" + std::to_string(item), "t" + std::to_string(item));
        }
        transaction.commit();
    };

    CHECK(error_of(fill) == ErrorCode::disk_full);
    CHECK(ready.store->links.count(pair) == 0);
    ready.database->run_script("PRAGMA max_page_count = 1000000");
    CHECK(error_of(fill) == std::nullopt);
    CHECK(ready.store->links.count(pair) == 5000);
}

TEST_CASE("after a commit that failed the database is not used any more", "[store][transaction]")
{
    ReadyDatabase ready;
    ready.close();
    FailingStorage storage;
    ready.open();
    Transaction transaction{*ready.database};
    ready.add_pair();
    storage.fail_from(1, SQLITE_IOERR_FSYNC);

    CHECK(error_of([&] { transaction.commit(); }) == ErrorCode::io);

    storage.work_again();
    CHECK(error_of([&] { (void)ready.store->pairs.list(); }) == ErrorCode::io);
    CHECK(error_of([&] { const Transaction next{*ready.database}; }) == ErrorCode::io);
    CHECK(error_of([&] { ready.database->run_script("SELECT 1"); }) == ErrorCode::io);
    CHECK(error_of([&] { ready.database->checkpoint(); }) == ErrorCode::io);
}

TEST_CASE("whichever write or sync fails first, a transaction is stored as a whole or not at all",
          "[store][transaction][fault]")
{
    for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
        bool has_failed = true;
        int n = 0;
        for (n = 1; has_failed && n < 200; ++n) {
            INFO("call " << n << ", code " << code);
            ReadyDatabase ready;
            ready.close();
            bool is_committed = false;
            {
                FailingStorage storage;
                ready.open();
                storage.fail_from(n, code);
                const auto error = error_of([&] {
                    Transaction transaction{*ready.database};
                    const auto pair = ready.add_pair();
                    for (int item = 0; item < 20; ++item) {
                        ready.add_link(pair, std::to_string(item), std::to_string(item));
                    }
                    transaction.commit();
                    is_committed = true;
                });
                has_failed = storage.has_failed();
                CHECK(error.has_value() == !is_committed);
                if (error) {
                    CHECK((error == ErrorCode::io || error == ErrorCode::disk_full));
                }
                ready.close();
            }
            ready.open();
            const auto pairs = ready.store->pairs.list();
            if (is_committed) {
                REQUIRE(pairs.size() == 1);
            }
            if (!pairs.empty()) {
                CHECK(ready.store->links.count(pairs.front().id) == 20);
            }
            CHECK(ready.database->integrity_problems().empty());
        }
        CHECK(n > 4);
        CHECK_FALSE(has_failed);
    }
}

TEST_CASE("a long log is moved into the file while the run goes on", "[store][transaction]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto log = ready.file.string() + "-wal";
    auto link = a_link(pair, "s", "t");
    link.sides.source.base["Description"] = std::string(17U << 20U, 'x');

    ready.store->links.insert(link);

    CHECK(std::filesystem::file_size(ready.file) > (17U << 20U));
    // The next change starts the log anew instead of making it longer.
    const auto log_size = std::filesystem::file_size(log);
    ready.store->pairs.set_completed_basis(pair, "x");
    CHECK(std::filesystem::file_size(log) == log_size);
}
