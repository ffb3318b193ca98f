#include "import_plan.hpp"
#include "names.hpp"
#include "pair_schedule.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::size_t k_longest_description = 256;

/// The condition of `SELECT ... WHERE condition [ORDER BY ...]`; nullopt for anything else.
std::optional<std::string> wiql_condition(std::string_view query)
{
    std::string line{query}; // people write one clause in a line
    std::transform(line.begin(), line.end(), line.begin(), [](unsigned char letter) {
        return static_cast<char>(std::isspace(letter) != 0 ? ' ' : letter);
    });
    std::string upper{line};
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    const auto where = upper.find(" WHERE ");
    if (!upper.starts_with("SELECT ") || where == std::string::npos) {
        return std::nullopt;
    }
    constexpr std::size_t k_where_size = 7;
    const auto begin = where + k_where_size;
    const auto order = upper.rfind(" ORDER BY ");
    const auto end = order == std::string::npos || order < begin ? line.size() : order;
    return line.substr(begin, end - begin);
}

/// The filter of an Azure DevOps source: a query, or `{"wiql": "query"}`.
std::optional<std::string> filter_of(const std::string& older, std::string_view connector_type)
{
    if (connector_type != "azure-devops") {
        return std::nullopt;
    }
    try {
        const auto filter = base::parse_json(older, {.max_bytes = 64U << 10U, .max_depth = 8});
        if (filter.is_string()) {
            return wiql_condition(filter.get<std::string>());
        }
        if (filter.is_object() && filter.size() == 1 && filter.contains("wiql") &&
            filter["wiql"].is_string()) {
            return wiql_condition(filter["wiql"].get<std::string>());
        }
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): told as left out
    }
    return std::nullopt;
}

class PairPlanner {
public:
    PairPlanner(const OlderSource& source, ImportPlan& plan, const MadeConnectors& made)
        : m_source{source}, m_plan{plan}, m_made{made}
    {
        for (const auto& link : source.content.links) {
            m_links[link.pair].push_back(&link);
        }
    }

    void add(const store::OlderPair& older)
    {
        PlannedPair planned;
        planned.source = older.source;
        planned.target = older.target;
        auto& pair = planned.pair;
        pair.name = m_names.name_for("pair", older.name, older.id);
        m_what = "pair " + pair.name;
        const auto* source = find_connector(older.source);
        const auto* target = find_connector(older.target);
        if (source == nullptr || target == nullptr || source == target) {
            leave_out(m_what, "its connectors were left out, or are not two");
            return;
        }
        if (is_usable_text(older.description)) {
            pair.description = base::first_code_points(older.description, k_longest_description);
        }
        pair.is_active = older.is_active;
        set_direction(pair, older);
        set_schedule(pair, older);
        set_filter(pair, older, source->config.type);
        planned.mapping = plan_mapping(
            m_source.content, older, pair.direction, source->config.name, target->config.name);
        if (planned.mapping.document.empty()) {
            leave_out("mapping of " + pair.name, "no rule of it could be carried over");
            pair.is_active = false;
        }
        for (const auto& rule : planned.mapping.left_out) {
            leave_out("mapping of " + pair.name, rule);
        }
        add_links(planned, older);
        if (older.is_active && !pair.is_active) {
            m_plan.warnings.push_back(
                fmt::format("{} is disabled: see what was left out, then syncctl pair enable {}",
                            m_what,
                            pair.name));
        }
        m_plan.pairs.push_back(std::move(planned));
    }

    /// Links of pairs that are not there.
    void tell_orphans()
    {
        std::size_t orphans = 0;
        for (const auto& [pair, links] : m_links) {
            orphans += links.size();
        }
        if (orphans != 0) {
            leave_out("links",
                      fmt::format("{} of pairs that do not exist or were left out",
                                  base::counted(orphans, "link")));
        }
    }

private:
    void leave_out(std::string what, std::string why)
    {
        m_plan.left_out.push_back({std::move(what), "left out", std::move(why)});
    }

    [[nodiscard]] const PlannedConnector* find_connector(std::int64_t id) const
    {
        const auto found = std::find_if(m_plan.connectors.begin(),
                                        m_plan.connectors.end(),
                                        [id](const auto& each) { return each.older_id == id; });
        return found == m_plan.connectors.end() ? nullptr : &*found;
    }

