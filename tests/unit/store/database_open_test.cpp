#include "store_fixture.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <random>
#include <sys/stat.h>

using namespace syncctl;
using namespace syncctl::test;
using store::Database;
using store::OpenMode;

namespace {

std::optional<ErrorCode> error_of_opening(const std::filesystem::path& file,
                                          OpenMode mode = OpenMode::read_write)
{
    return error_of([&] { Database{file, mode}; });
}

/// What every command does before it uses the data.
std::optional<ErrorCode> error_of_using(const std::filesystem::path& file)
{
    const StillClock clock;
    return error_of([&] {
        Database database{file, OpenMode::read_write};
        store::Migrator{database, clock}.require_current();
        const auto problems = database.integrity_problems();
        if (!problems.empty()) {
            throw Error{ErrorCode::damaged_database, problems};
        }
    });
}

bool is_state_error(const std::optional<ErrorCode>& code)
{
    return code == ErrorCode::no_database || code == ErrorCode::damaged_database ||
           code == ErrorCode::foreign_database || code == ErrorCode::wrong_schema;
}

mode_t mode_of(const std::filesystem::path& file)
{
    struct stat info {};

    REQUIRE(::stat(file.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

} // namespace

TEST_CASE("a missing database is not made by opening it", "[store][open]")
{
    TemporaryFolder folder;
    for (const auto mode : {OpenMode::read_write, OpenMode::read_only}) {
        CHECK(error_of_opening(folder / "sync.db", mode) == ErrorCode::no_database);
        CHECK(error_of_opening(folder / "no-folder/sync.db", mode) == ErrorCode::no_database);
    }
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK_THAT(message_of([&] {
                   Database{folder / "sync.db", OpenMode::read_write};
               }),
               Catch::Contains("syncctl setup"));
}

TEST_CASE("what is no database file is refused without being touched", "[store][open]")
{
    TemporaryFolder folder;
    const auto file = folder / "sync.db";
    SECTION("a directory")
    {
        std::filesystem::create_directory(file);
        CHECK(error_of_opening(file) == ErrorCode::no_database);
        CHECK(error_of_opening(folder.path().string() + "/") == ErrorCode::no_database);
    }
    SECTION("a pipe, without waiting for its writer")
    {
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        CHECK(error_of_opening(file) == ErrorCode::no_database);
    }
    SECTION("a device")
    {
        CHECK(error_of_opening("/dev/zero") == ErrorCode::no_database);
    }
    SECTION("a text file")
    {
        const std::string text(10'000, 't');
        write_text(file, text);
        CHECK(error_of_opening(file) == ErrorCode::foreign_database);
        CHECK(error_of_opening(file, OpenMode::read_only) == ErrorCode::foreign_database);
        CHECK(read_text(file) == text);
    }
    SECTION("a file of zero octets")
    {
        write_text(file, "");
        CHECK(error_of_opening(file) == ErrorCode::no_database);
        CHECK_THAT(message_of([&] {
                       Database{file, OpenMode::read_write};
                   }),
                   Catch::Contains("emptied"));
        CHECK(std::filesystem::file_size(file) == 0);
    }
    SECTION("random octets")
    {
        std::mt19937 random{7};
        std::string octets(20'000, '\0');
        for (auto& octet : octets) {
            octet = static_cast<char>(random());
        }
        write_text(file, octets);
        CHECK(error_of_opening(file) == ErrorCode::foreign_database);
        CHECK(read_text(file) == octets);
    }
    SECTION("a SQLite file of another program")
    {
        write_text(file, "");
        edit(file, "CREATE TABLE notes (a); INSERT INTO notes VALUES (1)");
        const auto before = read_text(file);
        CHECK(error_of_opening(file) == ErrorCode::foreign_database);
        CHECK(error_of_opening(file, OpenMode::read_only) == ErrorCode::foreign_database);
        CHECK(read_text(file) == before);
    }
    SECTION("a symbolic link to a good database")
    {
        ReadyDatabase ready;
        ready.close();
        std::filesystem::create_symlink(ready.file, file);
        CHECK(error_of_opening(file) == ErrorCode::foreign_database);
    }
}

TEST_CASE("a database behind a folder that is a symbolic link opens", "[store][open]")
{
    ReadyDatabase ready;
    ready.close();
    TemporaryFolder folder;
    std::filesystem::create_directory_symlink(ready.folder.path(), folder / "state");

    CHECK(error_of_using(folder / "state/sync.db") == std::nullopt);
}

TEST_CASE("create never takes over a file that is there", "[store][open]")
{
    TemporaryFolder folder;
    const auto file = folder / "sync.db";
    write_text(file, "mine");

    CHECK(error_of_opening(file, OpenMode::create) == ErrorCode::io);
    CHECK(read_text(file) == "mine");
    CHECK_FALSE(std::filesystem::exists(folder / "sync.db.new"));
}

TEST_CASE("a setup that was killed while it made the file can be repeated", "[store][open]")
{
    TemporaryFolder folder;
    write_text(folder / "sync.db.new", "half");

    CHECK(error_of_opening(folder / "sync.db", OpenMode::create) == std::nullopt);
    CHECK(error_of_opening(folder / "sync.db") == std::nullopt);
}

TEST_CASE("a database cut anywhere is refused, never taken for an empty one", "[store][open]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    const auto whole = read_text(ready.file);
    constexpr std::size_t k_page = 16384;
    REQUIRE(whole.size() % k_page == 0);
    REQUIRE(whole.size() / k_page > 10);

    for (std::size_t size = 0; size < whole.size(); size += k_page) {
        for (const std::size_t extra : {std::size_t{0}, std::size_t{100}, k_page - 1}) {
            INFO("cut to " << size + extra << " octets");
            write_text(ready.file, whole.substr(0, size + extra));
            std::filesystem::permissions(ready.file, std::filesystem::perms{0600});
            CHECK(is_state_error(error_of_using(ready.file)));
        }
    }
}

TEST_CASE("a damaged page is a clear error, not a crash and not wrong data", "[store][open]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    for (int item = 0; item < 50; ++item) {
        ready.add_link(pair, "s" + std::to_string(item), "t" + std::to_string(item));
    }
    ready.close();
    const auto whole = read_text(ready.file);
    constexpr std::size_t k_page = 16384;

    for (std::size_t page = 0; page < whole.size() / k_page; ++page) {
        INFO("page " << page + 1);
        auto damaged = whole;
        damaged.replace(page * k_page, k_page, std::string(k_page, '\xa5'));
        write_text(ready.file, damaged);
        CHECK(is_state_error(error_of_using(ready.file)));
    }
}

TEST_CASE(
    "a database that others may write, or in a folder where others may plant files, is refused",
    "[store][open]")
{
    ReadyDatabase ready;
    ready.close();
    SECTION("file")
    {
        REQUIRE(::chmod(ready.file.c_str(), 0666) == 0);
        CHECK(error_of_opening(ready.file) == ErrorCode::foreign_database);
    }
    SECTION("folder")
    {
        REQUIRE(::chmod(ready.folder.path().c_str(), 0777) == 0);
        CHECK(error_of_opening(ready.file) == ErrorCode::foreign_database);
        REQUIRE(::chmod(ready.folder.path().c_str(), 01777) == 0);
        CHECK(error_of_opening(ready.file) == std::nullopt);
    }
}

TEST_CASE("a file beside the database that is a link, or of another user, is refused",
          "[store][open]")
{
    ReadyDatabase ready;
    ready.close();
    for (const std::string suffix : {"-wal", "-shm", "-journal", ".lock"}) {
        INFO(suffix);
        const auto planted = std::filesystem::path{ready.file.string() + suffix};
        std::filesystem::remove(planted);
        std::filesystem::create_symlink("/etc/hostname", planted);
        CHECK(error_of_opening(ready.file) == ErrorCode::foreign_database);
        CHECK(error_of_opening(ready.file, OpenMode::read_only) == ErrorCode::foreign_database);
        std::filesystem::remove(planted);
        std::filesystem::create_directory(planted);
        CHECK(error_of_opening(ready.file) == ErrorCode::foreign_database);
        std::filesystem::remove(planted);
        if (::geteuid() == 0) {
            write_text(planted, "x");
            REQUIRE(::chown(planted.c_str(), 12345, 12345) == 0);
            CHECK(error_of_opening(ready.file) == ErrorCode::foreign_database);
            std::filesystem::remove(planted);
        }
    }
    CHECK(error_of_using(ready.file) == std::nullopt);
}

TEST_CASE("a database of another user is refused", "[store][open]")
{
    ReadyDatabase ready;
    ready.close();
    if (::geteuid() == 0) {
        REQUIRE(::chown(ready.file.c_str(), 12345, 12345) == 0);
        CHECK(error_of_opening(ready.file) == ErrorCode::foreign_database);
    } else {
        CHECK(error_of_opening(ready.file) == std::nullopt);
    }
}

TEST_CASE("a read-only file can be read, and writing to it says which file and why",
          "[store][open]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    give_to_plain_user(ready.folder.path());
    REQUIRE(::chmod(ready.file.c_str(), 0400) == 0);

    CHECK(as_plain_user([&] {
              Database database{ready.file, OpenMode::read_only};
              return store::Store{database}.pairs.list().size() == 1 ? 0 : 1;
          }) == 0);
    CHECK(as_plain_user([&] {
              const auto message = message_of([&] { Database{ready.file, OpenMode::read_write}; });
              return message.find("the file '" + ready.file.string() + "' is read-only") !=
                             std::string::npos
                         ? 0
                         : 1;
          }) == 0);
    CHECK(as_plain_user([&] { return error_of_opening(ready.file) == ErrorCode::io ? 0 : 1; }) ==
          0);
}

TEST_CASE("a database in a read-only folder can be read, and writing to it says which folder",
          "[store][open]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    give_to_plain_user(ready.folder.path());
    REQUIRE(::chmod(ready.folder.path().c_str(), 0500) == 0);

    CHECK(as_plain_user([&] {
              Database database{ready.file, OpenMode::read_only};
              return store::Store{database}.pairs.list().size() == 1 ? 0 : 1;
          }) == 0);
    CHECK(as_plain_user([&] {
              const auto message = message_of([&] { Database{ready.file, OpenMode::read_write}; });
              const auto expected =
                  "the folder '" + ready.folder.path().string() + "' is read-only";
              return message.find(expected) != std::string::npos ? 0 : 1;
          }) == 0);
}

TEST_CASE("changes that wait in the log of a read-only folder are not overlooked", "[store][open]")
{
    ReadyDatabase ready;
    ready.add_pair();
    // As after a kill: the log is not moved into the file.
    const auto file = read_text(ready.file);
    const auto log = read_text(ready.file.string() + "-wal");
    REQUIRE_FALSE(log.empty());
    ready.close();
    std::filesystem::remove(ready.file.string() + "-shm");
    write_text(ready.file, file);
    write_text(ready.file.string() + "-wal", log);
    give_to_plain_user(ready.folder.path());
    REQUIRE(::chmod(ready.folder.path().c_str(), 0500) == 0);

    CHECK(as_plain_user([&] {
              return error_of_opening(ready.file, OpenMode::read_only) == ErrorCode::io ? 0 : 1;
          }) == 0);
}

TEST_CASE("every file that the database makes is private whatever the umask", "[store][open]")
{
    for (const mode_t mask : {mode_t{0}, mode_t{022}}) {
        const auto before = ::umask(mask);
        {
            ReadyDatabase ready;
            ready.add_pair();
            ready.database->copy_to(ready.folder / "copy.db");
            std::size_t files = 0;
            for (const auto& entry : std::filesystem::directory_iterator{ready.folder.path()}) {
                INFO(entry.path());
                CHECK(mode_of(entry.path()) == 0600);
                ++files;
            }
            // The file, its log, its index, the lock and the copy.
            CHECK(files == 5);
        }
        ::umask(before);
    }
}

TEST_CASE("a clean end leaves one file and the lock", "[store][open]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();

    CHECK_FALSE(std::filesystem::exists(ready.file.string() + "-wal"));
    CHECK_FALSE(std::filesystem::exists(ready.file.string() + "-shm"));
    ready.open();
    CHECK(ready.store->pairs.list().size() == 1);
}
