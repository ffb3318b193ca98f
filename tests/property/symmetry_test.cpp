#include "cases.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using engine::FieldResult;
using model::Side;
using model::Value;
using test::FieldCase;
using test::for_all;
using test::Generator;

namespace {

/// Within the uncertainty nobody is newer, and the documented tie rule names the source.
bool is_tie(const FieldCase& field)
{
    const auto& at = field.times.modified_at;
    const auto distance =
        at.source > at.target ? at.source.ms - at.target.ms : at.target.ms - at.source.ms;
    return at.source.ms == 0 || at.target.ms == 0 || distance <= field.times.uncertainty.count();
}

/// Asks who is newer, directly or through a person.
bool goes_by_time(const FieldCase& field)
{
    return field.rule.row.strategy == model::Strategy::last_write_wins ||
           (field.decided && field.decided->decision == model::Take::newest);
}

/// An own value of a person is written in terms of the source, so that it has no mirror image.
bool is_set(const FieldCase& field)
{
    return field.decided && field.decided->decision == model::Take::set;
}

std::string mirrored(const std::string& resolution)
{
    if (resolution.starts_with("source")) {
        return "target" + resolution.substr(6);
    }
    return resolution.starts_with("target") ? "source" + resolution.substr(6) : resolution;
}

} // namespace

TEST_CASE("merging does not depend on which side is called source", "[property][merge]")
{
    int compared = 0;
    for_all([&](Generator& random) {
        const auto field = test::a_field(random);
        const bool has_mirror = field.rule.kind == nullptr || field.rule.kind->has_mirror;
        if (!has_mirror || is_set(field) || (goes_by_time(field) && is_tie(field))) {
            return;
        }
        compared += 1;
        const auto one = field.merge();
        const auto other = test::swapped(field).merge();
        INFO("rule " << field.compiled().name());
        CHECK(one.result == other.result);
        CHECK(mirrored(one.resolution) == other.resolution);
        CHECK(one.writes.source == other.writes.target);
        CHECK(one.writes.target == other.writes.source);
        CHECK(one.decision_is_overtaken == other.decision_is_overtaken);
    });
    CHECK(compared > 0);
}

TEST_CASE("a tie goes to the side that is called source, and says so", "[property][merge]")
{
    int ties = 0;
    for_all([&](Generator& random) {
        auto field = test::a_field(random);
        field.rule.row.strategy = model::Strategy::last_write_wins;
        field.decided.reset();
        if (!is_tie(field)) {
            return;
        }
        for (const auto& each : {field, test::swapped(field)}) {
            const auto outcome = each.merge();
            if (outcome.resolution.starts_with("last-write-wins")) {
                ties += 1;
                CHECK(outcome.resolution == "last-write-wins-tie");
                CHECK_FALSE(outcome.writes.source);
            }
        }
    });
    CHECK(ties > 0);
}