    void set_direction(model::Pair& pair, const store::OlderPair& older)
    {
        if (older.direction == "bidirectional") {
            pair.direction = model::Direction::both;
            return;
        }
        pair.direction = model::Direction::source_to_target;
        if (older.direction != "one-way") {
            leave_out(m_what,
                      fmt::format("its direction {}: it goes from source to target here",
                                  shown(older.direction)));
            pair.is_active = false;
        }
    }

    void set_schedule(model::Pair& pair, const store::OlderPair& older)
    {
        if (older.schedule.empty()) {
            return;
        }
        try {
            require_good_schedule(older.schedule);
        } catch (const Error& error) {
            leave_out(m_what, "its schedule: " + error.message());
            return;
        }
        if (older.trigger != "scheduled") {
            leave_out(m_what,
                      fmt::format("its schedule {}: it was not in use", shown(older.schedule)));
            return;
        }
        pair.schedule_cron = older.schedule;
    }

    void set_filter(model::Pair& pair, const store::OlderPair& older, std::string_view type)
    {
        if (older.filter.empty() || older.filter == "null" || older.filter == "{}" ||
            older.filter == "\"\"") {
            return;
        }
        const auto filter = filter_of(older.filter, type);
        if (!filter || !is_usable_text(*filter) || !is_good_filter(older.source, *filter)) {
            // Without it the pair would take in more items than before.
            leave_out(m_what, "its filter: write it as syncctl pair edit --source-filter takes it");
            pair.is_active = false;
            return;
        }
        pair.source_filter = *filter;
    }

    /// Whether its connector takes it, as far as that can be told.
    [[nodiscard]] bool is_good_filter(std::int64_t connector, const std::string& filter) const
    {
        const auto made = m_made.find(connector);
        return made == m_made.end() || !made->second->filter_problem(filter);
    }

    void add_links(PlannedPair& planned, const store::OlderPair& older)
    {
        const auto found = m_links.find(older.id);
        if (found == m_links.end()) {
            return;
        }
        std::map<std::string, std::size_t> reasons;
        model::BothSides<std::set<std::string>> taken;
        for (const auto* link : found->second) {
            auto ours = link_of(*link, older);
            const auto why = objection(*link, ours, taken);
            if (!why.empty()) {
                ++reasons[why];
                ++planned.links_left_out;
                continue;
            }
            taken.source.insert(ours.sides.source.item_id);
            taken.target.insert(ours.sides.target.item_id);
            planned.links.push_back(std::move(ours));
        }
        for (const auto& [why, count] : reasons) {
            leave_out("links of " + planned.pair.name,
                      fmt::format("{}: {}", base::counted(count, "link"), why));
        }
        m_links.erase(found);
    }

    /// The older tool may have written a link from either end.
    static model::Link link_of(const store::OlderLink& older, const store::OlderPair& pair)
    {
        const bool is_turned = older.source_connector == pair.target;
        model::Link link;
        auto& one = is_turned ? link.sides.target : link.sides.source;
        auto& other = is_turned ? link.sides.source : link.sides.target;
        // No revision and no base: the next run reads both sides and merges them as never agreed.
        one.item_id = older.source_item;
        one.item_type = older.source_type;
        other.item_id = older.target_item;
        other.item_type = older.target_type;
        if (older.status == "paused") {
            link.state = model::LinkState::paused;
        }
        return link;
    }

    static std::string objection(const store::OlderLink& older,
                                 const model::Link& link,
                                 const model::BothSides<std::set<std::string>>& taken)
    {
        if (older.status == "deleted") {
            return "one of its items was deleted";
        }
        constexpr std::size_t k_longest = 200;
        for (const auto side : model::k_sides) {
            for (const auto& text : {link.sides[side].item_id, link.sides[side].item_type}) {
                if (text.empty() || text.size() > k_longest || base::term_safe(text) != text) {
                    return "an id or type that cannot be one";
                }
            }
            if (taken[side].count(link.sides[side].item_id) != 0) {
                return "its item is linked to another one as well";
            }
        }
        return {};
    }

    const OlderSource& m_source;
    ImportPlan& m_plan;
    const MadeConnectors& m_made;
    NameGiver m_names;
    std::map<std::int64_t, std::vector<const store::OlderLink*>> m_links;
    std::string m_what;
};

} // namespace

void plan_pairs(const OlderSource& source, ImportPlan& plan, const MadeConnectors& made)
{
    PairPlanner planner{source, plan, made};
    for (const auto& pair : source.content.pairs) {
        planner.add(pair);
    }
    planner.tell_orphans();
}

} // namespace syncctl::app
