#include "failing_storage.hpp"

#include <sqlite3.h>

#include <map>
#include <memory>

namespace syncctl::test {

namespace {

struct Patched {
    sqlite3_io_methods methods;
    const sqlite3_io_methods* original;
};

struct State {
    sqlite3_vfs* original = nullptr;
    sqlite3_vfs vfs{};
    // The log and the main file have different tables: sharing one would mix up their locks.
    std::map<const sqlite3_io_methods*, std::unique_ptr<Patched>> tables;
    int calls_until_failure = 0; ///< 0 = works
    int code = SQLITE_IOERR;
    bool fails_once = false;
    bool has_failed = false;
};

enum class Kind { write_or_sync, read, truncate };

Kind kind_of(int code)
{
    return code == SQLITE_IOERR_READ       ? Kind::read
           : code == SQLITE_IOERR_TRUNCATE ? Kind::truncate
                                           : Kind::write_or_sync;
}

State g_state; // NOLINT: SQLite's callbacks carry no context of ours

bool must_fail(Kind kind)
{
    if (g_state.calls_until_failure == 0 || kind != kind_of(g_state.code)) {
        return false;
    }
    if (g_state.calls_until_failure > 1) {
        --g_state.calls_until_failure;
        return false;
    }
    g_state.has_failed = true;
    g_state.calls_until_failure = g_state.fails_once ? 0 : 1;
    return true;
}

const sqlite3_io_methods& original_of(sqlite3_file* file)
{
    return *reinterpret_cast<const Patched*>(file->pMethods)->original;
}

int failing_write(sqlite3_file* file, const void* octets, int size, sqlite3_int64 offset)
{
    return must_fail(Kind::write_or_sync) ? g_state.code
                                          : original_of(file).xWrite(file, octets, size, offset);
}

int failing_sync(sqlite3_file* file, int flags)
{
    return must_fail(Kind::write_or_sync)
               ? (g_state.code == SQLITE_FULL ? SQLITE_IOERR_FSYNC : g_state.code)
               : original_of(file).xSync(file, flags);
}

int failing_read(sqlite3_file* file, void* octets, int size, sqlite3_int64 offset)
{
    return must_fail(Kind::read) ? g_state.code
                                 : original_of(file).xRead(file, octets, size, offset);
}

int failing_truncate(sqlite3_file* file, sqlite3_int64 size)
{
    return must_fail(Kind::truncate) ? g_state.code : original_of(file).xTruncate(file, size);
}

int patching_open(
    sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out)
{
    const int code = g_state.original->xOpen(g_state.original, name, file, flags, flags_out);
    if (file->pMethods != nullptr) {
        auto& patched = g_state.tables[file->pMethods];
        if (!patched) {
            patched = std::make_unique<Patched>(Patched{*file->pMethods, file->pMethods});
            patched->methods.xWrite = failing_write;
            patched->methods.xSync = failing_sync;
            patched->methods.xRead = failing_read;
            patched->methods.xTruncate = failing_truncate;
        }
        file->pMethods = &patched->methods;
    }
    return code;
}

} // namespace

FailingStorage::FailingStorage()
{
    g_state.original = sqlite3_vfs_find(nullptr);
    g_state.vfs = *g_state.original;
    g_state.vfs.zName = "failing";
    g_state.vfs.pNext = nullptr;
    g_state.vfs.xOpen = patching_open;
    work_again();
    sqlite3_vfs_register(&g_state.vfs, 1);
}

FailingStorage::~FailingStorage()
{
    work_again();
    sqlite3_vfs_unregister(&g_state.vfs);
    sqlite3_vfs_register(g_state.original, 1);
}

void FailingStorage::fail_from(int n, int sqlite_code)
{
    g_state.calls_until_failure = n;
    g_state.code = sqlite_code;
    g_state.fails_once = false;
    g_state.has_failed = false;
}

void FailingStorage::fail_once(int n, int sqlite_code)
{
    fail_from(n, sqlite_code);
    g_state.fails_once = true;
}

void FailingStorage::work_again()
{
    g_state.calls_until_failure = 0;
}

bool FailingStorage::has_failed() const
{
    return g_state.has_failed;
}

} // namespace syncctl::test
