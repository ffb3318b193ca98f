#pragma once

#include "user_action.hpp"

#include "syncctl/engine/run_pair.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::simulation {

/// `SIDE@REQUEST=WHAT` of a run step.
struct PlannedHappening {
    model::Side side = model::Side::source;
    int request = 0;
    std::string what;
};

/// A run step, read.
struct RunWords {
    engine::RunOptions options;
    int storage_dies_at = 0; ///< 0: never
    std::vector<PlannedHappening> happenings;
};

[[nodiscard]] RunWords run_words_from(const std::vector<std::string>& words);
/// \param names of the tracker where it happens; outlives the run
[[nodiscard]] test::Happening happening_from(const PlannedHappening& planned, NameBook& names);
[[nodiscard]] int number_from(std::string_view text);

} // namespace syncctl::simulation
