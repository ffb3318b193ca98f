#pragma once

#include "run_state.hpp"

#include <cstddef>
#include <vector>

namespace syncctl::engine {

/// One remote write of a batch: what is sent, its intent, and where its outcome belongs.
struct Sending {
    connectors::Operation operation;
    std::size_t intent = 0; ///< place in the batch's intents
    bool is_create = false;
    std::size_t plan = 0; ///< place in Batch::links or Batch::creates
};

struct Outbox {
    std::vector<model::Intent> intents;
    BothSides<std::vector<Sending>> sides;
};

/// What a batch sends, with an intent for each operation.
[[nodiscard]] Outbox fill_outbox(const RunState& state, const Batch& batch);

} // namespace syncctl::engine
