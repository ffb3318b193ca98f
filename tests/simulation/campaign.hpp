#pragma once

#include "generate.hpp"
#include "play.hpp"

#include <cstdint>
#include <ostream>
#include <vector>

namespace syncctl::simulation {

struct CampaignOptions {
    std::uint64_t first_seed = 1;
    std::uint64_t max_histories = ~0ULL;
    std::uint64_t seconds = ~0ULL; ///< no history begins later than this
    std::size_t max_failures = 10; ///< then it stops: what follows is mostly the same again
};

struct Failure {
    std::uint64_t seed = 0;
    Script script; ///< shrunk
    std::vector<std::string> violations;
};

struct CampaignReport {
    std::uint64_t histories = 0;
    Tally tally;
    std::vector<Failure> failures;
};

/// Plays the histories of consecutive seeds. Prints failures, each with its shrunk script, as they
/// are found, and the totals at the end.
CampaignReport run_campaign(const CampaignOptions& options, std::ostream& out);

/// Databases live in /dev/shm where it can be written (unless TMPDIR says otherwise): a simulated
/// crash needs no disk.
void use_memory_for_databases();

} // namespace syncctl::simulation
