#include "writer.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace syncctl::connectors::files {

namespace {

constexpr int k_id_attempts = 16;

} // namespace

Writer::Writer(int items_folder,
               std::string items_path,
               const model::Metadata& metadata,
               FolderMemory& memory)
    : m_items_folder{items_folder},
      m_items_path{std::move(items_path)},
      m_metadata{metadata},
      m_memory{memory}
{
}

std::vector<WriteResult> Writer::write(std::span<const Operation> operations)
{
    m_results.assign(operations.size(),
                     Transient{.reason = "not tried", .retry_after = std::nullopt});
    for (std::size_t i = 0; i < operations.size(); ++i) {
        try {
            stage(i, operations[i]);
        } catch (const Error& error) {
            m_results[i] = Transient{.reason = error.message(), .retry_after = std::nullopt};
        }
    }
    sync_staged();
    // A create whose id was taken meanwhile is staged once more, so m_staged must be free for it.
    std::vector<Staged> ready = std::exchange(m_staged, {});
    for (Staged& staged : ready) {
        try {
            publish(staged);
        } catch (const Error& error) {
            discard(staged);
            m_results[staged.index] =
                Transient{.reason = error.message(), .retry_after = std::nullopt};
        }
    }
    for (const Removal& removal : m_removals) {
        try {
            remove(removal);
        } catch (const Error& error) {
            m_results[removal.index] =
                Transient{.reason = error.message(), .retry_after = std::nullopt};
        }
    }
    sync_folder();
    return std::move(m_results);
}

void Writer::sync_staged()
{
    if (m_staged.empty()) {
        return;
    }
    std::vector<std::string> names;
    names.reserve(m_staged.size());
    for (const Staged& staged : m_staged) {
        names.push_back(staged.temp.name);
    }
    if (const int cause = sync_temp_files(m_items_folder, names); cause != 0) {
        for (const Staged& staged : m_staged) {
            discard(staged);
            fail(staged.index, "bringing it to the disk", cause);
        }
        m_staged.clear();
        return;
    }
    // The time of a file just written is the folder's own clock.
    remove_leftovers(m_items_folder, m_memory.leftovers, m_staged.back().temp.stamp.mtime_ns);
    m_memory.leftovers.clear();
}

void Writer::publish(Staged& staged)
{
    if (staged.create != nullptr) {
        publish_new(staged);
    } else {
        publish_update(staged);
    }
}

void Writer::publish_update(const Staged& staged)
{
    // Between this look and the rename lie a few microseconds in which another program's edit would
    // be lost; no file system call compares and renames in one.
    if (revision_now(staged.id) != staged.expected_revision) {
        discard(staged);
        m_results[staged.index] = Stale{};
        return;
    }
    const std::string name = item_file_name(staged.id);
    if (::renameat(m_items_folder, staged.temp.name.c_str(), m_items_folder, name.c_str()) == 0) {
        done(staged);
        return;
    }
    const int cause = errno;
    discard(staged);
    fail_publishing(staged.index, "replacing " + name, cause);
}

void Writer::publish_new(Staged& staged)
{
    for (int attempt = 0; attempt < k_id_attempts; ++attempt) {
        const std::string name = item_file_name(staged.id);
        const int cause = rename_to_new(m_items_folder, staged.temp.name, name);
        if (cause == 0) {
            done(staged);
            return;
        }
        discard(staged);
        if (cause != EEXIST) {
            fail_publishing(staged.index, "creating " + name, cause);
            return;
        }
        // Another program took the id. The document holds it, so it is written anew.
        note_listing();
        const std::size_t index = staged.index;
        stage_create(index, *staged.create);
        if (m_staged.empty()) {
            return; // the reason is booked
        }
        staged = std::move(m_staged.back());
        m_staged.pop_back();
        if (const int failure = sync_temp_files(m_items_folder, {staged.temp.name}); failure != 0) {
            discard(staged);
            fail(index, "bringing it to the disk", failure);
            return;
        }
    }
    discard(staged);
    m_results[staged.index] = Transient{.reason = "another program keeps taking the next free id",
                                        .retry_after = std::nullopt};
}

void Writer::remove(const Removal& removal)
{
    const RemoveItem& operation = *removal.operation;
    const auto id = parse_id(operation.id);
    if (!id) {
        m_results[removal.index] = no_such_id(operation.id);
        return;
    }
    const auto status = stat_item(m_items_folder, *id, m_items_path);
    if (!status || revision_of(stamp_of(*status)) != operation.expected_revision) {
        m_results[removal.index] = Stale{};
        return;
    }
    const std::string name = item_file_name(*id);
    if (!S_ISREG(status->st_mode)) {
        m_results[removal.index] =
            Refused{.reason = fmt::format("{} is not a regular file", name), .field = {}};
        return;
    }
    if (::unlinkat(m_items_folder, name.c_str(), 0) != 0) {
        if (errno == ENOENT) {
            m_results[removal.index] = Stale{};
        } else {
            fail_publishing(removal.index, "removing " + name, errno);
        }
        return;
    }
    if (m_memory.highest_id) {
        m_memory.highest_id = std::max(*m_memory.highest_id, *id);
    }
    model::WorkItem item;
    item.id = operation.id;
    m_results[removal.index] = Done{std::move(item)};
    m_changed.push_back(removal.index);
}

void Writer::sync_folder()
{
    if (m_changed.empty() || ::fsync(m_items_folder) == 0) {
        return;
    }
    const std::string evidence = fmt::format(
        "written, but the folder could not be brought to the disk: {}", base::errno_text(errno));
    for (const std::size_t index : m_changed) {
        m_results[index] = Unknown{evidence};
    }
}

std::optional<model::Revision> Writer::revision_now(std::uint64_t id) const
{
    const auto status = stat_item(m_items_folder, id, m_items_path);
    if (!status) {
        return std::nullopt;
    }
    return revision_of(stamp_of(*status));
}

void Writer::done(const Staged& staged)
{
    m_results[staged.index] = Done{staged.item};
    m_changed.push_back(staged.index);
}

void Writer::discard(const Staged& staged)
{
    ::unlinkat(m_items_folder, staged.temp.name.c_str(), 0);
}

void Writer::fail(std::size_t index, std::string_view doing, int errno_value)
{
    std::string reason =
        fmt::format("{}: {}: {}", m_items_path, doing, base::errno_text(errno_value));
    switch (errno_value) {
    case EACCES:
    case EPERM:
    case EROFS:
        m_results[index] = Refused{.reason = std::move(reason), .field = {}};
        break;
    default:
        m_results[index] = Transient{.reason = std::move(reason), .retry_after = std::nullopt};
    }
}

void Writer::fail_publishing(std::size_t index, const std::string& doing, int errno_value)
{
    if (errno_value == EIO) {
        // The device failed half-way: the name may or may not have changed.
        m_results[index] =
            Unknown{fmt::format("{}: {}: {}", m_items_path, doing, base::errno_text(EIO))};
        return;
    }
    fail(index, doing, errno_value);
}

} // namespace syncctl::connectors::files
