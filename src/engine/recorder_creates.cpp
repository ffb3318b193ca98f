#include "recorder.hpp"

#include <fmt/format.h>

namespace syncctl::engine {

using model::SyncErrorType;

void Recorder::insert_created(CreatePlan& plan, const connectors::Done& done)
{
    const Side origin_side = model::other(plan.side);
    const auto& partner = done.item;
    auto base = base_after_create(m_state.plan, plan, partner);
    leave_behind(plan, report_shortfalls(plan.side, done), base);
    model::Link link;
    if (!done.shortfalls.empty()) {
        link.state = model::LinkState::error;
    }
    link.pair = m_state.pair.id;
    link.sides[origin_side] = {.item_id = plan.origin.id,
                               .item_type = plan.origin.type,
                               .revision = plan.origin.revision,
                               .modified_at = plan.origin.modified_at,
                               .edited_at = plan.origin.modified_at,
                               .identity = model::identity_mark(plan.origin),
                               .base = std::move(base[origin_side])};
    link.sides[plan.side] = {.item_id = partner.id,
                             .item_type = partner.type,
                             .revision = partner.revision,
                             .modified_at = partner.modified_at,
                             .edited_at = partner.modified_at,
                             .identity = model::identity_mark(partner),
                             .base = std::move(base[plan.side])};
    link.last_direction = plan.side == Side::source ? "to_source" : "to_target";
    link.first_synced_at = m_state.now();
    link.last_synced_at = link.first_synced_at;
    link.sync_count = 1;
    const auto id = m_store.links.insert(link);
    m_state.note(base::events::k_item_created,
                 {{"item", m_state.item_key(plan.side, partner.id)},
                  {"partner", m_state.item_key(origin_side, plan.origin.id)}});
    record_new_doubts(m_state, id, plan.side);
    if (flows_back(m_state.plan, *plan.rules, plan.side)) {
        // In the queue as well, in case the run dies before it has merged the link.
        m_store.journal.queue(m_state.pair.id,
                              origin_side,
                              plan.origin.id,
                              "a new partner's values have to flow back",
                              m_state.now());
        m_state.queued.emplace(std::pair{origin_side, plan.origin.id}, m_state.now());
        m_again.push_back(id);
    }
}

void Recorder::record(CreatePlan& plan, const std::optional<WriteOutcome>& outcome)
{
    const Side origin_side = model::other(plan.side);
    report_left_alone(m_state, plan.left_alone, {plan.origin.id, plan.origin.id});
    if (!outcome) {
        const auto& problem = *plan.problem;
        fail(origin_side, plan.origin.id, problem.type, problem.field, problem.message);
        return;
    }
    if (const auto* done = std::get_if<connectors::Done>(&outcome->result)) {
        if (m_store.links.find(m_state.pair.id, plan.side, done->item.id)) {
            // Not to be believed: what became of it is as unknown as after a lost answer, so the
            // intent stays open and is settled by its marker.
            fail(origin_side,
                 plan.origin.id,
                 SyncErrorType::api,
                 {},
                 fmt::format("the tracker answered the create with item {}, which is linked to "
                             "another item; the next run looks for the new one",
                             m_state.item_key(plan.side, done->item.id)));
            return;
        }
        finish_intent(*outcome);
        unqueue(origin_side, plan.origin.id);
        insert_created(plan, *done);
        m_state.report.counters.created += 1;
        return;
    }
    finish_intent(*outcome);
    if (const auto* signed_out = std::get_if<connectors::SignedOut>(&outcome->result)) {
        turn_away(origin_side, plan.origin.id, *signed_out);
        return;
    }
    const auto failure = failure_of(outcome->result);
    fail(origin_side,
         plan.origin.id,
         failure ? failure->type : SyncErrorType::api,
         failure ? failure->field : "",
         failure ? failure->message : "the tracker refused a new item as out of date");
}

} // namespace syncctl::engine
