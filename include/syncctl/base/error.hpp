#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace syncctl::base {

/// Why something was refused or failed. Each has a fixed name (`error.code` in JSON) and a fixed
/// exit code; both are listed in docs/exit-codes.md.
enum class ErrorCode {
    failed,                ///< exit 1: anything without a better class
    disk_full,             ///< exit 1
    io,                    ///< exit 1: a file could not be read or written
    usage,                 ///< exit 2
    no_database,           ///< exit 10
    damaged_database,      ///< exit 10
    foreign_database,      ///< exit 10: SQLite, but not ours, or with planted objects
    wrong_schema,          ///< exit 10: outdated, too new, edited or unknown migrations
    locked,                ///< exit 11
    no_key,                ///< exit 12
    bad_key,               ///< exit 12: not 64 hex digits, weak, or published
    key_source,            ///< exit 12: the source itself is unusable (mode, owner, command failed)
    ambiguous_key,         ///< exit 12: two sources, two keys
    wrong_key,             ///< exit 12: a good key, but not the one of this database
    sealed_format,         ///< exit 12: not an envelope
    sealed_version,        ///< exit 12: an envelope of a later version
    sealed_authentication, ///< exit 12: damaged, or moved from another row
    origin_not_allowed,    ///< exit 12: credential may not be sent there
    authentication,        ///< exit 12: refused by the tracker
    forbidden,             ///< exit 12: refused by the tracker for this operation
    network,               ///< exit 13
    rate_limited,          ///< exit 13
    unavailable,           ///< exit 13: tracker not there now (folder not mounted, maintenance)
    guard,                 ///< exit 15
    document,              ///< exit 16: mapping or tracker document
    setting,               ///< exit 16
    declined,              ///< exit 17
    not_found,             ///< exit 18: no such name
    interrupted,           ///< exit 130 or 143
};

/// The stable name used in JSON, for instance `wrong_key`.
[[nodiscard]] std::string_view name_of(ErrorCode code);

/// True when the same command may succeed later without anything being changed.
[[nodiscard]] bool is_retryable(ErrorCode code);

/// A failure with the facts a person needs: what happened to what, and what to type next.
/// The message may hold text from outside; whoever prints it escapes it (text.hpp, term_safe).
class Error : public std::exception {
public:
    /// \param hint a command line or one sentence; empty when there is nothing sensible to type
    Error(ErrorCode code, std::string message, std::string hint = {});

    [[nodiscard]] ErrorCode code() const noexcept { return m_code; }

    [[nodiscard]] const std::string& message() const noexcept { return m_message; }

    [[nodiscard]] const std::string& hint() const noexcept { return m_hint; }

    [[nodiscard]] const char* what() const noexcept override { return m_message.c_str(); }

    /// Adds the step that was going on, for `catch (Error& e) { e.while_doing("..."); throw; }`.
    void while_doing(std::string_view step);

private:
    ErrorCode m_code;
    std::string m_message;
    std::string m_hint;
};

} // namespace syncctl::base

namespace syncctl {
using base::Error;
using base::ErrorCode;
} // namespace syncctl
