#include "syncctl/store/older_database.hpp"

#include "connection.hpp"
#include "file_checks.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <set>
#include <sql/older_database.hpp>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace syncctl::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_where = "name its file, usually data/sync.db in its folder";
constexpr int k_longest_value = 16 << 20;
constexpr std::size_t k_most_connectors = 1'000;
constexpr std::size_t k_most_rules = 100'000;
constexpr std::size_t k_most_links = 1'000'000;

[[noreturn]] void throw_foreign(const fs::path& path, std::string_view why)
{
    throw Error{ErrorCode::foreign_database,
                fmt::format("{} is no database of the older tool: {}", in_quotes(path), why),
                std::string{k_where}};
}

struct stat facts_of(const fs::path& file)
{
    struct stat info {};

    if (::lstat(file.c_str(), &info) != 0) {
        throw Error{ErrorCode::no_database,
                    fmt::format("there is no file {}", in_quotes(file)),
                    std::string{k_where}};
    }
    return info;
}

bool is_same(const struct stat& one, const struct stat& other)
{
    return one.st_ino == other.st_ino && one.st_size == other.st_size &&
           one.st_mtim.tv_sec == other.st_mtim.tv_sec &&
           one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

/// What waits in a log beside the file would be overlooked.
void refuse_pending_changes(const fs::path& file)
{
    for (const auto* const suffix : {"-wal", "-journal"}) {
        const auto log = with_suffix(file, suffix);
        std::error_code no_file;
        const auto size = fs::file_size(log, no_file);
        if (!no_file && size > 0) {
            throw Error{ErrorCode::locked,
                        fmt::format("changes wait in {}: the older tool is running, or was killed",
                                    in_quotes(log)),
                        "stop it, let it end (or run: sqlite3 COPY 'PRAGMA "
                        "wal_checkpoint(TRUNCATE)' on a copy of all its files), then import"};
        }
    }
}

class Reader {
public:
    Reader(sqlite3* handle, const fs::path& path) : m_handle{handle}, m_path{path} {}

    void prepare(std::string_view query)
    {
        m_statement.reset(); // it would forget the error of the next one
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v2(
            m_handle, query.data(), static_cast<int>(query.size()), &raw, nullptr);
        m_statement.reset(raw);
        if (code != SQLITE_OK) {
            refuse(code);
        }
    }

    bool step()
    {
        const int code = sqlite3_step(m_statement.get());
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            refuse(code);
        }
        return code == SQLITE_ROW;
    }

    [[nodiscard]] std::int64_t integer(int column) const
    {
        return sqlite3_column_int64(m_statement.get(), column);
    }

    /// The older tool leaves flags NULL where its schema says 1.
    [[nodiscard]] bool flag(int column, bool if_null) const
    {
        return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL
                   ? if_null
                   : sqlite3_column_int64(m_statement.get(), column) != 0;
    }

    [[nodiscard]] std::string text(int column) const
    {
        if (sqlite3_column_type(m_statement.get(), column) == SQLITE_BLOB) {
            return {};
        }
        const auto* octets =
            reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
        std::string text{octets == nullptr ? "" : octets, octets == nullptr ? 0 : size};
        return base::is_valid_utf8(text) ? text : std::string{};
    }

private:
    [[noreturn]] void refuse(int code)
    {
        constexpr int k_primary_code = 0xff;
        switch (code & k_primary_code) {
        case SQLITE_ERROR:
            throw_foreign(m_path, sqlite3_errmsg(m_handle));
        case SQLITE_NOTADB:
            throw_foreign(m_path, "it is no SQLite file");
        case SQLITE_TOOBIG:
            throw_foreign(m_path, "a value in it is larger than 16 MiB");
        default:
            throw_sqlite(m_handle, code, m_path, "reading");
        }
    }

    sqlite3* m_handle;
    const fs::path& m_path;
    StatementHandle m_statement;
};

template <typename Row, typename Read>
std::vector<Row> read_rows(Reader& reader, std::string_view query, std::size_t most, Read read)
{
    std::vector<Row> rows;
    reader.prepare(query);
    while (reader.step()) {
        if (rows.size() == most) {
            throw Error{ErrorCode::foreign_database,
                        fmt::format("the older database has more than {} rows where that many are "
                                    "taken",
                                    most)};
        }
        rows.push_back(read(reader));
    }
    return rows;
}

