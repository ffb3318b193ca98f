#pragma once

#include "support/pair_world.hpp"
#include "support/veiled_tracker.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// What the subject of a test is to the pair when the absence begins.
enum class Subject {
    active,
    conflict_open,  ///< in its notes
    error_queued,   ///< its notes were refused, and are tried again
    source_deleted, ///< known, and dealt with, before
    target_deleted, ///< likewise
    paused,         ///< by hand
    unclear_create, ///< the partner may exist or not
    unlinked,       ///< could not be given a partner yet
};

[[nodiscard]] std::string_view name_of(Subject subject);

/// Names of the three fields that a test edits, on either side.
struct FieldNames {
    std::string title;
    std::string priority;
    std::string notes;
    std::string status;
};

[[nodiscard]] const FieldNames& fields_of(model::Side side);

/// The mapping of the tests; `manual`, so that every conflict that is invented stays to be seen.
[[nodiscard]] std::string absence_mapping(model::DeletePolicy policy,
                                          std::string_view source_type = "Bug");

/// A pair with one item that the test is about, and some bystanders. Both trackers are looked at
/// through a veil.
class AbsenceWorld {
public:
    AbsenceWorld(Subject subject, model::DeletePolicy policy);

    /// A run a minute later. \throws what run_pair throws
    engine::RunReport run(bool is_full = false);

    [[nodiscard]] FakeTracker& tracker(model::Side side)
    {
        return side == model::Side::source ? world.source : world.target;
    }

    [[nodiscard]] VeiledTracker& veil(model::Side side)
    {
        return side == model::Side::source ? source : target;
    }

    /// Whether that side holds an item of the subject now.
    [[nodiscard]] bool has_subject(model::Side side)
    {
        return !subject[side].empty() && tracker(side).has(subject[side]);
    }

    [[nodiscard]] std::string text(model::Side side, const std::string& field)
    {
        return tracker(side).text(subject[side], field);
    }

    void edit(model::Side side, const std::string& field, std::string value);
    void set_state(model::LinkState state);
    [[nodiscard]] model::Link link();

    /// Every value of the subject on that side, for comparing.
    [[nodiscard]] std::vector<std::string> subject_fields(model::Side side);

    [[nodiscard]] int writes() const { return world.source.writes() + world.target.writes(); }

    PairWorld world;
    VeiledTracker source{world.source};
    VeiledTracker target{world.target};
    model::BothSides<std::string> subject;                 ///< item ids, empty where there is none
    model::BothSides<std::vector<std::string>> bystanders; ///< linked, in the same order
    const model::DeletePolicy policy;

private:
    void add_bystanders();
    void prepare(Subject kind);
    void prepare_linked();
    void prepare_deleted(model::Side gone);
    void prepare_unclear_create();

    base::NullLog m_log;
};

} // namespace syncctl::test
