#pragma once

#include "absence_world.hpp"

#include <optional>
#include <vector>

namespace syncctl::test {

/// How a person learns that something could not be read.
enum class Shown {
    run_stops,  ///< the run fails before its first write, with a message
    item_error, ///< the subject stands in `errors`; everything else goes on
    conflict,   ///< the subject waits for a person
    nowhere,    ///< nothing is missing as far as the pair is concerned
};

/// What a cause needs to be possible.
enum class Needs {
    nothing,
    known_item,   ///< the subject had an item on that side once
    present_item, ///< the subject has an item on that side now
};

/// One way in which items seem to be absent although they are not.
struct Cause {
    const char* name;
    Needs needs;
    Shown shown;
    /// What the run fails with, when it stops.
    std::optional<ErrorCode> stops_with;
    /// Words of the message that say why.
    const char* reason;
    /// The subject's edits wait until the cause is over.
    bool parks_subject;
    /// So do the edits of all others.
    bool parks_bystanders;
    /// The tracker's own feed does not say that the items are back: it takes a look at everything.
    bool heals_by_full_run;
    void (*begin)(AbsenceWorld& world, model::Side hidden);
    void (*end)(AbsenceWorld& world, model::Side hidden);
};

[[nodiscard]] const std::vector<Cause>& causes();

} // namespace syncctl::test
