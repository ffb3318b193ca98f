#include "recorder.hpp"

namespace syncctl::engine {

std::vector<base::LinkId> record_outcomes(RunState& state, Batch& batch, const Outcomes& outcomes)
{
    Recorder recorder{state};
    store::Transaction transaction{state.context.store.database};
    for (std::size_t i = 0; i < batch.links.size(); ++i) {
        recorder.record(batch.links[i], outcomes.links[i]);
    }
    for (std::size_t i = 0; i < batch.creates.size(); ++i) {
        recorder.record(batch.creates[i], outcomes.creates[i]);
    }
    for (const auto& failure : batch.failures) {
        recorder.record(failure);
    }
    for (const auto& [side, item_id] : batch.dropped) {
        recorder.unqueue(side, item_id);
        state.report.counters.unchanged += 1;
    }
    for (const auto& [side, item_id] : batch.waiting) {
        recorder.wait(side, item_id);
        state.report.counters.unchanged += 1;
    }
    transaction.commit();
    state.tell_events();
    return recorder.take_again();
}

} // namespace syncctl::engine
