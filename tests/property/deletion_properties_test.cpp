#include "link_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace syncctl;
using engine::LinkAction;
using engine::LinkPlan;
using model::ConflictType;
using model::DeletePolicy;
using model::LinkState;
using model::Side;
using model::Take;
using model::Value;
using test::for_all;
using test::Generator;
using test::LinkWorld;

namespace {

ConflictType conflict_about(Side gone)
{
    return gone == Side::source ? ConflictType::deleted_source : ConflictType::deleted_target;
}

Take taking(Side side)
{
    return side == Side::source ? Take::source : Take::target;
}

/// A link that was in step before one side was deleted; its survivor may have been edited.
struct Deletion {
    Deletion(Generator& random, DeletePolicy policy)
        : gone{random.side()}, survivor{model::other(gone)}, world{made(random, policy)}
    {
        world.run();
        world.run();
        const auto& base = world.link.sides[survivor].base;
        if (!base.empty() && random.chance(40)) {
            world.edit(survivor, base.begin()->first, Value{std::string{"edited"}});
        }
        is_edited = std::any_of(base.begin(), base.end(), [&](const auto& entry) {
            return !model::same_value(entry.second, world.value(survivor, entry.first));
        });
        world.erase(gone);
        may_write = model::allows_writing(world.pair.direction, survivor);
    }

    static LinkWorld made(Generator& random, DeletePolicy policy)
    {
        auto pair = test::a_pair(random);
        pair.deletes = policy;
        return test::a_link(random, std::move(pair));
    }

    /// Lets the run show the conflict, and a person decide about it.
    void decide(Take take)
    {
        world.run();
        for (auto& conflict : world.open_conflicts) {
            if (conflict.type == conflict_about(gone)) {
                conflict.decision = take;
            }
        }
    }

    Side gone;
    Side survivor;
    LinkWorld world;
    bool is_edited = false;
    bool may_write = false;
};

} // namespace

TEST_CASE("an edited survivor is a conflict, whatever the policy", "[property][deletions]")
{
    for_all([](Generator& random) {
        const auto policy = random.one_of(
            std::vector{DeletePolicy::never, DeletePolicy::close, DeletePolicy::mirror});
        Deletion deletion{random, policy};
        if (!deletion.is_edited) {
            return;
        }
        const auto plan = deletion.world.plan();
        CHECK_FALSE(plan.writes_anything());
        CHECK(plan.link.state == LinkState::conflict);
        CHECK(plan.opened_conflicts() == 1);
        deletion.world.apply(plan);
        CHECK_FALSE(deletion.world.plan().writes_anything());
        CHECK(deletion.world.plan().conflicts.empty());
    });
}

TEST_CASE("policy never writes nothing", "[property][deletions]")
{
    for_all([](Generator& random) {
        Deletion deletion{random, DeletePolicy::never};
        const auto plan = deletion.world.plan();
        CHECK_FALSE(plan.writes_anything());
        CHECK(plan.action == LinkAction::keep);
    });
}

TEST_CASE("policy close writes the survivor's status and nothing else, once",
          "[property][deletions]")
{
    for_all([](Generator& random) {
        Deletion deletion{random, DeletePolicy::close};
        const auto plan = deletion.world.plan();
        CHECK(plan.action != LinkAction::remove);
        CHECK(plan.writes[deletion.gone].empty());
        const bool is_closed = !deletion.is_edited && deletion.may_write;
        const model::Fields closing = deletion.survivor == Side::source
                                          ? model::Fields{{"State", Value{std::string{"Closed"}}}}
                                          : model::Fields{{"status", Value{std::string{"Done"}}}};
        CHECK(plan.writes[deletion.survivor] == (is_closed ? closing : model::Fields{}));
        deletion.world.apply(plan);
        CHECK_FALSE(deletion.world.plan().writes_anything());
    });
}

TEST_CASE("policy mirror removes the survivor and writes no field", "[property][deletions]")
{
    for_all([](Generator& random) {
        Deletion deletion{random, DeletePolicy::mirror};
        const auto plan = deletion.world.plan();
        CHECK(plan.writes.source.empty());
        CHECK(plan.writes.target.empty());
        const bool is_removed = !deletion.is_edited && deletion.may_write;
        CHECK((plan.action == LinkAction::remove) == is_removed);
        CHECK((!is_removed || plan.remove_side == deletion.survivor));
    });
}

TEST_CASE("a removal that failed is planned again", "[property][deletions]")
{
    for_all([](Generator& random) {
        Deletion deletion{random, DeletePolicy::mirror};
        const auto before = deletion.world.plan().action;
        deletion.world.run({false, false});
        CHECK(deletion.world.is_linked);
        CHECK((before != LinkAction::remove || deletion.world.plan().action == before));
    });
}

TEST_CASE("items that are gone on both sides are forgotten", "[property][deletions]")
{
    for_all([](Generator& random) {
        Deletion deletion{random, DeletePolicy::mirror};
        deletion.world.erase(deletion.survivor);
        const auto plan = deletion.world.plan();
        CHECK(plan.action == LinkAction::forget);
        CHECK_FALSE(plan.writes_anything());
    });
}

TEST_CASE("a person decides about an edit against a deletion", "[property][deletions]")
{
    int decided = 0;
    for_all([&](Generator& random) {
        Deletion deletion{random, DeletePolicy::mirror};
        if (!deletion.is_edited) {
            return;
        }
        decided += 1;
        const bool takes_the_gone = random.chance(50);
        deletion.decide(taking(takes_the_gone ? deletion.gone : deletion.survivor));
        const bool is_edited_again = random.chance(50);
        if (is_edited_again) {
            deletion.world.edit(deletion.survivor, "anything", Value{std::string{"later"}});
        }
        const auto plan = deletion.world.plan();
        CHECK(plan.writes_anything() == (takes_the_gone && !is_edited_again));
        deletion.world.apply(plan);
        const bool is_still_open = takes_the_gone && is_edited_again;
        CHECK((deletion.world.link.state == LinkState::conflict) ==
              (is_still_open || !deletion.world.is_linked));
        CHECK_FALSE(deletion.world.plan().writes_anything());
    });
    CHECK(decided > 0);
}
