// Keys where `systemctl show`, `ps` or a readable file would give them to everybody.

#include "patient.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <sys/stat.h>

namespace syncctl::app::doctor {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_most_files = 5000;
constexpr std::size_t k_max_file = std::size_t{64} << 10U;
constexpr std::string_view k_program = "syncctl";

/// A file that starts syncctl, or belongs to one that does.
struct Unit {
    fs::path path;
    std::string text;
};

/// \param place the folder it was found in
void add_if_ours(const fs::path& path, const fs::path& place, std::vector<Unit>& units)
{
    try {
        Unit unit{.path = path, .text = base::read_file(path, k_max_file)};
        // A drop-in need not say the name again: its folder has it.
        if (path.lexically_relative(place).string().find(k_program) != std::string::npos ||
            unit.text.find(k_program) != std::string::npos) {
            units.push_back(std::move(unit));
        } else {
            base::wipe(unit.text);
        }
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): not ours to read, or no file
    }
}

std::vector<Unit> units_of(const DoctorRequest& request)
{
    std::vector<fs::path> places;
    for (const auto* place : {"etc/systemd/system",
                              "usr/local/lib/systemd/system",
                              "usr/lib/systemd/system",
                              "etc/systemd/user",
                              "etc/cron.d",
                              "etc/cron.hourly",
                              "etc/cron.daily",
                              "etc/crontab",
                              "etc/anacrontab",
                              "var/spool/cron/crontabs"}) {
        places.push_back(request.root / place);
    }
    if (!request.home.empty()) {
        places.push_back(request.home / ".config/systemd/user");
    }
    std::vector<Unit> units;
    std::size_t seen = 0;
    for (const auto& place : places) {
        std::error_code problem;
        if (fs::is_regular_file(fs::symlink_status(place, problem))) {
            add_if_ours(place, place, units);
            continue;
        }
        constexpr auto k_options = fs::directory_options::skip_permission_denied;
        fs::recursive_directory_iterator entries{place, k_options, problem};
        for (; !problem && entries != fs::recursive_directory_iterator{} && seen < k_most_files;
             entries.increment(problem)) {
            ++seen;
            std::error_code ignored;
            if (fs::is_regular_file(entries->symlink_status(ignored))) {
                add_if_ours(entries->path(), place, units);
            }
        }
    }
    return units;
}

bool is_hex(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

/// `ENCRYPTION_KEY=` or `ENCRYPTION_KEY_NEXT=` with a value that may be a key.
bool holds_key(std::string_view text)
{
    constexpr std::size_t k_digits = 64;
    for (const std::string_view name : {"ENCRYPTION_KEY=", "ENCRYPTION_KEY_NEXT="}) {
        for (auto at = text.find(name); at != std::string_view::npos;
             at = text.find(name, at + 1)) {
            auto value = text.substr(at + name.size());
            while (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
                value.remove_prefix(1);
            }
            if (value.size() >= k_digits && is_hex(value.substr(0, k_digits))) {
                return true;
            }
        }
    }
    return false;
}

/// The files of `EnvironmentFile=` and `--env-file`.
void add_env_files(const Unit& unit, const fs::path& root, std::set<fs::path>& files)
{
    for (const std::string_view name : {"EnvironmentFile=", "--env-file=", "--env-file "}) {
        const std::string_view text{unit.text};
        for (auto at = text.find(name); at != std::string_view::npos;
             at = text.find(name, at + 1)) {
            auto value = text.substr(at + name.size());
            value = value.substr(0, value.find_first_of(" \t\r\n\"'"));
            if (!value.empty() && value.front() == '-') {
                value.remove_prefix(1); // it need not be there
            }
            if (!value.empty() && value.front() == '/') {
                files.insert(root / fs::path{value}.relative_path());
            }
        }
    }
}

} // namespace

void look_at_units(const Patient& patient)
{
    auto units = units_of(patient.request);
    const auto before = patient.findings.size();
    for (auto& unit : units) {
        if (holds_key(unit.text)) {
            patient.fail(
                fmt::format("{}: the key is written in it; every user can read it there, or with "
                            "systemctl show",
                            shown_path(unit.path)),
                "put it into a file of mode 0600 and name that: "
                "LoadCredential=encryption_key:/etc/syncctl/encryption.key in a unit, "
                "ENCRYPTION_KEY_FILE elsewhere; then syncctl key rotate");
        }
        base::wipe(unit.text);
    }
    if (patient.findings.size() == before) {
        patient.ok(fmt::format("no key in {}",
                               base::counted(units.size(),
                                             "unit or crontab that names syncctl",
                                             "units and crontabs that name syncctl")));
    }
}

void look_at_env_files(const Patient& patient)
{
    std::set<fs::path> files;
    for (const auto& unit : units_of(patient.request)) {
        add_env_files(unit, patient.request.root, files);
    }
    const auto packaged = patient.request.root / "etc/default/syncctl";
    if (is_there(packaged)) {
        files.insert(packaged);
    }
    if (!patient.request.env_file.empty()) {
        files.insert(patient.request.env_file);
    }
    const auto before = patient.findings.size();
    for (const auto& file : files) {
        struct stat info {};

        constexpr mode_t k_others = 077;
        if (::stat(file.c_str(), &info) != 0 || (info.st_mode & k_others) == 0) {
            continue;
        }
        std::string text;
        try {
            text = base::read_file(file, k_max_file);
        } catch (const Error&) { // NOLINT(bugprone-empty-catch): its mode is told all the same
        }
        const auto hint = fmt::format("chmod 600 {}", quoted_path(file));
        if (holds_key(text)) {
            patient.fail(fmt::format("{}: holds the key, and others may read it (mode {:04o})",
                                     shown_path(file),
                                     info.st_mode & 07777U),
                         hint + "; then syncctl key rotate");
        } else {
            patient.warn(fmt::format("{}: others may read or change it (mode {:04o})",
                                     shown_path(file),
                                     info.st_mode & 07777U),
                         hint);
        }
        base::wipe(text);
    }
    if (patient.findings.size() == before) {
        patient.ok(
            base::counted(files.size(), "environment file, private", "environment files, private"));
    }
}

} // namespace syncctl::app::doctor
