#include "listing.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace syncctl::connectors::files {

namespace {

constexpr std::string_view k_suffix = ".json";
constexpr std::size_t k_max_digits = 18;

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

using Directory = std::unique_ptr<DIR, CloseDirectory>;

[[noreturn]] void fail(const std::string& path, int cause)
{
    throw Error{ErrorCode::unavailable,
                fmt::format("{}: cannot be listed: {}", path, base::errno_text(cause)),
                "Check that the folder is mounted and readable."};
}

/// A stream of its own: the descriptor handed in keeps its position.
Directory open_stream(int folder, const std::string& path)
{
    base::UniqueFd own{::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!own.is_open()) {
        fail(path, errno);
    }
    Directory directory{::fdopendir(own.get())};
    if (!directory) {
        fail(path, errno);
    }
    own.release();
    return directory;
}

/// The next name, or nullptr at the end.
const char* next_name(const Directory& directory, const std::string& path)
{
    errno = 0;
    // The stream belongs to this thread alone. NOLINTNEXTLINE(concurrency-mt-unsafe)
    const dirent* entry = ::readdir(directory.get());
    if (entry == nullptr && errno != 0) {
        fail(path, errno);
    }
    return entry == nullptr ? nullptr : &entry->d_name[0];
}

std::optional<std::uint64_t> id_of_file(std::string_view name)
{
    if (name.size() <= k_suffix.size() || name.substr(name.size() - k_suffix.size()) != k_suffix) {
        return std::nullopt;
    }
    return parse_id(name.substr(0, name.size() - k_suffix.size()));
}

/// false: gone since the name was read.
bool stat_name(int folder, const char* name, struct stat& status, const std::string& path)
{
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        return true;
    }
    if (errno != ENOENT) {
        fail(fmt::format("{}/{}", path, name), errno);
    }
    return false;
}

void note_other_name(Listing& listing, std::string_view name)
{
    if (name == "." || name == "..") {
        return;
    }
    if (name.substr(0, k_temp_prefix.size()) == k_temp_prefix) {
        listing.leftovers.emplace_back(name);
        return;
    }
    if (listing.ignored++ == 0) {
        listing.ignored_example = name;
    }
}

} // namespace

std::optional<std::uint64_t> parse_id(std::string_view text)
{
    if (text.empty() || text.size() > k_max_digits || (text.size() > 1 && text.front() == '0')) {
        return std::nullopt;
    }
    std::uint64_t id = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        id = id * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return id;
}

std::string item_file_name(std::uint64_t id)
{
    return std::to_string(id).append(k_suffix);
}

Listing list_items(int items_folder, const std::string& path)
{
    Listing listing;
    const Directory directory = open_stream(items_folder, path);
    while (const char* name = next_name(directory, path)) {
        const auto id = id_of_file(name);
        if (!id) {
            note_other_name(listing, name);
            continue;
        }

        struct stat status {};

        if (stat_name(items_folder, name, status, path)) {
            listing.entries.push_back({.id = *id, .stamp = stamp_of(status)});
        }
    }
    const auto by_id = [](const Entry& one, const Entry& other) { return one.id < other.id; };
    std::sort(listing.entries.begin(), listing.entries.end(), by_id);
    // A name that was replaced while the folder was read can be listed twice.
    const auto same_id = [](const Entry& one, const Entry& other) { return one.id == other.id; };
    listing.entries.erase(std::unique(listing.entries.begin(), listing.entries.end(), same_id),
                          listing.entries.end());
    return listing;
}

bool holds_an_item(int items_folder, const std::string& path)
{
    const Directory directory = open_stream(items_folder, path);
    while (const char* name = next_name(directory, path)) {
        if (id_of_file(name)) {
            return true;
        }
    }
    return false;
}

std::optional<struct stat> stat_item(int items_folder, std::uint64_t id, const std::string& path)
{
    struct stat status {};

    if (!stat_name(items_folder, item_file_name(id).c_str(), status, path)) {
        return std::nullopt;
    }
    return status;
}

} // namespace syncctl::connectors::files
