#include "syncctl/app/mapping_drafts.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/random.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <span>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace syncctl::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_max_draft = 64U << 20U;
constexpr std::size_t k_max_revision_text = 32;
constexpr std::size_t k_suffix_digits = 16;

/// Beside the text: held by the process that works on it, and the revision it started from.
fs::path lock_beside(const fs::path& file)
{
    return file.parent_path() / "lock";
}

fs::path revision_beside(const fs::path& file)
{
    return file.parent_path() / "started-from";
}

/// `PAIR.0123456789abcdef`; the digits have one length, so that no other pair's name fits.
std::string folder_name(std::string_view pair)
{
    base::SystemRandom random;
    std::uint64_t number = 0;
    random.fill(std::as_writable_bytes(std::span{&number, 1}));
    return fmt::format("{}.{:016x}", pair, number);
}

bool is_folder_of(std::string_view name, std::string_view pair)
{
    return name.size() == pair.size() + 1 + k_suffix_digits && name.starts_with(pair) &&
           name[pair.size()] == '.' &&
           name.find_first_not_of("0123456789abcdef", pair.size() + 1) == std::string_view::npos;
}

/// \throws Error{io} unless it is a folder that nobody else can look into
void require_private(const fs::path& folder)
{
    struct stat info {};

    if (::lstat(folder.c_str(), &info) != 0) {
        base::throw_errno("looking at", folder, errno);
    }
    constexpr unsigned k_others = 077;
    if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & k_others) != 0) {
        throw Error{ErrorCode::io,
                    fmt::format("{} is not a folder that only you can look into", folder.string()),
                    "look who made it, then move it away"};
    }
}

int read_revision(const fs::path& file)
{
    int revision = 0;
    try {
        const auto text = base::read_private_file(revision_beside(file), k_max_revision_text);
        static_cast<void>(std::from_chars(text.data(), text.data() + text.size(), revision));
    } catch (const Error&) {
        return 0; // an edit of nothing: whatever is stored then has to be merged with it
    }
    return std::max(revision, 0);
}

base::Timestamp time_of_change(const fs::path& file)
{
    struct stat info {};

    if (::lstat(file.c_str(), &info) != 0) {
        return {};
    }
    constexpr std::int64_t k_ms_per_second = 1000;
    constexpr std::int64_t k_ns_per_ms = 1'000'000;
    return {info.st_mtim.tv_sec * k_ms_per_second + info.st_mtim.tv_nsec / k_ns_per_ms};
}

} // namespace

Draft::Draft(fs::path file, base::FileLock lock)
    : m_file{std::move(file)},
      m_lock{std::move(lock)},
      m_started_from{read_revision(m_file)},
      m_changed_at{time_of_change(m_file)}
{
}

std::string Draft::text() const
{
    return without_marks(content());
}

std::string Draft::content() const
{
    return base::read_private_file(m_file, k_max_draft);
}

void Draft::write(std::string_view text) const
{
    base::write_file_atomically(m_file, text);
}

void Draft::set_started_from(int revision)
{
    base::write_file_atomically(revision_beside(m_file), fmt::format("{}\n", revision));
    m_started_from = revision;
}

void Draft::discard() noexcept
{
    // The text goes first: without it the rest is no draft any more.
    std::error_code ignored;
    fs::remove(m_file, ignored);
    fs::remove_all(m_file.parent_path(), ignored);
}

DraftFolder::DraftFolder(const fs::path& database, std::string extension)
    : m_extension{std::move(extension)}
{
    std::error_code ignored;
    m_folder = fs::canonical(database, ignored);
    if (ignored) {
        m_folder = database;
    }
    m_folder += ".drafts";
}

Draft DraftFolder::start(std::string_view name, int revision, std::string_view text) const
{
    base::make_private_directory(m_folder);
    require_private(m_folder);
    const auto folder = m_folder / folder_name(name);
    constexpr int k_private_directory = 0700;
    if (::mkdir(folder.c_str(), k_private_directory) != 0) {
        base::throw_errno("making the directory", folder, errno);
    }
    const auto file = folder / fmt::format("{}{}", name, m_extension);
    try {
        auto lock = base::FileLock::acquire(lock_beside(file));
        if (!lock) {
            throw Error{ErrorCode::locked,
                        fmt::format("somebody holds the new folder {}", folder.string())};
        }
        base::create_private_file(revision_beside(file), fmt::format("{}\n", revision));
        base::create_private_file(file, text); // last: only now it is a draft
        base::sync_directory(m_folder);
        return Draft{file, *std::move(lock)};
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        throw;
    }
}

DraftFolder::LeftOver DraftFolder::left_over(std::string_view name) const
{
    LeftOver found;
    std::error_code not_there;
    if (!fs::exists(m_folder, not_there)) {
        return found;
    }
    require_private(m_folder);
    for (const auto& entry : fs::directory_iterator{m_folder}) {
        const auto file = entry.path() / fmt::format("{}{}", name, m_extension);
        if (!is_folder_of(entry.path().filename().string(), name) || entry.is_symlink() ||
            !fs::exists(fs::symlink_status(file, not_there))) {
            continue;
        }
        auto lock = base::FileLock::acquire(lock_beside(file));
        if (!lock) {
            ++found.held_by_others;
        } else if (fs::exists(fs::symlink_status(file, not_there))) {
            found.drafts.push_back(Draft{file, *std::move(lock)});
        }
    }
    std::sort(found.drafts.begin(), found.drafts.end(), [](const Draft& one, const Draft& other) {
        return std::pair{other.m_changed_at, other.m_file} <
               std::pair{one.m_changed_at, one.m_file};
    });
    return found;
}

} // namespace syncctl::app
