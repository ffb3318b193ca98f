#include "workflow.hpp"

#include "words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>

namespace syncctl::connectors::azure_devops {

namespace {

constexpr std::size_t k_most_states = 1000;

} // namespace

Workflow::Workflow(const nlohmann::json& type)
{
    const auto& transitions = member(type, "transitions");
    if (!transitions.is_object()) {
        return;
    }
    for (const auto& [from, targets] : transitions.items()) {
        if (m_next.size() == k_most_states) {
            break;
        }
        auto& next = m_next[from];
        for (const auto& target : array_or_nothing(targets)) {
            auto to = text_member(target, "to", 256);
            if (!to.empty() && next.size() < k_most_states) {
                next.push_back(std::move(to));
            }
        }
    }
}

bool Workflow::is_initial(std::string_view state) const
{
    const auto initial = m_next.find("");
    return initial != m_next.end() &&
           std::any_of(initial->second.begin(), initial->second.end(), [&](const auto& each) {
               return same_name(each, state);
           });
}

std::map<std::string, std::vector<std::string>> Workflow::transitions() const
{
    std::map<std::string, std::vector<std::string>> transitions{m_next.begin(), m_next.end()};
    transitions.erase("");
    return transitions;
}

std::vector<std::string> Workflow::path(std::string_view from, std::string_view to) const
{
    std::map<std::string, std::string, std::less<>> came_from;
    std::deque<std::string> open{std::string{from}};
    while (!open.empty()) {
        const auto state = open.front();
        open.pop_front();
        const auto next = m_next.find(state);
        if (next == m_next.end()) {
            continue;
        }
        for (const auto& each : next->second) {
            if (same_name(each, from) || !came_from.emplace(each, state).second) {
                continue;
            }
            if (same_name(each, to)) {
                std::vector<std::string> way{each};
                while (!same_name(came_from.at(way.back()), from)) {
                    way.push_back(came_from.at(way.back()));
                }
                std::reverse(way.begin(), way.end());
                return way;
            }
            open.push_back(each);
        }
    }
    return {};
}

std::vector<std::string> Workflow::path_of_new(std::string_view to) const
{
    return path("", to);
}

} // namespace syncctl::connectors::azure_devops
