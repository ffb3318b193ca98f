#include "patient.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <array>
#include <exception>
#include <new>
#include <system_error>

namespace syncctl::app {

namespace {

using namespace doctor; // NOLINT(google-build-using-namespace): the table below names its functions

/// In the order in which they are told. Those that read octets of the database's files come first:
/// they must not while it is open.
constexpr std::array k_checks{Check{"file_mode", false, &look_at_file_modes},
                              Check{"owner", false, &look_at_owners},
                              Check{"key_near_database", false, &look_at_key_near_database},
                              Check{"backups", false, &look_at_backups},
                              Check{"old_envelopes", false, &look_at_old_envelopes},
                              Check{"key_in_unit", false, &look_at_units},
                              Check{"env_file", false, &look_at_env_files},
                              Check{"libraries", false, &look_at_libraries},
                              Check{"proxy", false, &look_at_proxies},
                              Check{"umask", false, &look_at_umask},
                              Check{"disk_space", false, &look_at_disk_space},
                              Check{"file_system", false, &look_at_file_system},
                              Check{"schema", false, &look_at_schema},
                              Check{"integrity", false, &look_at_integrity},
                              Check{"key", false, &look_at_key},
                              Check{"next_key", true, &look_at_next_key},
                              Check{"clock", true, &look_at_clock},
                              Check{"pairs", true, &look_at_pairs},
                              Check{"connectors", true, &look_at_connectors},
                              Check{"conflicts", true, &look_at_conflicts},
                              Check{"retention", true, &look_at_retention},
                              Check{"trackers", true, &look_at_trackers}};

} // namespace

std::string_view to_string(Severity severity)
{
    switch (severity) {
    case Severity::ok:
        return "ok";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "error";
}

namespace {

bool can_read(Workspace& workspace)
{
    try {
        static_cast<void>(workspace.reading());
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace

std::vector<DoctorFinding> examine(Workspace& workspace, const DoctorRequest& request)
{
    std::vector<DoctorFinding> findings;
    for (const auto& check : k_checks) {
        if (check.needs_database && !can_read(workspace)) {
            continue;
        }
        const Patient patient{workspace, request, findings, check.name};
        try {
            check.look(patient);
        } catch (const Error& error) {
            patient.fail(error.message(), error.hint());
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& error) {
            patient.fail(base::term_safe(error.what()), {});
        }
    }
    return findings;
}

namespace doctor {

std::string shown_path(const std::filesystem::path& path)
{
    return base::term_safe(path.string());
}

std::string quoted_path(const std::filesystem::path& path)
{
    constexpr std::string_view k_plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@%";
    auto text = base::term_safe(path.string());
    if (text.find_first_not_of(k_plain) == std::string::npos) {
        return text;
    }
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

bool is_there(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
}

std::int64_t days_between(base::Timestamp earlier, base::Timestamp later)
{
    constexpr std::int64_t k_day_ms = 24LL * 60 * 60 * 1000;
    return (later.ms - earlier.ms) / k_day_ms;
}

} // namespace doctor

} // namespace syncctl::app
