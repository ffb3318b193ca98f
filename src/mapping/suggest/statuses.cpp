#include "document_text.hpp"
#include "suggest/known_names.hpp"
#include "suggest/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace syncctl::mapping {
namespace {

using model::Arrow;
using model::Side;

constexpr int k_same_name = 97;
constexpr int k_same_category = 75;
constexpr int k_waiting = 55; ///< on hold is no work, but nearer to it than to anything else
constexpr int k_near_category = 50;

/// A status with its words, in the tracker's order.
struct Status {
    const model::StatusInfo* info = nullptr;
    NameWords words;
    int place = 0; ///< within its category
};

std::vector<Status> statuses_of(const model::TypeInfo& type)
{
    std::vector<Status> statuses;
    std::set<std::string> seen;
    std::map<model::StatusCategory, int> places;
    for (const auto& status : type.statuses) {
        if (statuses.size() < k_max_suggested_statuses && is_usable_name(status.name) &&
            seen.insert(status.name).second) {
            statuses.push_back({&status, words_of(status.name), places[status.category]++});
        }
    }
    return statuses;
}

struct Likeness {
    int score = 0;
    std::string reason;
};

/// How far two categories are apart in the life of an item; removed is next to completed.
int distance(model::StatusCategory one, model::StatusCategory other)
{
    return std::abs(static_cast<int>(one) - static_cast<int>(other));
}

Likeness likeness(const Status& source, const Status& target)
{
    const bool same_category = source.info->category == target.info->category;
    if (source.words.joined == target.words.joined && !source.words.joined.empty()) {
        return {same_category ? k_same_name : 85,
                same_category ? "same name, same category" : "same name"};
    }
    const auto known_source = known_status(source.words);
    const auto known_target = known_status(target.words);
    if (same_category && !known_source.meaning.empty() &&
        known_source.meaning == known_target.meaning) {
        return {std::min(known_source.weight, known_target.weight),
                "known pair of names, same category"};
    }
    const auto waits = [](const KnownName& known) { return known.meaning == "waiting"; };
    if (same_category && waits(known_source) != waits(known_target)) {
        return {k_waiting, "same category, but one waits"};
    }
    if (same_category) {
        return {std::max(60, k_same_category - 2 * std::abs(source.place - target.place)),
                fmt::format("same category ({})", model::to_string(source.info->category))};
    }
    const auto apart = distance(source.info->category, target.info->category);
    return {k_near_category - 10 * apart,
            fmt::format("nearest category ({} -> {})",
                        model::to_string(source.info->category),
                        model::to_string(target.info->category))};
}

/// What the lines so far say about one type pair.
struct PairTables {
    model::BothSides<std::set<std::string>> known; ///< its statuses
    model::BothSides<std::map<std::string, std::string>> towards;
};

class StatusPlanner {
public:
    StatusPlanner(const SuggestRequest& request, const std::vector<TypePair>& pairs)
        : m_pairs{pairs}, m_may{may_write(request, Side::source), may_write(request, Side::target)}
    {
        for (const auto& pair : pairs) {
            PairTables tables;
            for (const auto side : model::k_sides) {
                for (const auto& status : pair.type(side).statuses) {
                    tables.known[side].insert(status.name);
                }
            }
            m_tables.push_back(std::move(tables));
        }
    }

    StatusPlan run()
    {
        for (std::size_t i = 0; i < m_pairs.size(); ++i) {
            const auto first = m_plan.lines.size();
            plan_pair(i);
            sort_lines(m_pairs[i], first);
        }
        return std::move(m_plan);
    }

private:
    struct Ends {
        std::string source;
        std::string target;

        [[nodiscard]] const std::string& on(Side side) const
        {
            return side == Side::source ? source : target;
        }
    };

