#include "model_link.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

using namespace syncctl;
using model::Arrow;
using model::DeletePolicy;
using model::Direction;
using model::Side;
using model::Strategy;
using test::k_fields;
using test::ModelLink;
using test::OracleLink;
using test::PairPolicy;
using test::Say;

namespace {

static_assert(std::has_unique_object_representations_v<OracleLink>);

/// Of anything that is made of links.
struct OctetHash {
    template <class T>
    std::size_t operator()(const T& links) const
    {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(&links), sizeof(links)});
    }
};

/// All histories of one policy: at every step somebody edits, deletes or decides, or syncctl runs.
/// Histories that lead to the same state are followed once from there on, and counted all.
template <std::size_t items>
class Explorer {
public:
    /// So many items on each side, all of them linked.
    using World = std::array<OracleLink, items>;

    explicit Explorer(const PairPolicy& policy) : m_policy{policy}, m_link{policy} {}

    void explore(std::uint64_t depth)
    {
        Level level{{World{}, 1}};
        for (std::uint64_t step = 0; step < depth; ++step) {
            Level next;
            for (const auto& [world, histories] : level) {
                edits(world, histories, next);
                decisions(world, histories, next);
                add(next, after_run(world), histories);
            }
            m_states += level.size();
            level = std::move(next);
        }
        for (const auto& [world, histories] : level) {
            static_cast<void>(after_run(world));
            m_histories += histories;
        }
        m_states += level.size();
    }

    [[nodiscard]] std::size_t link_states() const { return m_runs.size(); }

    [[nodiscard]] std::string summary() const
    {
        return fmt::format("{} histories of {} item(s) through {} states, {} of a single link",
                           m_histories,
                           items,
                           m_states,
                           m_runs.size());
    }

private:
    using Level = std::unordered_map<World, std::uint64_t, OctetHash>;

    static void add(Level& level, const World& world, std::uint64_t histories)
    {
        level[world] += histories;
    }

    void edits(const World& world, std::uint64_t histories, Level& next) const
    {
        for (std::size_t item = 0; item < items; ++item) {
            for (const Side side : model::k_sides) {
                if (world[item].exists[side] == 0) {
                    continue;
                }
                for (std::size_t field = 0; field < k_fields; ++field) {
                    const auto values = m_policy.fields[field].is_list ? 4 : 3;
                    for (test::Code value = 0; value < values; ++value) {
                        edit(world, item, side, field, value, histories, next);
                    }
                }
                auto changed = world;
                changed[item].exists[side] = 0;
                changed[item].now[side] = {};
                changed[item].is_edited[side] = 0;
                add(next, changed, histories);
            }
        }
    }

    static void edit(const World& world,
                     std::size_t item,
                     Side side,
                     std::size_t field,
                     test::Code value,
                     std::uint64_t histories,
                     Level& next)
    {
        if (world[item].now[side][field] == value) {
            return;
        }
        auto changed = world;
        auto& link = changed[item];
        link.now[side][field] = value;
        link.is_edited[side] = 1;
        link.later = side == Side::source ? OracleLink::Later::source : OracleLink::Later::target;
        add(next, changed, histories);
    }

    static void decisions(const World& world, std::uint64_t histories, Level& next)
    {
        for (std::size_t item = 0; item < items; ++item) {
            for (const Say say : {Say::source, Say::target}) {
                for (std::size_t field = 0; field < k_fields; ++field) {
                    if (world[item].waits[field] != 0) {
                        auto changed = world;
                        changed[item].said[field] = say;
                        add(next, changed, histories);
                    }
                }
                if (world[item].state == OracleLink::State::deletion_waits) {
                    auto changed = world;
                    changed[item].said_about_deletion = say;
                    add(next, changed, histories);
                }
            }
        }
    }

    World after_run(World world)
    {
        for (auto& link : world) {
            link = after_run(link);
        }
        return world;
    }

    /// Runs the planner and the oracle side by side. A plan is made of one link and nothing else,
    /// so that each state of a link is tried once.
    const OracleLink& after_run(const OracleLink& before)
    {
        const auto [place, is_new] = m_runs.try_emplace(before, before);
        if (is_new && before.state != OracleLink::State::forgotten) {
            const bool closes = test::run_as_documented(m_policy, place->second);
            const auto difference = m_link.difference(before, place->second, closes);
            if (!difference.empty()) {
                FAIL(fmt::format("{} differs; {}", difference, described(before)));
            }
        }
        return place->second;
    }

    static std::string described(const OracleLink& link)
    {
        const auto side = [&](Side each) {
            return fmt::format("exists {} edited {} holds {} {} {}",
                               link.exists[each],
                               link.is_edited[each],
                               link.now[each][0],
                               link.now[each][1],
                               link.now[each][2]);
        };
        return fmt::format("source {}; target {}; agreed {} {} {}; waits {} {} {}; state {}",
                           side(Side::source),
                           side(Side::target),
                           link.agreed[0],
                           link.agreed[1],
                           link.agreed[2],
                           link.waits[0],
                           link.waits[1],
                           link.waits[2],
                           static_cast<int>(link.state));
    }

    PairPolicy m_policy;
    ModelLink m_link;
    std::unordered_map<OracleLink, OracleLink, OctetHash> m_runs;
    std::uint64_t m_histories = 0;
    std::size_t m_states = 0;
};

struct NamedPolicy {
    std::string name;
    PairPolicy policy;
};

std::vector<NamedPolicy> policies()
{
    constexpr auto both = Arrow::both;
    return {{"last write, manual and list; mirror",
             {{{{both, Strategy::last_write_wins}, {both, Strategy::manual}, {both, {}, true}}},
              Direction::both,
              DeletePolicy::mirror}},
            {"source first, target first and one-way; close",
             {{{{both, Strategy::source_priority},
                {both, Strategy::target_priority},
                {Arrow::to_target}}},
              Direction::both,
              DeletePolicy::close}},
            {"one-way pair; mirror",
             {{{{both, Strategy::manual}, {Arrow::to_source}, {Arrow::to_target, {}, true}}},
              Direction::source_to_target,
              DeletePolicy::mirror}},
            {"manual everywhere; never",
             {{{{both, Strategy::manual}, {both, Strategy::manual}, {Arrow::to_source}}},
              Direction::both,
              DeletePolicy::never}}};
}

/// As deep as fits into ten seconds or so; less where every step costs ten times more.
constexpr std::uint64_t k_slow_build =
#if !defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    1;
#else
    0;
#endif

template <std::size_t items>
void check_all_policies(std::uint64_t depth)
{
    for (const auto& [name, policy] : policies()) {
        INFO("policy: " << name);
        Explorer<items> explorer{policy};
        explorer.explore(depth);
        CHECK(explorer.link_states() > 0);
        WARN(fmt::format("{}, {} steps: {}", name, depth, explorer.summary()));
    }
}

} // namespace

TEST_CASE("after every history of two items the planner does what the manual says",
          "[property][model]")
{
    check_all_policies<2>(test::setting("SYNCCTL_PROPERTY_DEPTH", 5 - k_slow_build));
}

TEST_CASE("after every longer history of one item the planner does what the manual says",
          "[property][model]")
{
    check_all_policies<1>(test::setting("SYNCCTL_PROPERTY_DEPTH_OF_ONE", 8 - k_slow_build));
}
