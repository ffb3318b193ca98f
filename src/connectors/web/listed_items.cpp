#include "listed_items.hpp"

#include "syncctl/model/size.hpp"

#include <utility>

namespace syncctl::connectors {

void ListedItems::keep(model::WorkItem item)
{
    const auto octets = model::octets_of(item);
    if (m_items.size() < k_most && m_octets + octets <= k_most_octets) {
        auto id = item.id;
        m_octets += octets;
        m_items.insert_or_assign(std::move(id), std::move(item));
    }
}

std::optional<model::WorkItem> ListedItems::take(const std::string& id)
{
    auto node = m_items.extract(id);
    m_octets -= node.empty() ? 0 : model::octets_of(node.mapped());
    return node.empty() ? std::nullopt : std::optional{std::move(node.mapped())};
}

void ListedItems::forget(const std::string& id)
{
    static_cast<void>(take(id));
}

void ListedItems::clear()
{
    m_items.clear();
    m_octets = 0;
}

} // namespace syncctl::connectors
