#include "marker_search.hpp"

#include "item_document.hpp"

#include "syncctl/base/error.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace syncctl::connectors::files {

namespace {

/// The folder's clock may be behind the one that dated the intent (network file systems).
constexpr std::int64_t k_clock_slack_ms = 10LL * 60 * 1000;

struct Hit {
    std::uint64_t id = 0;
    std::optional<model::WorkItem>
        item; ///< nullopt: has the marker, but cannot be read as a work item
};

class Search {
public:
    Search(int items_folder,
           std::span<const model::Intent> intents,
           const model::Metadata& metadata)
        : m_items_folder{items_folder}, m_metadata{metadata}
    {
        for (const auto& intent : intents) {
            if (!intent.marker.empty()) {
                m_hits.emplace(intent.marker, std::nullopt);
            }
        }
    }

    void read(const Entry& entry)
    {
        const std::string name = item_file_name(entry.id);

        struct stat status {};

        const bool is_other_kind =
            ::fstatat(m_items_folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            !S_ISREG(status.st_mode);
        if (is_other_kind) {
            return; // syncctl only ever makes regular files
        }
        const ReadResult result = read_regular_file(m_items_folder, name);
        if (std::holds_alternative<Absent>(result)) {
            return;
        }
        const auto* content = std::get_if<FileContent>(&result);
        if (content == nullptr || !read_content(entry.id, *content)) {
            m_is_complete = false;
        }
    }

    [[nodiscard]] bool has_all() const
    {
        return std::all_of(
            m_hits.begin(), m_hits.end(), [](const auto& hit) { return hit.second; });
    }

    [[nodiscard]] SettleResult result_for(const model::Intent& intent) const
    {
        const auto hit = m_hits.find(intent.marker);
        if (hit == m_hits.end()) {
            return NotYetKnowable{};
        }
        if (!hit->second) {
            return m_is_complete ? SettleResult{ProvenAbsent{}} : SettleResult{NotYetKnowable{}};
        }
        if (!hit->second->item) {
            return NotYetKnowable{};
        }
        return Found{*hit->second->item};
    }

private:
    /// false: the file is no document, so what it was cannot be known.
    bool read_content(std::uint64_t id, const FileContent& content)
    {
        JsonTree tree;
        try {
            tree = parse_tree(content.text);
        } catch (const Error&) {
            return false;
        }
        const JsonTree* marker = tree.find("marker");
        const std::string* text = marker == nullptr ? nullptr : marker->text();
        const auto hit = text == nullptr ? m_hits.end() : m_hits.find(*text);
        if (hit == m_hits.end() || (hit->second && hit->second->id < id)) {
            return true;
        }
        hit->second = Hit{.id = id, .item = std::nullopt};
        auto item = to_work_item(tree, std::to_string(id), m_metadata);
        if (auto* good = std::get_if<model::WorkItem>(&item)) {
            good->revision = revision_of(content.stamp);
            good->modified_at = modified_at(content.stamp);
            hit->second->item = std::move(*good);
        }
        return true;
    }

    int m_items_folder;
    const model::Metadata& m_metadata;
    std::map<std::string, std::optional<Hit>, std::less<>> m_hits;
    bool m_is_complete = true;
};

} // namespace

std::vector<SettleResult> search_markers(int items_folder,
                                         const Listing& listing,
                                         std::span<const model::Intent> intents,
                                         const model::Metadata& metadata)
{
    Search search{items_folder, intents, metadata};
    std::int64_t since_ms = INT64_MAX;
    for (const auto& intent : intents) {
        since_ms = std::min(since_ms, intent.first_sent_at.ms - k_clock_slack_ms);
    }
    const auto is_recent = [since_ms](const Entry& entry) {
        return modified_at(entry.stamp).ms >= since_ms;
    };
    for (const Entry& entry : listing.entries) {
        if (is_recent(entry)) {
            search.read(entry);
        }
    }
    for (const Entry& entry : listing.entries) {
        if (search.has_all()) {
            break;
        }
        if (!is_recent(entry)) {
            search.read(entry);
        }
    }
    std::vector<SettleResult> results;
    results.reserve(intents.size());
    for (const auto& intent : intents) {
        results.push_back(search.result_for(intent));
    }
    return results;
}

} // namespace syncctl::connectors::files
