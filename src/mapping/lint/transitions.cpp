#include "lint/status_pair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Side;
using model::TypeInfo;

/// Every pair of statuses is looked at.
constexpr std::size_t k_max_statuses = 100;

/// Which statuses can be reached, directly or over others; asked once per status.
class Reach {
public:
    explicit Reach(const TypeInfo& type) : m_transitions{type.transitions} {}

    [[nodiscard]] bool leads(const std::string& from, const std::string& to)
    {
        auto [entry, is_new] = m_reached.try_emplace(from);
        if (is_new) {
            std::vector<std::string> open{from};
            while (!open.empty()) {
                const auto next = m_transitions.find(open.back());
                open.pop_back();
                if (next == m_transitions.end()) {
                    continue;
                }
                for (const auto& each : next->second) {
                    if (entry->second.insert(each).second) {
                        open.push_back(each);
                    }
                }
            }
        }
        return entry->second.count(to) > 0;
    }

private:
    const std::map<std::string, std::vector<std::string>>& m_transitions;
    std::map<std::string, std::set<std::string>> m_reached;
};

bool may_follow(const TypeInfo& type, const std::string& first, const std::string& next)
{
    if (type.transitions.empty()) {
        return true;
    }
    const auto found = type.transitions.find(first);
    return found != type.transitions.end() &&
           std::find(found->second.begin(), found->second.end(), next) != found->second.end();
}

/// A change on one side and what it would be on the other one.
struct DeadEnd {
    std::string first;
    std::string next;
    std::string first_there;
    std::string next_there;
};

std::vector<DeadEnd>
dead_ends(const TypeInfo& here, const TypeInfo& there, const ValueTable& table, Side to)
{
    Reach reach{there};
    std::vector<DeadEnd> found;
    for (const auto& first : here.statuses) {
        const auto* first_there = table.towards(to, first.name);
        for (const auto& next : here.statuses) {
            const auto* next_there = table.towards(to, next.name);
            const bool is_change = first_there != nullptr && next_there != nullptr &&
                                   *first_there != *next_there &&
                                   may_follow(here, first.name, next.name);
            if (is_change && !reach.leads(*first_there, *next_there)) {
                found.push_back({first.name, next.name, *first_there, *next_there});
            }
        }
    }
    return found;
}

} // namespace

void check_transitions(Lint& lint, const StatusPair& pair)
{
    const ValueTable table{pair.table};
    for (const auto to : model::k_sides) {
        const auto from = model::other(to);
        const auto* here = pair.infos[from];
        const auto* there = pair.infos[to];
        const bool is_known = here != nullptr && there != nullptr && !there->transitions.empty() &&
                              here->statuses.size() <= k_max_statuses;
        if (!is_known || !pair_writes(lint, to)) {
            continue;
        }
        const auto found = dead_ends(*here, *there, table, to);
        if (found.empty()) {
            continue;
        }
        const auto& one = found.front();
        lint.findings.warning(
            pair.place_of(from, one.next),
            fmt::format("'{0}' -> '{1}' of {2} type '{3}' becomes '{4}' -> '{5}' of '{6}', whose "
                        "workflow never leads there{7}",
                        one.first,
                        one.next,
                        model::to_string(from),
                        here->name,
                        one.first_there,
                        one.next_there,
                        there->name,
                        found.size() > 1 ? fmt::format(" (and {} more like it)", found.size() - 1)
                                         : std::string{}),
            "such a change becomes an error of its item; map the statuses in another way, or allow "
            "the change in the workflow");
    }
}

} // namespace syncctl::mapping
