#pragma once

#include "desk_pair.hpp"

namespace syncctl::test {

/// Four links, an edit on each side, a deletion and a new item: what a run would have to do, and
/// what one that cannot read must leave undone.
class Waiting {
public:
    explicit Waiting(DeskWorldOptions options = {}) : pair{std::move(options)}
    {
        pair.link_four();
        pair.dev.edit(1, {{k_title, "printer on fire"}});
        pair.desk.edit(pair.incident("keyboard"), {{"subject", "keyboard, wet"}});
        pair.dev.remove(2);
        pair.add_bug("new bug");
    }

    /// The next good run does all of it.
    void check_healed()
    {
        pair.let_time_pass();
        static_cast<void>(pair.run());
        CHECK(pair.partner_field(1, "subject") == "printer on fire");
        CHECK(pair.dev_field(pair.partner_of_incident(pair.incident("keyboard")), k_title) ==
              "keyboard, wet");
        CHECK(pair.desk.subjects().size() == 4);
        CHECK(pair.dev.titles().size() == 4);
        pair.check_third_run_writes_nothing();
    }

    DeskPair pair;
};

} // namespace syncctl::test
