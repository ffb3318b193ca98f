#include "filter_memory.hpp"

#include "id_pages.hpp"
#include "wiql.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::azure_devops {

void FilterMemory::note_read(std::vector<std::string> ids)
{
    m_recent = std::move(ids);
    m_known.clear();
}

bool FilterMemory::holds(const std::string& project,
                         const std::string& condition,
                         const std::string& id)
{
    if (m_known[condition].count(id) == 0) {
        ask(project, condition, id);
    }
    return m_known[condition].at(id);
}

void FilterMemory::ask(const std::string& project,
                       const std::string& condition,
                       const std::string& id)
{
    auto& known = m_known[condition];
    std::vector<std::string> ids{id};
    for (const auto& recent : m_recent) {
        if (ids.size() < k_batch && recent != id && known.count(recent) == 0) {
            ids.push_back(recent);
        }
    }
    // A condition is parenthesised as a whole: its own `OR` must not reach ours.
    const auto matching =
        query_ids(m_api, project, fmt::format("({}) AND {}", condition, is_one_of(ids)));
    for (auto& each : ids) {
        known[std::move(each)] = false;
    }
    for (const auto& each : matching) {
        known[each] = true;
    }
}

} // namespace syncctl::connectors::azure_devops
