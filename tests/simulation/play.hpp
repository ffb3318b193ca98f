#pragma once

#include "script.hpp"

#include <string>
#include <vector>

namespace syncctl::simulation {

/// How much one history has tried.
struct Tally {
    int runs = 0;
    int crashes = 0;
    int faults = 0; ///< happenings that were planned, crashes included
};

/// What came of a history.
struct Outcome {
    std::string trace;                   ///< every step, request and final state as text
    std::vector<std::string> violations; ///< broken promises; empty is good
    Tally tally;
};

/// Plays a history on two fake trackers, a real state database and the real engine, lets everything
/// come to rest, and checks what is left. The same script gives the same trace.
///
/// Steps, beside those of user_action.hpp with the side as their second word (`edit source a ...`):
///   mapping NAME              another document for the pair (mappings.hpp)
///   direction WORD            of the pair: both, source-to-target, target-to-source
///   weather SIDE KEY[=N]...   the tracker's nature: tick (ms), no-cas, settles, search-lag (s),
///                             stale, trims, sorts, offset (ms), per-request (ms), overlap, moved,
///                             omits-forbidden
///   forbid SIDE NAME, allow SIDE
///   rest SECONDS
///   restart                   the next process opens the database
///   decide N TAKE [VALUE]     a person decides the N-th open conflict
///   run [full] [dry] [careful] [batch=N] [limit=N] [storage=N] [SIDE@N=WHAT]...
///       careful: the guard may stop it; storage=N: the process dies at its N-th storage write;
///       SIDE@N=WHAT: at the N-th request to that tracker: lose-response, lose-request, busy,
///       refuse, ignore, fail, fail-after, die, die-after, lag:K, blind-search,
///       or do:STEP, slip:STEP with the words of a user's action, separated by `:`
[[nodiscard]] Outcome play(const Script& script);

} // namespace syncctl::simulation
