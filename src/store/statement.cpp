#include "syncctl/store/statement.hpp"

#include "database_impl.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace syncctl::store {

namespace {

constexpr int k_max_parameters = 64;

[[noreturn]] void throw_misuse(std::string_view what, sqlite3_stmt* statement)
{
    throw Error{ErrorCode::failed,
                fmt::format("internal error: {} in: {}", what, sqlite3_sql(statement))};
}

sqlite3_destructor_type copies_value()
{
    return SQLITE_TRANSIENT; // NOLINT: SQLite's own macro casts -1 to a function pointer
}

/// The parameter's number; notes that it has a value now.
int note_bound(std::uint64_t& bound, sqlite3_stmt* statement, const char* name)
{
    const int index = sqlite3_bind_parameter_index(statement, name);
    if (index == 0 || index > k_max_parameters) {
        throw_misuse(fmt::format("no parameter {}", name), statement);
    }
    bound |= std::uint64_t{1} << static_cast<unsigned>(index - 1);
    return index;
}

} // namespace

Statement::Statement(Statement&& other) noexcept : m_impl{std::exchange(other.m_impl, nullptr)} {}

Statement::~Statement()
{
    if (m_impl != nullptr) {
        reset();
        // Values must not stay in memory longer than they are needed.
        sqlite3_clear_bindings(m_impl->handle.get());
        m_impl->is_in_use = false;
    }
}

void Statement::bind(const char* name, std::int64_t value)
{
    auto* statement = m_impl->handle.get();
    const int code =
        sqlite3_bind_int64(statement, note_bound(m_impl->bound, statement, name), value);
    if (code != SQLITE_OK) {
        throw_sqlite(m_impl->owner->handle.get(), code, m_impl->owner->path, "using");
    }
}

void Statement::bind(const char* name, std::string_view text)
{
    auto* statement = m_impl->handle.get();
    // A null pointer would be stored as NULL.
    const char* octets = text.data() == nullptr ? "" : text.data();
    const int code = sqlite3_bind_text64(statement,
                                         note_bound(m_impl->bound, statement, name),
                                         octets,
                                         text.size(),
                                         copies_value(),
                                         SQLITE_UTF8);
    if (code != SQLITE_OK) {
        throw_sqlite(m_impl->owner->handle.get(), code, m_impl->owner->path, "using");
    }
}

void Statement::bind(const char* name, base::Timestamp time)
{
    if (time.ms == 0) {
        bind_null(name);
    } else {
        bind(name, std::string_view{base::format_utc(time)});
    }
}

void Statement::bind_optional(const char* name, const std::optional<std::string>& text)
{
    if (text) {
        bind(name, std::string_view{*text});
    } else {
        bind_null(name);
    }
}

void Statement::bind_blob(const char* name, std::string_view bytes)
{
    auto* statement = m_impl->handle.get();
    const char* octets = bytes.data() == nullptr ? "" : bytes.data();
    const int code = sqlite3_bind_blob64(statement,
                                         note_bound(m_impl->bound, statement, name),
                                         octets,
                                         bytes.size(),
                                         copies_value());
    if (code != SQLITE_OK) {
        throw_sqlite(m_impl->owner->handle.get(), code, m_impl->owner->path, "using");
    }
}

void Statement::bind_null(const char* name)
{
    auto* statement = m_impl->handle.get();
    sqlite3_bind_null(statement, note_bound(m_impl->bound, statement, name));
}

bool Statement::step()
{
    auto* statement = m_impl->handle.get();
    auto& owner = *m_impl->owner;
    owner.require_usable();
    const std::uint64_t all =
        m_impl->parameter_count == k_max_parameters
            ? ~std::uint64_t{0}
            : (std::uint64_t{1} << static_cast<unsigned>(m_impl->parameter_count)) - 1;
    if (m_impl->bound != all) {
        throw_misuse("a parameter is unbound", statement);
    }
    if (m_impl->is_writing && sqlite3_get_autocommit(owner.handle.get()) != 0) {
        throw_misuse("a write outside a transaction", statement);
    }
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        // Ends the read transaction, so that it does not hold on to an old state of the file.
        reset();
        return false;
    }
    try {
        throw_sqlite(
            owner.handle.get(), code, owner.path, m_impl->is_writing ? "writing" : "reading");
    } catch (...) {
        reset();
        throw;
    }
}

void Statement::run()
{
    while (step()) {
    }
}

bool Statement::run_unless_taken()
{
    try {
        run();
    } catch (const Error&) {
        const int code = sqlite3_extended_errcode(m_impl->owner->handle.get());
        if (code != SQLITE_CONSTRAINT_UNIQUE && code != SQLITE_CONSTRAINT_PRIMARYKEY) {
            throw;
        }
        return false;
    }
    return true;
}

void Statement::reset() noexcept
{
    sqlite3_reset(m_impl->handle.get());
    m_impl->bound = 0;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_impl->handle.get(), column);
}

std::string_view Statement::view(int column) const
{
    auto* statement = m_impl->handle.get();
    const auto* octets = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return octets == nullptr ? std::string_view{} : std::string_view{octets, size};
}

std::string Statement::text(int column) const
{
    return std::string{view(column)};
}

std::optional<std::string> Statement::optional_text(int column) const
{
    return is_null(column) ? std::nullopt : std::optional{text(column)};
}

std::string Statement::blob(int column) const
{
    return text(column);
}

base::Timestamp Statement::time(int column) const
{
    if (is_null(column)) {
        return {};
    }
    const auto time = base::parse_utc(view(column));
    if (!time) {
        throw Error{ErrorCode::damaged_database,
                    fmt::format("reading {}: column {} holds no time in UTC",
                                in_quotes(m_impl->owner->path),
                                sqlite3_column_name(m_impl->handle.get(), column)),
                    "syncctl migrate verify shows what is damaged; then put a backup in its place: "
                    "syncctl restore FILE"};
    }
    return *time;
}

bool Statement::is_null(int column) const
{
    return sqlite3_column_type(m_impl->handle.get(), column) == SQLITE_NULL;
}

} // namespace syncctl::store
