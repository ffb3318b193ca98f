#pragma once

#include "syncctl/model/work_item.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

namespace syncctl::connectors {

/// Items as a listing read them a moment ago, so that the first get() of each costs nothing. A
/// write goes out for the revision that was read, so an edit in between is found by the tracker.
class ListedItems {
public:
    /// More are not kept: memory stays flat, and no item gets old.
    static constexpr std::size_t k_most = 1'000;
    static constexpr std::size_t k_most_octets = std::size_t{32} << 20U;

    void keep(model::WorkItem item);
    /// Once: whoever asks a second time wants to know what it is now.
    [[nodiscard]] std::optional<model::WorkItem> take(const std::string& id);
    void forget(const std::string& id);
    void clear();

private:
    std::unordered_map<std::string, model::WorkItem> m_items;
    std::size_t m_octets = 0;
};

} // namespace syncctl::connectors
