// Who may read and change what is ours.

#include "patient.hpp"

#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace syncctl::app::doctor {

namespace {

namespace fs = std::filesystem;

constexpr mode_t k_permissions = 07777;
constexpr mode_t k_others = 077;
constexpr mode_t k_others_write = 022;
constexpr mode_t k_private = 0600;

fs::path folder_of(const fs::path& database)
{
    return database.has_parent_path() ? database.parent_path() : fs::path{"."};
}

/// The database and everything whose name begins with its name: log, locks, copies.
std::vector<fs::path> files_of(const fs::path& database)
{
    std::vector<fs::path> files;
    std::error_code problem;
    const auto name = database.filename().string();
    for (const auto& entry : fs::directory_iterator{folder_of(database), problem}) {
        const auto other = entry.path().filename().string();
        if (other.compare(0, name.size(), name) == 0) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> key_files(const vault::KeySources& sources)
{
    std::vector<fs::path> files;
    for (const auto& named : {sources.file, sources.next.file}) {
        if (named) {
            files.push_back(*named);
        }
    }
    for (const auto& usual : {sources.default_file, sources.next.default_file}) {
        if (!usual.empty() && is_there(usual)) {
            files.push_back(usual);
        }
    }
    return files;
}

/// What is said of a mode, and what it should be.
struct ModeProblem {
    fs::path path;
    mode_t mode = 0;
    mode_t wanted = 0;
    bool is_grave = false;
};

std::optional<ModeProblem> problem_of(const fs::path& path, bool is_key)
{
    struct stat info {};

    if (::lstat(path.c_str(), &info) != 0 || S_ISLNK(info.st_mode)) {
        return std::nullopt;
    }
    const auto mode = info.st_mode & k_permissions;
    if (S_ISDIR(info.st_mode)) {
        const bool is_sticky = (mode & S_ISVTX) != 0;
        if ((mode & k_others_write) == 0 || is_sticky) {
            return std::nullopt;
        }
        return ModeProblem{path, mode, mode & ~k_others_write, (mode & S_IWOTH) != 0};
    }
    if (!S_ISREG(info.st_mode) || (mode & k_others) == 0) {
        return std::nullopt;
    }
    return ModeProblem{path, mode, k_private, is_key || (mode & S_IWOTH) != 0};
}

/// By descriptor: what is at the path may be exchanged meanwhile. \return 0 or errno
int change_mode(const ModeProblem& problem)
{
    const base::UniqueFd fd{
        ::open(problem.path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};

    struct stat info {};

    if (!fd.is_open() || ::fstat(fd.get(), &info) != 0) {
        return errno;
    }
    if ((info.st_mode & k_permissions) != problem.mode) {
        return EAGAIN;
    }
    return ::fchmod(fd.get(), problem.wanted) == 0 ? 0 : errno;
}

void tell_or_fix(const Patient& patient, const ModeProblem& problem)
{
    const auto told = fmt::format("{}: mode {:04o}, should be {:04o}",
                                  shown_path(problem.path),
                                  problem.mode,
                                  problem.wanted);
    if (patient.request.fixes_modes && !patient.request.is_dry_run) {
        const int failure = change_mode(problem);
        if (failure == 0) {
            patient.ok(fmt::format("{}: mode was {:04o}, is {:04o} now",
                                   shown_path(problem.path),
                                   problem.mode,
                                   problem.wanted));
            return;
        }
        patient.fail(
            fmt::format("{}; changing it: {}", told, base::errno_text(failure)),
            fmt::format("sudo chmod {:04o} {}", problem.wanted, quoted_path(problem.path)));
        return;
    }
    const auto text = patient.request.fixes_modes ? told + " (would be changed)" : told;
    const auto hint = fmt::format("chmod {:04o} {}, or syncctl doctor --fix-modes",
                                  problem.wanted,
                                  quoted_path(problem.path));
    problem.is_grave ? patient.fail(text, hint) : patient.warn(text, hint);
}

bool is_key_text(const fs::path& file)
{
    constexpr std::uintmax_t k_digits = 64;
    std::error_code problem;
    const auto size = fs::file_size(file, problem);
    if (problem || size < k_digits || size > k_digits + 2) {
        return false;
    }
    try {
        auto text = base::read_file(file, k_digits + 2);
        const bool is_key = std::all_of(text.begin(), text.begin() + k_digits, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        });
        base::wipe(text);
        return is_key;
    } catch (const Error&) {
        return false; // another user's
    }
}

bool is_below(const fs::path& file, const fs::path& folder)
{
    std::error_code problem;
    const auto inner = fs::weakly_canonical(file, problem);
    const auto outer = fs::weakly_canonical(folder, problem);
    return !problem &&
           std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first ==
               outer.end();
}

} // namespace

void look_at_file_modes(const Patient& patient)
{
    const auto before = patient.findings.size();
    std::vector<std::pair<fs::path, bool>> paths;
    for (auto& file : files_of(patient.database())) {
        paths.emplace_back(std::move(file), false);
    }
    paths.emplace_back(folder_of(patient.database()), false);
    for (auto& file : key_files(patient.workspace.key_sources())) {
        paths.emplace_back(std::move(file), true);
    }
    for (const auto& [path, is_key] : paths) {
        if (const auto problem = problem_of(path, is_key)) {
            tell_or_fix(patient, *problem);
        }
    }
    if (patient.findings.size() == before) {
        patient.ok("database, its companions, its folder and key files are private");
    }
}

void look_at_owners(const Patient& patient)
{
    const auto before = patient.findings.size();
    auto paths = files_of(patient.database());
    paths.push_back(folder_of(patient.database()));
    for (auto& file : key_files(patient.workspace.key_sources())) {
        paths.push_back(std::move(file));
    }
    for (const auto& path : paths) {
        struct stat info {};

        if (::lstat(path.c_str(), &info) == 0 && info.st_uid != ::geteuid() && info.st_uid != 0) {
            patient.fail(
                fmt::format("{} belongs to uid {}, this is uid {}",
                            shown_path(path),
                            info.st_uid,
                            ::geteuid()),
                fmt::format("sudo -u '#{}' syncctl doctor, when that is the user of the runs; else "
                            "sudo chown $(id -u) {}",
                            info.st_uid,
                            quoted_path(path)));
        }
    }
    if (patient.findings.size() == before) {
        patient.ok("they belong to this user or to root");
    }
}

void look_at_key_near_database(const Patient& patient)
{
    const auto folder = folder_of(patient.database());
    auto suspects = key_files(patient.workspace.key_sources());
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator{folder, problem}) {
        std::error_code ignored;
        if (fs::is_regular_file(entry.symlink_status(ignored)) && is_key_text(entry.path())) {
            suspects.push_back(entry.path());
        }
    }
    const auto before = patient.findings.size();
    for (const auto& file : suspects) {
        if (is_below(file, folder)) {
            patient.fail(fmt::format("{}: a key in the folder of the database; who copies the "
                                     "folder, or its backup, has both",
                                     shown_path(file)),
                         fmt::format("mv {} to a folder that is not backed up with it, and name it "
                                     "with ENCRYPTION_KEY_FILE",
                                     quoted_path(file)));
        }
    }
    if (patient.findings.size() == before) {
        patient.ok("no key in the folder of the database");
    }
}

void look_at_backups(const Patient& patient)
{
    std::size_t count = 0;
    for (const auto& file : files_of(patient.database())) {
        count += file.filename().string().find(".backup-") != std::string::npos ? 1U : 0U;
    }
    if (count == 0) {
        patient.ok("none beside the database");
        return;
    }
    constexpr std::size_t k_many = 5;
    const auto text =
        fmt::format("{} beside the database: on the same disk, and each needs the key of its time",
                    base::counted(count, "backup"));
    count > k_many ? patient.warn(text, "copy what you need elsewhere and remove the rest")
                   : patient.ok(text);
}

} // namespace syncctl::app::doctor