    /// In the order in which items go through them, as the source lists it.
    void sort_lines(const TypePair& pair, std::size_t first)
    {
        const auto place = [](const model::TypeInfo& type, const std::string& name) {
            return std::find_if(type.statuses.begin(),
                                type.statuses.end(),
                                [&](const auto& status) { return status.name == name; }) -
                   type.statuses.begin();
        };
        using Place = std::pair<std::ptrdiff_t, std::ptrdiff_t>;
        std::vector<std::pair<Place, std::size_t>> order;
        order.reserve(m_plan.lines.size() - first);
        for (auto i = first; i < m_plan.lines.size(); ++i) {
            const auto& ends = m_ends[i];
            order.push_back(
                {{place(*pair.source, ends.source), place(*pair.target, ends.target)}, i});
        }
        std::sort(order.begin(), order.end());
        std::vector<PlannedLine> sorted;
        std::vector<Ends> ends;
        sorted.reserve(order.size());
        ends.reserve(order.size());
        for (const auto& each : order) {
            sorted.push_back(std::move(m_plan.lines[each.second]));
            ends.push_back(std::move(m_ends[each.second]));
        }
        const auto offset = static_cast<std::ptrdiff_t>(first);
        std::move(sorted.begin(), sorted.end(), m_plan.lines.begin() + offset);
        std::move(ends.begin(), ends.end(), m_ends.begin() + offset);
    }

    void plan_pair(std::size_t index)
    {
        const auto& pair = m_pairs[index];
        model::BothSides<bool> ways = m_may;
        for (const auto side : model::k_sides) {
            const auto* field = pair.type(side).status_field();
            if (field == nullptr) {
                m_plan.notes.push_back(fmt::format("no statuses for {}, which has no status field",
                                                   pair.type(side).name));
                return;
            }
            ways[side] = ways[side] && !field->is_readonly;
        }
        const auto arrow = arrow_for(ways);
        if (!arrow) {
            return;
        }
        const model::BothSides<std::vector<Status>> statuses{statuses_of(*pair.source),
                                                             statuses_of(*pair.target)};
        pair_up(index, statuses, *arrow);
        for (const auto to : model::k_sides) {
            if (ways[to]) {
                bring_rest(index, statuses, to);
            }
        }
    }

    /// The main lines: equal and known names, then the first of each category that has none yet.
    void
    pair_up(std::size_t index, const model::BothSides<std::vector<Status>>& statuses, Arrow arrow)
    {
        using Candidate = std::tuple<int, std::size_t, std::size_t>; // -score, source, target
        std::vector<Candidate> candidates;
        for (std::size_t i = 0; i < statuses.source.size(); ++i) {
            for (std::size_t j = 0; j < statuses.target.size(); ++j) {
                const auto& source = statuses.source[i];
                const auto& target = statuses.target[j];
                const auto score = likeness(source, target).score;
                if (score > k_waiting &&
                    (score > k_same_category || source.info->category == target.info->category)) {
                    candidates.emplace_back(-score, i, j);
                }
            }
        }
        std::sort(candidates.begin(), candidates.end());
        std::set<model::StatusCategory> served = open_stands_for_work(statuses, arrow);
        for (const auto& [score, i, j] : candidates) {
            const auto& source = statuses.source[i];
            const auto& target = statuses.target[j];
            const bool is_by_name = -score > k_same_category;
            if (is_by_name || !served.contains(source.info->category)) {
                if (take(source, target, arrow) || is_paired(index, source, target)) {
                    served.insert(source.info->category);
                    served.insert(target.info->category);
                }
            }
        }
    }

    /// Where one side has nothing between open and resolved but waiting, its open stands for work
    /// on the other one: an item that waits or is opened comes back as one in work.
    std::set<model::StatusCategory>
    open_stands_for_work(const model::BothSides<std::vector<Status>>& statuses, Arrow arrow)
    {
        using model::StatusCategory;
        const auto first_of = [&](Side side, StatusCategory category) {
            const auto& all = statuses[side];
            const auto found = std::find_if(all.begin(), all.end(), [&](const Status& status) {
                return status.info->category == category &&
                       known_status(status.words).meaning != "waiting";
            });
            return found == all.end() ? nullptr : &*found;
        };
        for (const auto side : model::k_sides) {
            const auto* open = first_of(side, StatusCategory::proposed);
            const auto* work = first_of(model::other(side), StatusCategory::in_progress);
            if (open == nullptr || work == nullptr ||
                first_of(side, StatusCategory::in_progress) != nullptr) {
                continue;
            }
            const auto& source = side == Side::source ? *open : *work;
            const auto& target = side == Side::source ? *work : *open;
            if (take(source, target, arrow, {60, "the other side has no status for work"})) {
                return {StatusCategory::proposed, StatusCategory::in_progress};
            }
        }
        return {};
    }

    [[nodiscard]] bool
    is_paired(std::size_t index, const Status& source, const Status& target) const
    {
        const auto& towards = m_tables[index].towards;
        const auto to_target = towards.target.find(source.info->name);
        const auto to_source = towards.source.find(target.info->name);
        return to_target != towards.target.end() && to_source != towards.source.end() &&
               to_target->second == target.info->name && to_source->second == source.info->name;
    }

