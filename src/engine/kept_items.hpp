#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/model/size.hpp"
#include "syncctl/model/work_item.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace syncctl::engine {

/// Items that were read to judge the run, kept for carrying it out. What happens to one meanwhile
/// shows in the next listing; so not for long.
class KeptItems {
public:
    /// More are read a second time: memory stays flat.
    static constexpr std::size_t k_most = 1'000;
    static constexpr std::size_t k_most_octets = std::size_t{32} << 20U;
    static constexpr std::chrono::milliseconds k_longest{std::chrono::minutes{2}};

    void keep(model::WorkItem item, base::Timestamp now)
    {
        const auto octets = model::octets_of(item);
        if (m_items.size() < k_most && m_octets + octets <= k_most_octets) {
            auto id = item.id;
            m_octets += octets;
            m_items.insert_or_assign(std::move(id), Kept{std::move(item), octets, now});
        }
    }

    /// Once; nullopt: it has to be read.
    [[nodiscard]] std::optional<model::WorkItem> take(const std::string& id, base::Timestamp now)
    {
        auto node = m_items.extract(id);
        m_octets -= node.empty() ? 0 : node.mapped().octets;
        const bool is_good = !node.empty() && node.mapped().at <= now &&
                             now.ms - node.mapped().at.ms <= k_longest.count();
        return is_good ? std::optional{std::move(node.mapped().item)} : std::nullopt;
    }

private:
    struct Kept {
        model::WorkItem item;
        std::size_t octets = 0;
        base::Timestamp at;
    };

    std::unordered_map<std::string, Kept> m_items;
    std::size_t m_octets = 0;
};

} // namespace syncctl::engine
