#pragma once

#include "syncctl/model/value.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace syncctl::test {

class FakeTracker;

/// The lasting nature of a fake tracker, at its worst where switched on. Nothing here breaks the
/// Connector contract; everything was seen on real trackers.
struct Weather {
    /// Above 0: revisions and modification times are time stamps of this resolution.
    std::chrono::milliseconds tick{0};
    /// False: a write re-reads, compares, then writes; an edit may slip in between.
    bool compares_revision = true;
    /// A marker that is not found is proof: the tracker reads its own writes at once.
    bool settles_at_once = false;
    /// The search for markers shows nothing younger than this. Less than the settle time.
    std::chrono::milliseconds search_lag{0};
    /// Reads may come from a lagging replica (Happening::Kind::lag says which and how far).
    bool reads_stale = false;
    /// Texts are stored without white space at both ends.
    bool trims = false;
    /// Lists are stored in order.
    bool sorts_lists = false;
    /// This tracker's clock runs ahead of the shared one (or behind it).
    std::chrono::milliseconds clock_offset{0};
    /// How much this tracker's clock moves with every request.
    std::chrono::milliseconds per_request{0};
    /// A listing begins this many changes before its watermark: the same changes again and again.
    int overlap = 0;
    /// What is edited while a listing is read is shown by it too, so that items come twice.
    bool shows_moved_items = false;
    /// Forbidden items are missing from listings instead of being refused when read.
    bool omits_forbidden = false;
};

/// Something that happens at one request of a run, see FakeTracker::will_happen.
struct Happening {
    enum class Kind {
        action,        ///< users act just before the request arrives
        window_action, ///< users act between the comparison of a write and the write itself
        lose_response, ///< a write is stored, its answer lost
        lose_request,  ///< a write is lost on the way
        busy,          ///< a write is surely not stored; an item is unreadable; a listing throws
        refuse,        ///< a write is refused for good
        ignore,        ///< a write is answered with success, and nothing is stored
        fail,          ///< the connection breaks before the request: the call throws
        fail_after,    ///< the same after it was applied
        die,           ///< the process dies before the request is applied (throws Died)
        die_after,     ///< the process dies when it was applied
        lag,           ///< a read shows the state `amount` changes ago, if the weather allows it
        blind_search,  ///< settle finds nothing
    };
    Kind kind = Kind::action;
    int amount = 0;
    std::function<void(FakeTracker&)> action;
};

/// The death of the process that runs the engine. No Error, so that nothing is tidied up after it.
struct Died {};

/// One line of a tracker's own history: what was stored, and who did it.
struct TrackerEvent {
    enum class Kind { create, edit, erase, restore };
    enum class Author { user, program };
    Kind kind = Kind::edit;
    Author author = Author::user;
    int run = 0; ///< how many runs had begun
    std::string id;
    std::string marker;
    model::Fields before; ///< of the fields named in `after`
    model::Fields after;  ///< as stored
    /// A write of ours over an edit that the tracker gave no way to see.
    bool in_window = false;
    bool is_during_run = false; ///< between two requests of one run
};

} // namespace syncctl::test
