#include "extra_script.hpp"

#include "connection.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::store {

namespace {

std::string_view view_of(const char* text)
{
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

bool is_extra(std::string_view name)
{
    return name.starts_with(k_extra_prefix);
}

bool is_schema_table(std::string_view name)
{
    return name == "sqlite_master" || name == "sqlite_temp_master";
}

/// Sealed values are renewed by `key rotate` where we know of them; a copy would stay as it is.
bool is_sealed_column(std::string_view table, std::string_view column)
{
    constexpr auto k_sealed = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"connectors", "encrypted_credentials"},
         {"connectors", "access_token"},
         {"connectors", "webhook_secret"},
         {"connectors", "previous_webhook_secret"},
         {"system_settings", "value"}});
    return std::find(k_sealed.begin(), k_sealed.end(), std::pair{table, column}) != k_sealed.end();
}

/// Why an action is refused; empty when it is not. The parameters mean what SQLite's documentation
/// of the action says.
std::string objection(int action, std::string_view first, std::string_view second)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return {};
    case SQLITE_FUNCTION:
        return second == "load_extension" ? "it calls load_extension()" : std::string{};
    case SQLITE_READ:
        return is_sealed_column(first, second)
                   ? fmt::format("it copies sealed values ({}.{})", first, second)
                   : std::string{};
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_VIEW:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_VIEW:
    case SQLITE_REINDEX:
        return is_extra(first) ? std::string{} : fmt::format("it makes or drops '{}'", first);
    case SQLITE_CREATE_INDEX:
    case SQLITE_DROP_INDEX:
        // SQLite names the indexes of UNIQUE and PRIMARY KEY itself.
        return (is_extra(first) || first.starts_with("sqlite_autoindex_x_")) && is_extra(second)
                   ? std::string{}
                   : fmt::format("it makes or drops index '{}' of '{}'", first, second);
    case SQLITE_ALTER_TABLE:
        return is_extra(second) ? std::string{} : fmt::format("it alters '{}'", second);
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        // What SQLite itself does to its schema table; a statement that says so is refused by it.
        return is_extra(first) || is_schema_table(first)
                   ? std::string{}
                   : fmt::format("it changes rows of '{}'", first);
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return "it begins or ends a transaction; each migration is one already";
    case SQLITE_PRAGMA:
        return "it uses PRAGMA";
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
        return "it attaches or detaches a file";
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_DROP_TRIGGER:
        return "it makes or drops a trigger";
    case SQLITE_CREATE_VTABLE:
    case SQLITE_DROP_VTABLE:
        return "it makes or drops a virtual table";
    default:
        return "it does something else than that";
    }
}

int judge(void* first_objection,
          int action,
          const char* first,
          const char* second,
          const char* /*schema*/,
          const char* /*inside*/)
{
    auto why = objection(action, view_of(first), view_of(second));
    if (why.empty()) {
        return SQLITE_OK;
    }
    auto& kept = *static_cast<std::string*>(first_objection);
    if (kept.empty()) {
        kept = std::move(why);
    }
    return SQLITE_DENY;
}

class Authorizer {
public:
    explicit Authorizer(sqlite3* handle) : m_handle{handle}
    {
        sqlite3_set_authorizer(m_handle, &judge, &m_objection);
    }

    ~Authorizer() { sqlite3_set_authorizer(m_handle, nullptr, nullptr); }

    Authorizer(const Authorizer&) = delete;
    Authorizer& operator=(const Authorizer&) = delete;

    [[nodiscard]] const std::string& objection() const { return m_objection; }

private:
    sqlite3* m_handle;
    std::string m_objection;
};

/// Whether the disk or the database is to blame, not the text.
bool is_of_the_file(int code)
{
    constexpr int k_primary_code = 0xff;
    constexpr auto k_codes = std::to_array({SQLITE_FULL,
                                            SQLITE_IOERR,
                                            SQLITE_CORRUPT,
                                            SQLITE_BUSY,
                                            SQLITE_LOCKED,
                                            SQLITE_NOMEM,
                                            SQLITE_CANTOPEN,
                                            SQLITE_READONLY});
    return std::find(k_codes.begin(), k_codes.end(), code & k_primary_code) != k_codes.end();
}

std::size_t line_at(std::string_view text, std::size_t offset)
{
    return 1 + static_cast<std::size_t>(std::count(
                   text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

/// Where the statement begins that starts somewhere behind `offset`, after white space and
/// comments.
std::size_t skip_blank(std::string_view text, std::size_t offset)
{
    while (offset < text.size()) {
        if (std::string_view{" \t\r\n;"}.find(text[offset]) != std::string_view::npos) {
            ++offset;
        } else if (text.substr(offset, 2) == "--") {
            offset = std::min(text.find('\n', offset), text.size());
        } else if (text.substr(offset, 2) == "/*") {
            const auto end = text.find("*/", offset + 2);
            offset = end == std::string_view::npos ? text.size() : end + 2;
        } else {
            break;
        }
    }
    return offset;
}

} // namespace

void run_extra_script(sqlite3* handle, const std::string& file, std::string_view text)
{
    const Authorizer authorizer{handle};
    for (auto at = skip_blank(text, 0); at < text.size();) {
        const auto rest = text.substr(at);
        sqlite3_stmt* raw = nullptr;
        const char* tail = nullptr;
        int code =
            sqlite3_prepare_v2(handle, rest.data(), static_cast<int>(rest.size()), &raw, &tail);
        const StatementHandle statement{raw};
        std::size_t inside = 0;
        if (code != SQLITE_OK) {
            inside = static_cast<std::size_t>(std::max(0, sqlite3_error_offset(handle)));
        }
        if (code == SQLITE_OK && raw != nullptr) {
            do {
                code = sqlite3_step(raw);
            } while (code == SQLITE_ROW);
        }
        if (code != SQLITE_OK && code != SQLITE_DONE) {
            if (is_of_the_file(code)) {
                throw_sqlite(handle, code, sqlite3_db_filename(handle, "main"), "writing");
            }
            throw Error{
                ErrorCode::document,
                fmt::format("{}:{}: error: {}",
                            file,
                            line_at(text, at + std::min(inside, rest.size())),
                            authorizer.objection().empty() ? sqlite3_errmsg(handle)
                                                           : authorizer.objection().c_str()),
                "an extra migration makes, fills, alters and drops tables, indexes and views whose "
                "names begin with x_"};
        }
        at = skip_blank(text, static_cast<std::size_t>(tail - text.data()));
    }
}

bool has_statement(std::string_view text)
{
    return skip_blank(text, 0) < text.size();
}

} // namespace syncctl::store
