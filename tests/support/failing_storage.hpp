#pragma once

namespace syncctl::test {

/// SQLite's own storage whose calls fail when told to. Stands in as the default storage
/// of this process while an object lives.
class FailingStorage {
public:
    FailingStorage();
    ~FailingStorage();
    FailingStorage(const FailingStorage&) = delete;
    FailingStorage& operator=(const FailingStorage&) = delete;

    /// The n-th call from now on fails, and all that follow. Reads are counted for
    /// SQLITE_IOERR_READ, truncations for SQLITE_IOERR_TRUNCATE, else writes and syncs.
    /// \param sqlite_code SQLITE_FULL or one of SQLITE_IOERR_*
    void fail_from(int n, int sqlite_code);
    /// Only the n-th call fails.
    void fail_once(int n, int sqlite_code);
    void work_again();
    /// True when fail_from was reached.
    [[nodiscard]] bool has_failed() const;
};

} // namespace syncctl::test
