#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace syncctl::store {

struct HandleCloser {
    void operator()(sqlite3* handle) const noexcept;
};

using Handle = std::unique_ptr<sqlite3, HandleCloser>;

struct StatementFinalizer {
    void operator()(sqlite3_stmt* statement) const noexcept;
};

using StatementHandle = std::unique_ptr<sqlite3_stmt, StatementFinalizer>;

/// immutable: the file cannot change while it is open, so SQLite needs no files beside it.
enum class Access { read_only, immutable, read_write };

/// "sctl": marks a file as ours (PRAGMA application_id).
inline constexpr std::int64_t k_application_id = 0x7363746C;

/// Opens an existing file and switches off everything a hostile file could use. Reads nothing of
/// it.
[[nodiscard]] Handle open_hardened(const std::filesystem::path& file,
                                   Access access,
                                   std::chrono::milliseconds busy_timeout);
/// What a file of ours is used with. Reads the schema, so it comes after the file is known to be
/// ours.
void configure(sqlite3* handle, const std::filesystem::path& file);
/// An empty database in memory, to try migrations on.
[[nodiscard]] Handle open_scratch();

/// Lets VACUUM work while it lives: it attaches the file it writes, and it uses SQLite's own
/// json_valid(), see open_hardened. It calls no other functions than SQLite's own.
class VacuumPermit {
public:
    explicit VacuumPermit(sqlite3* handle);
    ~VacuumPermit();
    VacuumPermit(const VacuumPermit&) = delete;
    VacuumPermit& operator=(const VacuumPermit&) = delete;

private:
    sqlite3* m_handle;
};

/// Makes a file of ours without a schema: complete or not at all under its final name.
/// \throws Error{io} when there is one already
void create_file(const std::filesystem::path& file, std::chrono::milliseconds busy_timeout);

void execute(sqlite3* handle, const std::filesystem::path& file, const std::string& sql);
[[nodiscard]] std::int64_t
query_integer(sqlite3* handle, const std::filesystem::path& file, const std::string& sql);
[[nodiscard]] std::string
query_text(sqlite3* handle, const std::filesystem::path& file, const std::string& sql);

/// The lines of an integrity_check other than "ok", and foreign keys that point nowhere.
[[nodiscard]] std::string integrity_problems_of(sqlite3* handle, const std::filesystem::path& file);

/// The lines of a quick_check other than "ok": whether pages and rows can be read, not what their
/// values say.
[[nodiscard]] std::string quick_problems_of(sqlite3* handle, const std::filesystem::path& file);

} // namespace syncctl::store
