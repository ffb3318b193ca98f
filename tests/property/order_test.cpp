#include "engine/merge.hpp"
#include "generator.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace syncctl;
using model::Side;
using model::Value;
using test::for_all;
using test::Generator;

namespace {

/// What somebody wrote into a field, and when.
struct Edit {
    std::string value;
    std::int64_t at = 0;
};

/// Edits of the same field that differ from each other and from the base.
std::array<Edit, 3> three_edits(Generator& random)
{
    const auto some_time = [&] { return static_cast<std::int64_t>(random.below(6)) * 1000; };
    return {Edit{"a", some_time()}, Edit{"b", some_time()}, Edit{"c", some_time()}};
}

struct Meeting {
    std::string winner;
    bool is_tie = false;
};

/// Both edits meet in a field that follows the last write.
Meeting meet(const Edit& source, const Edit& target, std::int64_t uncertainty)
{
    model::FieldMappingRow row;
    row.source_field = "S";
    row.target_field = "T";
    const mapping::FieldRule rule{row, model::Strategy::last_write_wins};
    const Value base = std::string{"old"};
    engine::ItemTimes times;
    times.modified_at = {{source.at}, {target.at}};
    times.uncertainty = std::chrono::milliseconds{uncertainty};
    const auto outcome = engine::merge_field({.rule = rule,
                                              .may_write = {true, true},
                                              .base = {base, base},
                                              .current = {source.value, target.value},
                                              .decided = nullptr},
                                             times);
    REQUIRE(outcome.result == engine::FieldResult::write);
    REQUIRE(outcome.writes.source.has_value() != outcome.writes.target.has_value());
    const auto& written = outcome.writes.target ? outcome.writes.target : outcome.writes.source;
    return {.winner = std::get<std::string>(*written),
            .is_tie = outcome.resolution == "last-write-wins-tie"};
}

bool beats(const Edit& one, const Edit& other, std::int64_t uncertainty)
{
    const auto meeting = meet(one, other, uncertainty);
    return !meeting.is_tie && meeting.winner == one.value;
}

} // namespace

TEST_CASE("of two edits the same one wins, on whichever side it was made", "[property][order]")
{
    for_all([](Generator& random) {
        const auto edits = three_edits(random);
        const auto uncertainty = static_cast<std::int64_t>(random.below(3)) * 1000;
        const auto one = meet(edits[0], edits[1], uncertainty);
        const auto other = meet(edits[1], edits[0], uncertainty);
        CHECK(one.is_tie == other.is_tie);
        CHECK((one.is_tie || one.winner == other.winner));
        CHECK((!one.is_tie || (one.winner == edits[0].value && other.winner == edits[1].value)));
    });
}

TEST_CASE("the later edit wins", "[property][order]")
{
    for_all([](Generator& random) {
        const auto edits = three_edits(random);
        if (beats(edits[0], edits[1], 0)) {
            CHECK(edits[0].at > edits[1].at);
        }
    });
}

TEST_CASE("what beats a winner beats its loser", "[property][order]")
{
    int chains = 0;
    for_all([&](Generator& random) {
        const auto edits = three_edits(random);
        const auto uncertainty = static_cast<std::int64_t>(random.below(3)) * 1000;
        if (beats(edits[0], edits[1], uncertainty) && beats(edits[1], edits[2], uncertainty)) {
            chains += 1;
            CHECK(beats(edits[0], edits[2], uncertainty));
        }
    });
    CHECK(chains > 0);
}
