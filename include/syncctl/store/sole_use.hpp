#pragma once

#include "syncctl/store/database.hpp"

#include <chrono>
#include <filesystem>
#include <memory>

namespace syncctl::store {

/// A state database that nobody else uses while this object lives, so that its file may be replaced
/// or removed: the writer lock is held, no other connection is open, and its log was moved into the
/// file and removed. What stands at the path is therefore all there is of it, and one rename
/// decides which database is there. A file that cannot be read as a database is taken as it is.
class SoleUse {
public:
    /// \throws Error{locked} when somebody else has the database open, Error{foreign_database} when
    /// it is not ours. No file at `path` is fine: there is nothing to share.
    explicit SoleUse(const std::filesystem::path& path,
                     std::chrono::milliseconds wait = k_default_busy_timeout);
    ~SoleUse();
    SoleUse(const SoleUse&) = delete;
    SoleUse& operator=(const SoleUse&) = delete;

    /// What stood at the path: none, a sound database, or one that cannot be read.
    enum class Found { nothing, database, damaged };
    [[nodiscard]] Found found() const;

    /// A copy of the file at `target`, which must not exist: verified, or octet by octet (with the
    /// log at `target`-wal) where it cannot be read.
    void copy_to(const std::filesystem::path& target);
    /// Puts a finished database file in its place.
    void replace_with(const std::filesystem::path& finished);
    void remove();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Copies a database (a backup, say) to `target`, which must not exist, as a file that is ready to
/// be renamed to a state database: verified, 0600, without a log, in WAL mode.
void prepare_replacement(Database& from, const std::filesystem::path& target);

} // namespace syncctl::store
