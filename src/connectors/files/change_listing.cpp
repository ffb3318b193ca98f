#include "change_listing.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::connectors::files {

namespace {

constexpr std::size_t k_page_size = 1000;

bool entry_before(const Entry& entry, std::uint64_t id)
{
    return entry.id < id;
}

} // namespace

ChangeListing::ChangeListing(int items_folder,
                             const std::string& items_path,
                             Listing listing,
                             Watermark since)
    : m_now{std::move(listing)}, m_since{std::move(since)}
{
    const Snapshot before = decode_snapshot(m_since.bytes).value_or(Snapshot{});
    m_highest_id = std::max(m_now.highest_id(), before.highest_id);
    if (m_now.entries.empty() && !before.marks.empty()) {
        // An emptied folder is no evidence for a single deletion: it looks the same when another
        // file system was mounted there. The old watermark stays, so that a later listing can still
        // tell.
        m_keeps_watermark = true;
        return;
    }
    find_gone(items_folder, items_path, before);
    m_highest_id = std::max(m_now.highest_id(), m_highest_id);
    find_changed(before);
    m_keeps_watermark = m_changed.empty() && m_gone.empty() && m_highest_id == before.highest_id &&
                        !m_since.bytes.empty();
}

void ChangeListing::find_gone(int items_folder,
                              const std::string& items_path,
                              const Snapshot& before)
{
    std::vector<Entry> missed;
    auto entry = m_now.entries.begin();
    for (const Mark& mark : before.marks) {
        while (entry != m_now.entries.end() && entry->id < mark.id) {
            ++entry;
        }
        if (entry != m_now.entries.end() && entry->id == mark.id) {
            continue;
        }
        // readdir may miss a name that is replaced while it runs; only asking for the very name is
        // proof.
        if (const auto status = stat_item(items_folder, mark.id, items_path)) {
            missed.push_back({.id = mark.id, .stamp = stamp_of(*status)});
        } else {
            m_gone.push_back(mark.id);
        }
    }
    for (const Entry& found : missed) {
        const auto place =
            std::lower_bound(m_now.entries.begin(), m_now.entries.end(), found.id, entry_before);
        m_now.entries.insert(place, found);
    }
}

void ChangeListing::find_changed(const Snapshot& before)
{
    auto mark = before.marks.begin();
    for (std::size_t i = 0; i < m_now.entries.size(); ++i) {
        const Entry& entry = m_now.entries[i];
        while (mark != before.marks.end() && mark->id < entry.id) {
            ++mark;
        }
        const bool is_known = mark != before.marks.end() && mark->id == entry.id;
        if (!is_known || mark->hash != hash_of(entry.stamp)) {
            m_changed.push_back(i);
        }
    }
}

std::optional<ChangePage> ChangeListing::next()
{
    const std::size_t total = m_changed.size() + m_gone.size();
    if (m_given == total) {
        return std::nullopt;
    }
    const std::size_t end = std::min(total, m_given + k_page_size);
    ChangePage page;
    page.changes.reserve(end - m_given);
    for (; m_given < end; ++m_given) {
        model::Change change;
        if (m_given < m_changed.size()) {
            const Entry& entry = m_now.entries[m_changed[m_given]];
            change.id = std::to_string(entry.id);
            change.revision = revision_of(entry.stamp);
            change.modified_at = modified_at(entry.stamp);
        } else {
            change.id = std::to_string(m_gone[m_given - m_changed.size()]);
            change.is_deleted = true;
        }
        page.changes.push_back(std::move(change));
    }
    return page;
}

Watermark ChangeListing::watermark() const
{
    if (m_keeps_watermark) {
        return m_since;
    }
    Snapshot snapshot;
    snapshot.highest_id = m_highest_id;
    snapshot.marks.reserve(m_now.entries.size());
    for (const Entry& entry : m_now.entries) {
        snapshot.marks.push_back({.id = entry.id, .hash = hash_of(entry.stamp)});
    }
    return {encode_snapshot(snapshot)};
}

} // namespace syncctl::connectors::files
