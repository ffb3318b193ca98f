#pragma once

#include "run_state.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::engine {

/// What a failed write means for people; nullopt for Done, Stale and SignedOut.
struct Failure {
    model::SyncErrorType type = model::SyncErrorType::api;
    std::string field;
    std::string message;
};

[[nodiscard]] std::optional<Failure> failure_of(const connectors::WriteResult& result);

/// What came of the writes of one plan.
struct Written {
    BothSides<bool> succeeded{true, true}; ///< true as well where there was none
    BothSides<bool> is_unknown{};
    BothSides<const model::WorkItem*> read_back{};
    bool is_stale = false;
    bool has_failed = false;
    BothSides<std::set<std::string>> shortfalls; ///< the fields that are not where they were sent
    bool has_moved = false;                      ///< see Recorder::has_moved
};

/// Stores everything that one batch brought about. Lives inside one transaction.
class Recorder {
public:
    explicit Recorder(RunState& state) : m_state{state}, m_store{state.context.store} {}

    void record(LinkPlan& plan, const BothSides<std::optional<WriteOutcome>>& outcomes);
    void record(CreatePlan& plan, const std::optional<WriteOutcome>& outcome);

    void record(const ItemFailure& failure)
    {
        fail(failure.side,
             failure.item_id,
             failure.problem.type,
             failure.problem.field,
             failure.problem.message);
    }

    void unqueue(Side side, const std::string& item_id)
    {
        if (m_state.queued.contains({side, item_id})) {
            m_store.journal.unqueue(m_state.pair.id, side, item_id);
        }
    }

    void wait(Side side, const std::string& item_id);

    [[nodiscard]] std::vector<base::LinkId> take_again() { return std::move(m_again); }

private:
    void fail(Side side,
              const std::string& item_id,
              model::SyncErrorType type,
              const std::string& field,
              const std::string& message);
    void turn_away(Side side, const std::string& item_id, const connectors::SignedOut& result);
    void add_error(Side side,
                   const std::string& item_id,
                   model::SyncErrorType type,
                   const std::string& field,
                   const std::string& message);
    void finish_intent(const WriteOutcome& outcome);
    void finish_interrupted(const LinkPlan& plan, bool is_over);
    void count_write(model::Link& link) const;
    void report_ignored(const LinkPlan& plan,
                        Side side,
                        const model::Fields& sent,
                        const connectors::Done& done);
    std::set<std::string> report_shortfalls(Side side, const connectors::Done& done);
    [[nodiscard]] Written record_writes(LinkPlan& plan,
                                        const BothSides<std::optional<WriteOutcome>>& outcomes);
    bool record_side(LinkPlan& plan, Side side, const WriteOutcome& outcome);
    [[nodiscard]] bool
    has_moved(const LinkPlan& plan, Side side, const model::WorkItem& returned) const;
    void look_again(const LinkPlan& plan);
    void record_conflicts(LinkPlan& plan,
                          const BothSides<bool>& succeeded,
                          const BothSides<bool>& is_unknown);
    void tell_of(const LinkPlan& plan, const model::Conflict& conflict);
    void store_link(LinkPlan& plan, bool has_failed);
    void insert_created(CreatePlan& plan, const connectors::Done& done);

    RunState& m_state;
    store::Store& m_store;
    std::vector<base::LinkId> m_again;
};

} // namespace syncctl::engine
