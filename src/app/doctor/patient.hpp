#pragma once

#include "syncctl/app/doctor.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::app::doctor {

/// What the checks look at, and where they write down what they found.
struct Patient {
    Workspace& workspace;
    const DoctorRequest& request;
    std::vector<DoctorFinding>& findings;
    const char* check = ""; ///< the one that is at work

    void ok(std::string message) const { note(Severity::ok, std::move(message), {}); }

    void warn(std::string message, std::string hint) const
    {
        note(Severity::warning, std::move(message), std::move(hint));
    }

    void fail(std::string message, std::string hint) const
    {
        note(Severity::error, std::move(message), std::move(hint));
    }

    [[nodiscard]] const std::filesystem::path& database() const
    {
        return workspace.database_path();
    }

private:
    void note(Severity severity, std::string message, std::string hint) const
    {
        findings.push_back({check, severity, std::move(message), std::move(hint)});
    }
};

/// One line of the table of checks.
struct Check {
    const char* name;
    bool needs_database; ///< left out when it cannot be read: schema or integrity says why
    void (*look)(const Patient& patient);
};

// files.cpp
void look_at_file_modes(const Patient& patient);
void look_at_owners(const Patient& patient);
void look_at_key_near_database(const Patient& patient);
void look_at_backups(const Patient& patient);
// keys.cpp
void look_at_key(const Patient& patient);
void look_at_next_key(const Patient& patient);
void look_at_old_envelopes(const Patient& patient);
// units.cpp
void look_at_units(const Patient& patient);
void look_at_env_files(const Patient& patient);
// environment.cpp
void look_at_libraries(const Patient& patient);
void look_at_proxies(const Patient& patient);
void look_at_umask(const Patient& patient);
// machine.cpp
void look_at_disk_space(const Patient& patient);
void look_at_file_system(const Patient& patient);
void look_at_clock(const Patient& patient);
// database.cpp
void look_at_schema(const Patient& patient);
void look_at_integrity(const Patient& patient);
// pairs.cpp
void look_at_pairs(const Patient& patient);
void look_at_connectors(const Patient& patient);
void look_at_conflicts(const Patient& patient);
void look_at_retention(const Patient& patient);
void look_at_trackers(const Patient& patient);

/// For a message: control characters escaped.
[[nodiscard]] std::string shown_path(const std::filesystem::path& path);
/// For a command that a person copies.
[[nodiscard]] std::string quoted_path(const std::filesystem::path& path);
[[nodiscard]] bool is_there(const std::filesystem::path& path);
/// Whole days, for people.
[[nodiscard]] std::int64_t days_between(base::Timestamp earlier, base::Timestamp later);

} // namespace syncctl::app::doctor
