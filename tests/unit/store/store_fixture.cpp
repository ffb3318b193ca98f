#include "store_fixture.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sys/wait.h>

namespace syncctl::test {

namespace {

constexpr uid_t k_plain_user = 65534;

sqlite3* open_raw(const std::filesystem::path& file)
{
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    return handle;
}

} // namespace

TemporaryFolder::TemporaryFolder()
{
    auto name = (std::filesystem::temp_directory_path() / "syncctl-store-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    m_path = name;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::permissions(m_path, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(m_path, ignored);
}

ReadyDatabase::ReadyDatabase() : file{folder / "sync.db"}
{
    open_unchecked(store::OpenMode::create);
    store::Migrator{*database, clock}.up();
}

void ReadyDatabase::close()
{
    store.reset();
    database.reset();
}

void ReadyDatabase::open(store::OpenMode mode)
{
    open_unchecked(mode);
    store::Migrator{*database, clock}.require_current();
}

void ReadyDatabase::open_unchecked(store::OpenMode mode)
{
    close();
    database.emplace(file, mode);
    store.emplace(*database);
}

base::PairId ReadyDatabase::add_pair(const std::string& name)
{
    model::ConnectorConfig connector;
    connector.type = "files";
    connector.url = "/srv/items";
    connector.name = name + "-source";
    connector.uuid = connector.name;
    model::Pair pair;
    pair.source = store->connectors.insert(connector, now());
    connector.name = name + "-target";
    connector.uuid = connector.name;
    pair.target = store->connectors.insert(connector, now());
    pair.name = name;
    pair.uuid = name;
    return store->pairs.insert(pair, now());
}

base::LinkId ReadyDatabase::add_link(base::PairId pair,
                                     const std::string& source_item,
                                     const std::string& target_item)
{
    return store->links.insert(a_link(pair, source_item, target_item));
}

model::Link
a_link(base::PairId pair, const std::string& source_item, const std::string& target_item)
{
    const auto time = *base::parse_utc("2026-01-02T03:04:05.006Z");
    model::Link link;
    link.pair = pair;
    link.sides.source = {.item_id = source_item,
                         .item_type = "Bug",
                         .revision = {"source-1"},
                         .modified_at = time,
                         .base = {{"Title", std::string{"Printer on fire"}}}};
    link.sides.target = {.item_id = target_item,
                         .item_type = "Incident",
                         .revision = {"target-1"},
                         .modified_at = time,
                         .base = {{"subject", std::string{"Printer on fire"}}}};
    link.last_direction = "to_target";
    link.first_synced_at = time;
    link.last_synced_at = time;
    link.sync_count = 1;
    return link;
}

void edit(const std::filesystem::path& file, const std::string& sql)
{
    sqlite3* handle = open_raw(file);
    char* message = nullptr;
    const int code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &message);
    INFO((message == nullptr ? "" : message));
    sqlite3_free(message);
    sqlite3_close(handle);
    REQUIRE(code == SQLITE_OK);
}

std::vector<std::string> rows_of(const std::filesystem::path& file, const std::string& sql)
{
    sqlite3* handle = open_raw(file);
    std::vector<std::string> rows;
    const auto collect = [](void* result, int count, char** values, char** /*names*/) {
        std::string row;
        for (int column = 0; column < count; ++column) {
            const char* value = values[column]; // NOLINT: the array of a C interface
            row += (column == 0 ? "" : "|") + std::string{value == nullptr ? "NULL" : value};
        }
        static_cast<std::vector<std::string>*>(result)->push_back(row);
        return 0;
    };
    const int code = sqlite3_exec(handle, sql.c_str(), collect, &rows, nullptr);
    sqlite3_close(handle);
    REQUIRE(code == SQLITE_OK);
    return rows;
}

std::optional<ErrorCode> error_of(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

std::string message_of(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.message() + " | " + error.hint();
    }
    return {};
}

int as_plain_user(const std::function<int()>& action)
{
    const auto pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        int status = 99;
        if (::geteuid() != 0 || (::setgid(k_plain_user) == 0 && ::setuid(k_plain_user) == 0)) {
            try {
                status = action();
            } catch (const std::exception&) {
                status = 98;
            }
        }
        std::_Exit(status);
    }
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

void give_to_plain_user(const std::filesystem::path& folder)
{
    if (::geteuid() != 0) {
        return;
    }
    REQUIRE(::chown(folder.c_str(), k_plain_user, k_plain_user) == 0);
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        REQUIRE(::lchown(entry.path().c_str(), k_plain_user, k_plain_user) == 0);
    }
}

OtherProcess::OtherProcess(const std::function<void(const std::function<void()>& wait)>& action)
{
    std::array<int, 2> ready{};
    std::array<int, 2> end{};
    REQUIRE(::pipe(ready.data()) == 0);
    REQUIRE(::pipe(end.data()) == 0);
    m_pid = ::fork();
    REQUIRE(m_pid >= 0);
    if (m_pid == 0) {
        ::close(end[1]);
        try {
            action([&] {
                char octet = 'r';
                (void)!::write(ready[1], &octet, 1);
                (void)!::read(end[0], &octet, 1);
            });
        } catch (const std::exception&) {
            std::_Exit(1);
        }
        std::_Exit(0);
    }
    ::close(ready[1]);
    ::close(end[0]);
    m_end_pipe = end[1];
    char octet = 0;
    const auto got = ::read(ready[0], &octet, 1);
    ::close(ready[0]);
    REQUIRE(got == 1);
}

OtherProcess::~OtherProcess()
{
    ::close(m_end_pipe);
    ::waitpid(m_pid, nullptr, 0);
}

void write_text(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    stream << text;
    REQUIRE(stream.good());
}

std::string read_text(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

} // namespace syncctl::test
