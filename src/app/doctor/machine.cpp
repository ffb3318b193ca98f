// The machine: disk, file system, clock.

#include "patient.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/model/size.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <utility>

namespace syncctl::app::doctor {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(const Patient& patient)
{
    const auto& database = patient.database();
    return database.has_parent_path() ? database.parent_path() : fs::path{"."};
}

std::uint64_t database_size(const fs::path& database)
{
    std::error_code problem;
    const auto size = fs::file_size(database, problem);
    return problem ? 0 : size;
}

} // namespace

void look_at_disk_space(const Patient& patient)
{
    struct statvfs info {};

    if (::statvfs(folder_of(patient).c_str(), &info) != 0) {
        patient.warn("there is no folder for the database yet", "syncctl setup");
        return;
    }
    constexpr std::uint64_t k_mib = std::uint64_t{1} << 20U;
    constexpr std::uint64_t k_least = 16 * k_mib;
    constexpr std::uint64_t k_enough = 256 * k_mib;
    const std::uint64_t free = std::uint64_t{info.f_bavail} * info.f_frsize;
    const auto size = database_size(patient.database());
    const auto text =
        fmt::format("{} MiB free, the database has {} MiB", free / k_mib, size / k_mib);
    if (free < k_least) {
        patient.fail(text, "make room: a run needs space for its log");
    } else if (free < k_enough || free < 2 * size) {
        patient.warn(text + ": compacting and a backup need as much as the database has",
                     "make room, or syncctl cleanup");
    } else {
        patient.ok(text);
    }
}

void look_at_file_system(const Patient& patient)
{
    struct statfs info {};

    if (::statfs(folder_of(patient).c_str(), &info) != 0) {
        patient.ok("not looked at: there is no folder for the database yet");
        return;
    }
    // linux/magic.h; those that share files between machines do not share the log's index.
    constexpr std::array k_shared{std::pair{0x6969UL, "NFS"},
                                  std::pair{0xFF534D42UL, "CIFS"},
                                  std::pair{0xFE534D42UL, "SMB2"},
                                  std::pair{0x517BUL, "SMB"},
                                  std::pair{0x564CUL, "NCP"},
                                  std::pair{0x01021997UL, "9P"},
                                  std::pair{0x5346414FUL, "AFS"},
                                  std::pair{0x00C36400UL, "Ceph"},
                                  std::pair{0x65735546UL, "FUSE"}};
    const auto type = static_cast<unsigned long>(info.f_type) & 0xFFFFFFFFUL;
    for (const auto& [magic, name] : k_shared) {
        if (type == magic) {
            patient.fail(fmt::format("the database is on {}: locks and the write-ahead log are not "
                                     "reliable there",
                                     name),
                         "move it to a local disk (--db FILE)");
            return;
        }
    }
    patient.ok("a local file system");
}

void look_at_clock(const Patient& patient)
{
    const auto now = patient.workspace.now();
    constexpr base::Timestamp k_first_release{1'767'225'600'000}; // 2026-01-01
    if (now < k_first_release) {
        patient.fail(fmt::format("it is {} by this clock", base::format_utc(now)),
                     "set the clock: timedatectl set-ntp true");
        return;
    }
    constexpr std::int64_t k_slack_ms = 5LL * 60 * 1000;
    const auto runs = patient.workspace.reading().executions.list({}, 1);
    if (!runs.empty() && runs.front().started_at.ms > now.ms + k_slack_ms) {
        patient.fail(fmt::format("it is {} by this clock, and the last run began at {}",
                                 base::format_utc(now),
                                 base::format_utc(runs.front().started_at)),
                     "set the clock: timedatectl set-ntp true");
        return;
    }
    patient.ok(fmt::format("it is {}, after all that is stored", base::format_utc(now)));
}

} // namespace syncctl::app::doctor
