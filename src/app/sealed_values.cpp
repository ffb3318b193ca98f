#include "sealed_values.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace syncctl::app {

namespace {

bool holds(const std::filesystem::path& file, std::string_view needle)
{
    const base::UniqueFd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    if (!fd.is_open()) {
        if (errno == ENOENT) {
            return false;
        }
        base::throw_errno("reading", file, errno);
    }
    constexpr std::size_t k_chunk = std::size_t{256} << 10U;
    std::string window;
    std::string chunk(k_chunk, '\0');
    while (true) {
        const auto got = ::read(fd.get(), chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            base::throw_errno("reading", file, errno);
        }
        if (got == 0) {
            return false;
        }
        window.append(chunk, 0, static_cast<std::size_t>(got));
        if (window.find(needle) != std::string::npos) {
            return true;
        }
        // What begins here may end in the next chunk.
        if (window.size() >= needle.size()) {
            window.erase(0, window.size() - needle.size() + 1);
        }
    }
}

} // namespace

vault::Place place_of(const store::SealedValue& value)
{
    return {.table = value.table, .column = value.column, .row_uuid = value.row};
}

std::vector<std::string> unreadable_values(const vault::Vault& vault,
                                           const std::vector<store::SealedValue>& values)
{
    std::vector<std::string> lines;
    for (const auto& value : values) {
        try {
            static_cast<void>(vault.open(value.envelope, place_of(value)));
        } catch (const Error& error) {
            const auto* kind = value.table == "connectors" ? "connector" : "setting";
            lines.push_back(fmt::format("{} {}: {}", kind, shown(value.owner), error.message()));
        }
    }
    return lines;
}

std::vector<std::filesystem::path> files_with_envelopes(const std::filesystem::path& database,
                                                        std::string_view key_id)
{
    const auto needle = fmt::format("sc1:{}:", key_id);
    std::vector<std::filesystem::path> files;
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        auto file = database;
        file += suffix;
        if (holds(file, needle)) {
            files.push_back(std::move(file));
        }
    }
    return files;
}

} // namespace syncctl::app