    /// Every status without a line goes to the nearest one that has a way back, so that it settles.
    void
    bring_rest(std::size_t index, const model::BothSides<std::vector<Status>>& statuses, Side to)
    {
        const auto from = model::other(to);
        for (const auto& status : statuses[from]) {
            if (m_tables[index].towards[to].contains(status.info->name)) {
                continue;
            }
            std::vector<std::pair<int, const Status*>> candidates;
            candidates.reserve(statuses[to].size());
            for (const auto& partner : statuses[to]) {
                const auto& source = from == Side::source ? status : partner;
                const auto& target = from == Side::source ? partner : status;
                candidates.emplace_back(-likeness(source, target).score, &partner);
            }
            std::stable_sort(candidates.begin(),
                             candidates.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            const auto arrow = to == Side::target ? Arrow::to_target : Arrow::to_source;
            const bool is_taken =
                std::any_of(candidates.begin(), candidates.end(), [&](const auto& candidate) {
                    const auto& partner = *candidate.second;
                    return has_way_back(index, partner, from) &&
                           (from == Side::source ? take(status, partner, arrow)
                                                 : take(partner, status, arrow));
                });
            if (!is_taken) {
                m_plan.notes.push_back(
                    fmt::format("no line for status {} of {}: there is nothing to bring it to",
                                status.info->name,
                                m_pairs[index].type(from).name));
            }
        }
    }

    /// In a pair that writes one side only nothing comes back, and everything settles.
    [[nodiscard]] bool has_way_back(std::size_t index, const Status& partner, Side from) const
    {
        const auto& back = m_tables[index].towards[from];
        return back.empty() || back.contains(partner.info->name);
    }

    bool take(const Status& source, const Status& target, Arrow arrow)
    {
        return take(source, target, arrow, likeness(source, target));
    }

    bool take(const Status& source, const Status& target, Arrow arrow, const Likeness& like)
    {
        const Ends ends{source.info->name, target.info->name};
        for (const auto& tables : m_tables) {
            if (concerns_pair(tables, ends) && !stays_good(tables, ends, arrow)) {
                return false;
            }
        }
        for (auto& tables : m_tables) {
            if (concerns_pair(tables, ends)) {
                add(tables, ends, arrow);
            }
        }
        const auto rule = rule_line(ends.source, arrow, ends.target);
        m_plan.lines.push_back({rule, scalar(rule), like.score, like.reason, true});
        m_ends.push_back(ends);
        return true;
    }

    static bool concerns_pair(const PairTables& tables, const Ends& ends)
    {
        return tables.known.source.contains(ends.source) &&
               tables.known.target.contains(ends.target);
    }

    static void add(PairTables& tables, const Ends& ends, Arrow arrow)
    {
        for (const auto side : model::k_sides) {
            if (model::points_to(arrow, side)) {
                tables.towards[side].emplace(ends.on(model::other(side)), ends.on(side));
            }
        }
    }

    /// Still one answer for each status, and every status comes to rest (as the linter wants it).
    static bool stays_good(const PairTables& before, const Ends& ends, Arrow arrow)
    {
        for (const auto side : model::k_sides) {
            if (model::points_to(arrow, side) &&
                before.towards[side].contains(ends.on(model::other(side)))) {
                return false;
            }
        }
        PairTables tables{{}, before.towards};
        add(tables, ends, arrow);
        for (const auto side : model::k_sides) {
            for (const auto& [from, there] : tables.towards[side]) {
                const auto back = tables.towards[model::other(side)].find(there);
                const auto again = back == tables.towards[model::other(side)].end()
                                       ? tables.towards[side].end()
                                       : tables.towards[side].find(back->second);
                if (again != tables.towards[side].end() && again->second != there) {
                    return false;
                }
            }
        }
        return true;
    }

    const std::vector<TypePair>& m_pairs;
    model::BothSides<bool> m_may;
    std::vector<PairTables> m_tables;
    StatusPlan m_plan;
    std::vector<Ends> m_ends; ///< of the plan's lines
};

} // namespace

StatusPlan plan_statuses(const SuggestRequest& request, const std::vector<TypePair>& pairs)
{
    return StatusPlanner{request, pairs}.run();
}

} // namespace syncctl::mapping
