#include "syncctl/model/conflict.hpp"
#include "syncctl/model/execution.hpp"
#include "syncctl/model/intent.hpp"
#include "syncctl/model/link.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/pair.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace syncctl::model; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

namespace {

/// Every value up to the last has a word of its own that reads back as the same value.
template <class Enum, class From>
void check_words(Enum last, From from)
{
    std::set<std::string_view> words;
    for (int number = 0; number <= static_cast<int>(last); ++number) {
        const auto value = static_cast<Enum>(number);
        const auto word = to_string(value);
        INFO(word);
        CHECK(from(word) == value);
        words.insert(word);
    }
    CHECK(words.size() == static_cast<std::size_t>(last) + 1);
    CHECK_FALSE(from("").has_value());
    CHECK_FALSE(from("unknown").has_value());
}

} // namespace

TEST_CASE("every enumeration has words that read back", "[model]")
{
    check_words(FieldType::status, field_type_from);
    check_words(StatusCategory::removed, status_category_from);
    check_words(Direction::target_to_source, direction_from);
    check_words(Strategy::manual, strategy_from);
    check_words(DeletePolicy::mirror, delete_policy_from);
    check_words(Arrow::to_source, arrow_from);
    check_words(LinkState::paused, link_state_from);
    check_words(IntentKind::remove, intent_kind_from);
    check_words(ConflictType::type_mismatch, conflict_type_from);
    check_words(Take::set, take_from);
    check_words(ExecutionStatus::cancelled, execution_status_from);
    check_words(SyncErrorType::internal, sync_error_type_from);
}

TEST_CASE("a direction says which side may be written", "[model]")
{
    CHECK(allows_writing(Direction::both, Side::source));
    CHECK(allows_writing(Direction::both, Side::target));
    CHECK(allows_writing(Direction::source_to_target, Side::target));
    CHECK_FALSE(allows_writing(Direction::source_to_target, Side::source));
    CHECK(allows_writing(Direction::target_to_source, Side::source));
    CHECK_FALSE(allows_writing(Direction::target_to_source, Side::target));
}

TEST_CASE("an arrow points to the side of its head", "[model]")
{
    CHECK(points_to(*arrow_from("<->"), Side::source));
    CHECK(points_to(*arrow_from("<->"), Side::target));
    CHECK(points_to(*arrow_from("->"), Side::target));
    CHECK_FALSE(points_to(*arrow_from("->"), Side::source));
    CHECK(points_to(*arrow_from("<-"), Side::source));
    CHECK_FALSE(points_to(*arrow_from("<-"), Side::target));
}

TEST_CASE("each side has the other one", "[model]")
{
    CHECK(other(Side::source) == Side::target);
    CHECK(other(Side::target) == Side::source);
    BothSides<int> both{.source = 1, .target = 2};
    both[Side::target] = 3;
    CHECK(both == BothSides<int>{.source = 1, .target = 3});
}
