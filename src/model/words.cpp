// The words of every enumeration, as SQL, JSON, the mapping document and the command line use them.

#include "syncctl/model/conflict.hpp"
#include "syncctl/model/execution.hpp"
#include "syncctl/model/intent.hpp"
#include "syncctl/model/link.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/pair.hpp"

#include <array>
#include <utility>

namespace syncctl::model {
namespace {

template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

template <class Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum value)
{
    for (const auto& [each, word] : words) {
        if (each == value) {
            return word;
        }
    }
    return "unknown";
}

template <class Enum, std::size_t N>
std::optional<Enum> value_from(const Words<Enum, N>& words, std::string_view text)
{
    for (const auto& [value, word] : words) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

constexpr Words<FieldType, 10> k_field_types{{{FieldType::text, "text"},
                                              {FieldType::html, "html"},
                                              {FieldType::markdown, "markdown"},
                                              {FieldType::number, "number"},
                                              {FieldType::boolean, "boolean"},
                                              {FieldType::date, "date"},
                                              {FieldType::choice, "choice"},
                                              {FieldType::user, "user"},
                                              {FieldType::list, "list"},
                                              {FieldType::status, "status"}}};
constexpr Words<StatusCategory, 5> k_categories{{{StatusCategory::proposed, "proposed"},
                                                 {StatusCategory::in_progress, "in_progress"},
                                                 {StatusCategory::resolved, "resolved"},
                                                 {StatusCategory::completed, "completed"},
                                                 {StatusCategory::removed, "removed"}}};
constexpr Words<Direction, 3> k_directions{{{Direction::both, "both"},
                                            {Direction::source_to_target, "source-to-target"},
                                            {Direction::target_to_source, "target-to-source"}}};
constexpr Words<Strategy, 4> k_strategies{{{Strategy::last_write_wins, "last-write-wins"},
                                           {Strategy::source_priority, "source-priority"},
                                           {Strategy::target_priority, "target-priority"},
                                           {Strategy::manual, "manual"}}};
constexpr Words<Comparison, 11> k_comparisons{{{Comparison::equal, "="},
                                               {Comparison::different, "!="},
                                               {Comparison::less, "<"},
                                               {Comparison::at_most, "<="},
                                               {Comparison::greater, ">"},
                                               {Comparison::at_least, ">="},
                                               {Comparison::one_of, "in"},
                                               {Comparison::none_of, "not in"},
                                               {Comparison::has, "has"},
                                               {Comparison::is_empty, "is empty"},
                                               {Comparison::is_not_empty, "is not empty"}}};
constexpr Words<DeletePolicy, 3> k_policies{{{DeletePolicy::never, "never"},
                                             {DeletePolicy::close, "close"},
                                             {DeletePolicy::mirror, "mirror"}}};
constexpr Words<Arrow, 3> k_arrows{
    {{Arrow::both, "<->"}, {Arrow::to_target, "->"}, {Arrow::to_source, "<-"}}};
constexpr Words<LinkState, 6> k_link_states{{{LinkState::active, "active"},
                                             {LinkState::conflict, "conflict"},
                                             {LinkState::error, "error"},
                                             {LinkState::source_deleted, "source_deleted"},
                                             {LinkState::target_deleted, "target_deleted"},
                                             {LinkState::paused, "paused"}}};
constexpr Words<Doubt, 2> k_doubts{
    {{Doubt::coarse_revision, "coarse_revision"}, {Doubt::unseen_create, "unseen_create"}}};
constexpr Words<IntentKind, 3> k_intent_kinds{{{IntentKind::create, "create"},
                                               {IntentKind::update, "update"},
                                               {IntentKind::remove, "remove"}}};
constexpr Words<ConflictType, 4> k_conflict_types{{{ConflictType::both_modified, "both_modified"},
                                                   {ConflictType::deleted_source, "deleted_source"},
                                                   {ConflictType::deleted_target, "deleted_target"},
                                                   {ConflictType::type_mismatch, "type_mismatch"}}};
constexpr Words<Take, 4> k_takes{{{Take::source, "source"},
                                  {Take::target, "target"},
                                  {Take::newest, "newest"},
                                  {Take::set, "set"}}};
constexpr Words<ExecutionStatus, 5> k_execution_states{
    {{ExecutionStatus::running, "running"},
     {ExecutionStatus::completed, "completed"},
     {ExecutionStatus::completed_with_errors, "completed_with_errors"},
     {ExecutionStatus::failed, "failed"},
     {ExecutionStatus::cancelled, "cancelled"}}};
constexpr Words<SyncErrorType, 7> k_error_types{{{SyncErrorType::connection, "connection"},
                                                 {SyncErrorType::authentication, "authentication"},
                                                 {SyncErrorType::rate_limit, "rate_limit"},
                                                 {SyncErrorType::validation, "validation"},
                                                 {SyncErrorType::mapping, "mapping"},
                                                 {SyncErrorType::api, "api"},
                                                 {SyncErrorType::internal, "internal"}}};

} // namespace

std::string_view to_string(FieldType type)
{
    return word_of(k_field_types, type);
}

std::optional<FieldType> field_type_from(std::string_view text)
{
    return value_from(k_field_types, text);
}

std::string_view to_string(StatusCategory category)
{
    return word_of(k_categories, category);
}

std::optional<StatusCategory> status_category_from(std::string_view text)
{
    return value_from(k_categories, text);
}

std::string_view to_string(Direction direction)
{
    return word_of(k_directions, direction);
}

std::optional<Direction> direction_from(std::string_view text)
{
    return value_from(k_directions, text);
}

std::string_view to_string(Strategy strategy)
{
    return word_of(k_strategies, strategy);
}

std::optional<Strategy> strategy_from(std::string_view text)
{
    return value_from(k_strategies, text);
}

std::string_view to_string(Comparison comparison)
{
    return word_of(k_comparisons, comparison);
}

std::optional<Comparison> comparison_from(std::string_view text)
{
    return value_from(k_comparisons, text);
}

std::string_view to_string(DeletePolicy policy)
{
    return word_of(k_policies, policy);
}

std::optional<DeletePolicy> delete_policy_from(std::string_view text)
{
    return value_from(k_policies, text);
}

std::string_view to_string(Arrow arrow)
{
    return word_of(k_arrows, arrow);
}

std::optional<Arrow> arrow_from(std::string_view text)
{
    return value_from(k_arrows, text);
}

std::string_view to_string(LinkState state)
{
    return word_of(k_link_states, state);
}

std::optional<LinkState> link_state_from(std::string_view text)
{
    return value_from(k_link_states, text);
}

std::string_view to_string(Doubt doubt)
{
    return word_of(k_doubts, doubt);
}

std::string_view to_string(IntentKind kind)
{
    return word_of(k_intent_kinds, kind);
}

std::optional<IntentKind> intent_kind_from(std::string_view text)
{
    return value_from(k_intent_kinds, text);
}

std::string_view to_string(ConflictType type)
{
    return word_of(k_conflict_types, type);
}

std::optional<ConflictType> conflict_type_from(std::string_view text)
{
    return value_from(k_conflict_types, text);
}

std::string_view to_string(Take take)
{
    return word_of(k_takes, take);
}

std::optional<Take> take_from(std::string_view text)
{
    return value_from(k_takes, text);
}

std::string_view to_string(ExecutionStatus status)
{
    return word_of(k_execution_states, status);
}

std::optional<ExecutionStatus> execution_status_from(std::string_view text)
{
    return value_from(k_execution_states, text);
}

std::string_view to_string(SyncErrorType type)
{
    return word_of(k_error_types, type);
}

std::optional<SyncErrorType> sync_error_type_from(std::string_view text)
{
    return value_from(k_error_types, text);
}

bool allows_writing(Direction direction, Side side)
{
    return direction == Direction::both ||
           (direction == Direction::source_to_target ? side == Side::target : side == Side::source);
}

bool points_to(Arrow arrow, Side side)
{
    return arrow == Arrow::both ||
           (arrow == Arrow::to_target ? side == Side::target : side == Side::source);
}

} // namespace syncctl::model
