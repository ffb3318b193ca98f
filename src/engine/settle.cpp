#include "run_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace syncctl::engine {
namespace {

using connectors::SettleResult;
using model::Intent;
using model::IntentKind;
using model::SyncErrorType;

std::optional<model::Value>
converted(const mapping::FieldRule& rule, Side side, const model::Value& value)
{
    auto result = rule.towards(side, value);
    auto* good = std::get_if<model::Value>(&result);
    return good != nullptr ? std::optional{std::move(*good)} : std::nullopt;
}

bool converts_to(const mapping::FieldRule& rule,
                 Side side,
                 const model::Value& value,
                 const model::Value& wanted)
{
    const auto result = converted(rule, side, value);
    return result && rule.is_same_on(side, *result, wanted);
}

/// What a create sent and did not come to store; a value that the tracker chose is none.
bool is_unfinished(const model::Value& stored, const model::Value& sent)
{
    return !model::is_null(sent) && !model::differs_in_space_only(stored, sent);
}

/// How far the two items of a create with a lost answer agree: either may have been edited since.
/// A field without base is merged like one that never agreed, so that no edit is lost.
BothSides<model::Fields> base_of_found(const RunState& state,
                                       const mapping::TypeRules& rules,
                                       const Intent& intent,
                                       const model::WorkItem& origin,
                                       const connectors::Found& found)
{
    const auto& partner = found.item;
    const Side origin_side = model::other(intent.side);
    BothSides<model::Fields> base;
    const auto agree = [&](const mapping::FieldRule& rule,
                           const model::Value& at_origin,
                           const model::Value& at_partner) {
        if (!rule.field(origin_side).empty()) {
            base[origin_side].insert_or_assign(rule.field(origin_side), at_origin);
        }
        if (!rule.field(intent.side).empty()) {
            base[intent.side].insert_or_assign(rule.field(intent.side), at_partner);
        }
    };
    for (const auto& rule : rules.fields) {
        if (!rule.writes(intent.side) || !writable_sides(state.pair.direction)[intent.side]) {
            continue;
        }
        const auto at_origin = rule.field(origin_side).empty()
                                   ? model::Value{}
                                   : model::field_of(origin, rule.field(origin_side));
        const auto at_partner = model::field_of(partner, rule.field(intent.side));
        const auto& sent = model::value_of(intent.fields, rule.field(intent.side));
        if (converts_to(rule, intent.side, at_origin, at_partner)) {
            agree(rule, at_origin, at_partner);
        } else if (found.is_as_created && is_unfinished(at_partner, sent)) {
            agree(rule,
                  converted(rule, origin_side, at_partner).value_or(model::Value{}),
                  at_partner);
        } else if (converts_to(rule, intent.side, at_origin, sent)) {
            // Trimmed or re-wrapped by the tracker is no edit of somebody's.
            agree(rule,
                  at_origin,
                  model::differs_in_space_only(at_partner, sent) ? at_partner : sent);
        } else if (const auto before = converted(rule, origin_side, sent);
                   before && model::same_value(at_partner, sent)) {
            agree(rule, *before, at_partner); // only the origin was edited
        }
    }
    return base;
}

void queue_origin(RunState& state, const Intent& intent, std::string_view reason)
{
    const Side side = intent.kind == IntentKind::create ? model::other(intent.side) : intent.side;
    const auto& item = intent.kind == IntentKind::create ? intent.origin_item : intent.item;
    state.context.store.journal.queue(state.pair.id, side, item, reason, state.now());
}

void tell_settled(RunState& state, const Intent& intent, std::string_view outcome)
{
    state.note(base::events::k_write_settled,
               {{"item", state.item_key(model::other(intent.side), intent.origin_item)},
                {"outcome", outcome}});
    state.tell_events();
}

/// The partner exists, but how far the two agree cannot be told now: a link without a base would
/// make a conflict of the next edit. The create stays open, and says why.
void wait_for_origin(RunState& state, const Intent& intent, const ItemProblem& obstacle)
{
    const Side side = model::other(intent.side);
    state.open_creates.emplace(side, intent.origin_item);
    state.report.counters.failed += 1;
    store::Transaction transaction{state.context.store.database};
    state.context.store.executions.add_error(
        {.execution = state.execution,
         .type = obstacle.type,
         .code = std::string{model::to_string(obstacle.type)},
         .message = "its partner was created, but cannot be linked yet: " + obstacle.message,
         .item = state.item_key(side, intent.origin_item),
         .field = {},
         .created_at = state.now()});
    transaction.commit();
    state.note(base::events::k_item_error,
               {{"item", state.item_key(side, intent.origin_item)},
                {"error_code", model::to_string(obstacle.type)}});
    state.tell_events();
}

const mapping::TypeRules* rules_for(const RunState& state,
                                    const Intent& intent,
                                    const model::WorkItem& origin,
                                    const model::WorkItem& partner)
{
    return intent.side == Side::target ? state.rules.for_types(origin.type, partner.type)
                                       : state.rules.for_types(partner.type, origin.type);
}

/// Why the link of a partner that was found cannot be completed in this run. An origin that is
/// proven gone is no obstacle: the link is what its deletion is about.
std::optional<ItemProblem> obstacle_to_link(const RunState& state,
                                            const Intent& intent,
                                            const connectors::GetResult& origin,
                                            const model::WorkItem& partner)
{
    const auto because = [&](SyncErrorType type, std::string reason) {
        return ItemProblem{.type = type,
                           .side = model::other(intent.side),
                           .field = {},
                           .message = std::move(reason)};
    };
    if (const auto* forbidden = std::get_if<connectors::Forbidden>(&origin)) {
        return because(SyncErrorType::api, forbidden->reason);
    }
    if (const auto* unreadable = std::get_if<connectors::Unreadable>(&origin)) {
        return because(SyncErrorType::api, unreadable->reason);
    }
    const auto* item = std::get_if<model::WorkItem>(&origin);
    if (item != nullptr && rules_for(state, intent, *item, partner) == nullptr) {
        return because(SyncErrorType::mapping,
                       fmt::format("the mapping does not join types '{}' and '{}' any more",
                                   item->type,
                                   partner.type));
    }
    return std::nullopt;
}

/// The partner exists: the link that the killed run could not store is stored now, and merged in
/// this run.
void complete_link(RunState& state, const Intent& intent, const connectors::Found& found)
{
    const auto& partner = found.item;
    auto& store = state.context.store;
    const Side origin_side = model::other(intent.side);
    const bool is_linked =
        store.links.find(state.pair.id, origin_side, intent.origin_item).has_value() ||
        store.links.find(state.pair.id, intent.side, partner.id).has_value();
    const auto read =
        state.connector(origin_side).get(std::vector<std::string>{intent.origin_item}).at(0);
    const auto obstacle = obstacle_to_link(state, intent, read, partner);
    if (obstacle && !is_linked) {
        wait_for_origin(state, intent, *obstacle);
        return;
    }
    const auto* origin = std::get_if<model::WorkItem>(&read);
    const auto* rules = origin == nullptr ? nullptr : rules_for(state, intent, *origin, partner);
    store::Transaction transaction{store.database};
    if (!is_linked) {
        model::Link link;
        link.pair = state.pair.id;
        link.state = model::LinkState::error; // both sides are read before anything else is decided
        auto& at_origin = link.sides[origin_side];
        at_origin.item_id = intent.origin_item;
        at_origin.item_type = origin != nullptr ? origin->type : std::string{};
        auto& at_partner = link.sides[intent.side];
        at_partner.item_id = partner.id;
        at_partner.item_type = partner.type;
        if (rules != nullptr) {
            auto base = base_of_found(state, *rules, intent, *origin, found);
            link.sides.source.base = std::move(base.source);
            link.sides.target.base = std::move(base.target);
        }
        link.first_synced_at = state.now();
        link.last_synced_at = link.first_synced_at;
        store.links.insert(link);
        state.report.counters.created += 1;
    }
    queue_origin(state, intent, "created by an interrupted run");
    store.journal.finish(intent.id);
    transaction.commit();
    tell_settled(state, intent, "stored");
}

void drop_and_retry(RunState& state, const Intent& intent, std::string_view reason)
{
    store::Transaction transaction{state.context.store.database};
    queue_origin(state, intent, reason);
    state.context.store.journal.finish(intent.id);
    transaction.commit();
}

/// Whether an update was stored shows when both items are read again. Until their link was merged
/// the intent stays: what it sent is no edit of somebody's.
void look_again(RunState& state, Intent intent)
{
    constexpr std::string_view k_reason = "interrupted while it was written";
    const bool is_linked =
        state.context.store.links.find(state.pair.id, intent.side, intent.item).has_value();
    if (!state.options.is_dry_run) {
        if (!is_linked) {
            drop_and_retry(state, intent, k_reason);
            return;
        }
        store::Transaction transaction{state.context.store.database};
        queue_origin(state, intent, k_reason);
        transaction.commit();
    }
    if (is_linked) {
        const std::pair key{intent.side, intent.item};
        state.interrupted.insert_or_assign(key, std::move(intent));
    }
}

/// A create is repeated only after two negative probes in different runs, with the connector's
/// settle time between them: a search index may lag behind the write (reliability.md, section 3.1).
void note_not_found(RunState& state, const Intent& intent)
{
    const auto& capabilities = state.capabilities[intent.side];
    const auto since_last = state.now().ms - intent.last_probe_at.ms;
    const bool is_second =
        intent.negative_probes > 0 &&
        since_last >= std::chrono::milliseconds{capabilities.settle_time}.count();
    if (is_second && !capabilities.settles_at_once) {
        drop_and_retry(state, intent, "not found twice after an unclear create");
        tell_settled(state, intent, "not_stored");
        return;
    }
    if (!capabilities.settles_at_once && intent.negative_probes == 0) {
        store::Transaction transaction{state.context.store.database};
        state.context.store.journal.note_negative_probe(intent.id, state.now());
        transaction.commit();
    }
    state.open_creates.emplace(model::other(intent.side), intent.origin_item);
}

/// Whether an earlier run had proof that the link's item on this side is gone.
bool is_known_deleted(RunState& state, const model::Link& link, Side side)
{
    const bool is_source = side == Side::source;
    if (link.state != model::LinkState::conflict) {
        return link.state ==
               (is_source ? model::LinkState::source_deleted : model::LinkState::target_deleted);
    }
    const auto wanted =
        is_source ? model::ConflictType::deleted_source : model::ConflictType::deleted_target;
    const auto open = state.context.store.conflicts.open_of(link.id);
    return std::any_of(
        open.begin(), open.end(), [&](const model::Conflict& each) { return each.type == wanted; });
}

/// Some items of that side that are linked and not known to be deleted.
std::vector<std::string> some_linked_items(RunState& state, Side side)
{
    constexpr std::size_t k_some = 20;
    constexpr std::size_t k_page = 200;
    std::vector<std::string> ids;
    base::LinkId after;
    for (;;) {
        const auto links = state.context.store.links.page(state.pair.id, after, k_page, false);
        for (const auto& link : links) {
            if (!is_known_deleted(state, link, side)) {
                ids.push_back(link.sides[side].item_id);
            }
            if (ids.size() == k_some) {
                return ids;
            }
        }
        if (links.size() < k_page) {
            return ids;
        }
        after = links.back().id;
    }
}

void settle_creates(RunState& state, Side side, const std::vector<Intent>& intents)
{
    if (intents.empty()) {
        return;
    }
    if (!shows_linked_items(state, side)) {
        for (const auto& intent : intents) {
            state.open_creates.emplace(model::other(side), intent.origin_item);
        }
        return;
    }
    const auto results = state.connector(side).settle(intents);
    for (std::size_t i = 0; i < intents.size(); ++i) {
        const auto& intent = intents[i];
        if (const auto* found = std::get_if<connectors::Found>(&results.at(i))) {
            complete_link(state, intent, *found);
        } else if (std::holds_alternative<connectors::ProvenAbsent>(results[i])) {
            drop_and_retry(state, intent, "not created by an interrupted run");
            tell_settled(state, intent, "not_stored");
        } else {
            note_not_found(state, intent);
        }
    }
}

} // namespace

bool shows_linked_items(RunState& state, Side side)
{
    const auto ids = some_linked_items(state, side);
    if (ids.empty()) {
        return true;
    }
    const auto results = state.connector(side).get(ids);
    return std::any_of(results.begin(), results.end(), [](const auto& each) {
        return std::holds_alternative<model::WorkItem>(each);
    });
}

void settle_intents(RunState& state)
{
    BothSides<std::vector<Intent>> creates;
    for (auto& intent : state.context.store.journal.open_intents(state.pair.id)) {
        if (intent.kind == IntentKind::create && state.options.is_dry_run) {
            state.open_creates.emplace(model::other(intent.side), intent.origin_item);
        } else if (intent.kind == IntentKind::create) {
            creates[intent.side].push_back(std::move(intent));
        } else {
            look_again(state, std::move(intent));
        }
    }
    for (const Side side : model::k_sides) {
        settle_creates(state, side, creates[side]);
    }
}

} // namespace syncctl::engine
