#include "listed_items.hpp"

#include <utility>

namespace syncctl::connectors {

void ListedItems::keep(model::WorkItem item)
{
    if (m_items.size() < k_most) {
        auto id = item.id;
        m_items.insert_or_assign(std::move(id), std::move(item));
    }
}

std::optional<model::WorkItem> ListedItems::take(const std::string& id)
{
    auto node = m_items.extract(id);
    return node.empty() ? std::nullopt : std::optional{std::move(node.mapped())};
}

void ListedItems::forget(const std::string& id)
{
    m_items.erase(id);
}

void ListedItems::clear()
{
    m_items.clear();
}

} // namespace syncctl::connectors