/// A view or a virtual table of that name would run what its author wrote.
void require_tables(Reader& reader, const fs::path& path)
{
    std::set<std::string> present;
    reader.prepare(sql::older_database::list_tables);
    while (reader.step()) {
        present.insert(reader.text(0));
    }
    for (const auto* const table : {"connectors",
                                    "connector_work_item_types",
                                    "connector_statuses",
                                    "connector_fields",
                                    "sync_configs",
                                    "sync_type_mappings",
                                    "sync_status_mappings",
                                    "sync_field_mappings",
                                    "synced_items"}) {
        if (present.count(table) == 0) {
            throw_foreign(path, fmt::format("it has no table '{}'", table));
        }
    }
}

OlderContent read_content(Reader& reader)
{
    OlderContent content;
    content.connectors = read_rows<OlderConnector>(
        reader, sql::older_database::list_connectors, k_most_connectors, [](const Reader& row) {
            return OlderConnector{.id = row.integer(0),
                                  .name = row.text(1),
                                  .type = row.text(2),
                                  .url = row.text(3),
                                  .endpoint = row.text(4),
                                  .sealed_credentials = row.text(5),
                                  .is_active = row.flag(6, true)};
        });
    content.pairs = read_rows<OlderPair>(
        reader, sql::older_database::list_pairs, k_most_connectors, [](const Reader& row) {
            return OlderPair{.id = row.integer(0),
                             .name = row.text(1),
                             .description = row.text(2),
                             .source = row.integer(3),
                             .target = row.integer(4),
                             .direction = row.text(5),
                             .trigger = row.text(6),
                             .schedule = row.text(7),
                             .strategy = row.text(8),
                             .is_active = row.flag(9, true),
                             .filter = row.text(10)};
        });
    content.types = read_rows<OlderTypeRule>(
        reader, sql::older_database::list_type_rules, k_most_rules, [](const Reader& row) {
            return OlderTypeRule{.id = row.integer(0),
                                 .pair = row.integer(1),
                                 .source = row.text(2),
                                 .target = row.text(3),
                                 .is_active = row.flag(4, true)};
        });
    content.statuses = read_rows<OlderStatusRule>(
        reader, sql::older_database::list_status_rules, k_most_rules, [](const Reader& row) {
            return OlderStatusRule{.type_rule = row.integer(0),
                                   .source = row.text(1),
                                   .target = row.text(2),
                                   .is_constant = row.flag(3, false),
                                   .constant = row.text(4)};
        });
    content.fields = read_rows<OlderFieldRule>(
        reader, sql::older_database::list_field_rules, k_most_rules, [](const Reader& row) {
            return OlderFieldRule{.type_rule = row.integer(0),
                                  .source = row.text(1),
                                  .target = row.text(2),
                                  .is_constant = row.flag(3, false),
                                  .constant = row.text(4),
                                  .function = row.text(5),
                                  .config = row.text(6),
                                  .is_active = row.flag(7, true)};
        });
    content.links = read_rows<OlderLink>(
        reader, sql::older_database::list_links, k_most_links, [](const Reader& row) {
            return OlderLink{.pair = row.integer(0),
                             .source_connector = row.integer(1),
                             .source_item = row.text(2),
                             .target_item = row.text(3),
                             .source_type = row.text(4),
                             .target_type = row.text(5),
                             .status = row.text(6)};
        });
    return content;
}

} // namespace

OlderContent read_older_database(const fs::path& path)
{
    const auto file = resolved(path);
    const auto before = facts_of(file);
    if (!S_ISREG(before.st_mode)) {
        throw_foreign(path, "it is no regular file");
    }
    refuse_pending_changes(file);
    const auto handle = open_hardened(file, Access::immutable, std::chrono::milliseconds{0});
    sqlite3_limit(handle.get(), SQLITE_LIMIT_LENGTH, k_longest_value);
    Reader reader{handle.get(), path};
    require_tables(reader, path);
    if (query_integer(handle.get(), path, "PRAGMA application_id") == k_application_id) {
        throw_foreign(path, "it is one of syncctl itself");
    }
    auto content = read_content(reader);
    if (!is_same(before, facts_of(file))) {
        throw Error{ErrorCode::locked,
                    fmt::format("{} was changed while it was read", in_quotes(path)),
                    "stop the older tool, then import again"};
    }
    return content;
}

} // namespace syncctl::store
