#pragma once

#include "syncctl/base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::store {

/// A prepared statement of sql/ while it is in use. Parameters by name, columns by their place in
/// the SELECT. Goes back to its Database when destroyed.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    void bind(const char* name, std::int64_t value);
    void bind(const char* name, std::string_view text);
    void bind(const char* name, base::Timestamp time); ///< as text; unknown (0) as NULL
    void bind_optional(const char* name, const std::optional<std::string>& text);
    void bind_blob(const char* name, std::string_view bytes);
    void bind_null(const char* name);

    /// True while there is a row. Refuses to run with a parameter unbound.
    bool step();
    /// For statements without rows; ready to be bound again afterwards.
    void run();
    /// As run(); false when a UNIQUE constraint refused the row.
    [[nodiscard]] bool run_unless_taken();
    /// Ready to be bound again before all rows were read.
    void reset() noexcept;

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const; ///< NULL reads as ""
    [[nodiscard]] std::string_view
    view(int column) const; ///< text() without a copy; valid until the next step
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;
    [[nodiscard]] std::string blob(int column) const;
    [[nodiscard]] base::Timestamp time(int column) const; ///< NULL reads as unknown
    [[nodiscard]] bool is_null(int column) const;

private:
    friend class Database;
    struct Impl;

    explicit Statement(Impl* impl) noexcept : m_impl{impl} {}

    Impl* m_impl; ///< owned by the Database's cache
};

} // namespace syncctl::store
