#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::store {

class Statement;

/// How a state database is opened. Only `create` may make a file: SQLite takes a file that was cut
/// to zero octets for a valid empty database (reliability.md, F30).
enum class OpenMode { read_only, read_write, create };

/// How long a writer waits for another process before it gives up with Error{locked}.
inline constexpr std::chrono::milliseconds k_default_busy_timeout{5'000};

/// The SQLite file behind the stores, hardened as design.md section 5 asks: WAL, synchronous=FULL,
/// foreign keys, secure_delete, defensive, triggers and untrusted schema off, size limits, mode
/// 0600 for every file it makes.
class Database {
public:
    /// Opens and identifies the file; does not look at the schema version (see Migrator).
    /// \throws Error{no_database | damaged_database | foreign_database | locked | io | disk_full}
    explicit Database(const std::filesystem::path& path,
                      OpenMode mode,
                      std::chrono::milliseconds busy_timeout = k_default_busy_timeout);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] bool is_read_only() const;
    [[nodiscard]] bool in_transaction() const;

    /// A statement from sql/; compiled once per text and then reused, reset and with nothing bound.
    /// One that writes runs inside a Transaction only, because that holds the writer lock.
    [[nodiscard]] Statement prepare(std::string_view sql);
    /// Runs a text of several statements without results (a migration), inside a Transaction when
    /// it writes.
    void run_script(std::string_view sql);

    [[nodiscard]] std::int64_t last_insert_id() const;
    [[nodiscard]] std::int64_t changed_rows() const;

    /// Full check of the file: SQLite's integrity_check and foreign_key_check. Empty = sound.
    [[nodiscard]] std::string integrity_problems();
    /// Whether pages and rows can be read: the cheap variant, before the first write of a run.
    [[nodiscard]] std::string quick_problems();

    /// Moves the WAL into the file and cuts it; under the writer lock. What a reader still needs
    /// stays.
    void checkpoint();
    /// Rewrites the file without its free pages, and so that it can shrink in steps from then on;
    /// under the writer lock.
    void vacuum();
    /// False for a file that an older version made and that was never vacuumed since.
    [[nodiscard]] bool can_shrink_in_steps();
    /// What free pages take in the file.
    [[nodiscard]] std::int64_t free_bytes();
    /// Gives up to so many free pages back, in a transaction of its own; the file is shorter after
    /// the next checkpoint. False when that was all.
    [[nodiscard]] bool shrink_a_step(int pages);
    /// A verified copy at `target` (0600, must not exist).
    void copy_to(const std::filesystem::path& target);

private:
    friend class Transaction;
    friend class Statement;
    friend class Migrator;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A write transaction: the writer lock of the file (flock), BEGIN IMMEDIATE, and a rollback unless
/// committed. Short: never held while a tracker is asked.
class Transaction {
public:
    /// \throws Error{locked} when another process keeps writing for 5 seconds
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    /// Durable when it returns. A failed commit is *unknown*: the Error ends the process' work with
    /// this file, and the next run reads what is there.
    void commit();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace syncctl::store
