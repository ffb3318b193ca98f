#pragma once

#include "judged_items.hpp"
#include "kept_items.hpp"
#include "planner.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/events.hpp"
#include "syncctl/engine/run_pair.hpp"
#include "syncctl/store/webhook_store.hpp"
#include "syncctl/store/work_set.hpp"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::engine {

using model::BothSides;
using model::Side;

/// An event of which the log is told once the transaction that it is about is stored.
struct PendingEvent {
    const base::EventKind* kind = nullptr;
    std::vector<base::LogField> fields;
};

/// What the steps of one run share. Made by run_pair, lives as long as the run.
struct RunState {
    const RunContext& context;
    const model::Pair& pair;
    const RunOptions& options;
    const mapping::Rules& rules;
    BothSides<std::string> names; ///< of the connectors, for item keys
    BothSides<connectors::Capabilities> capabilities;
    PlanContext plan;
    store::WorkSet& work;
    RunReport& report;
    base::ExecutionId execution; ///< 0 in a dry run
    /// Items in the retry queue when the run began, and since when.
    std::map<std::pair<Side, std::string>, base::Timestamp> queued;
    std::vector<store::DueItem> due; ///< what webhooks named, when the run began
    /// The same by side, and what was read of them to judge the run: each is asked for once.
    BothSides<JudgedItems> judged;
    bool is_judging = false;  ///< reads are for the guard
    std::string first_unseen; ///< key of a due item that is not there, or not for us
    std::size_t unseen = 0;   ///< how many
    std::set<std::pair<Side, std::string>>
        open_creates; ///< origins whose partner may exist: nothing is created
    /// Updates and removals without an answer on record, by the item they went to. Their intents
    /// stay until the link was merged.
    std::map<std::pair<Side, std::string>, model::Intent> interrupted;
    std::string basis; ///< mapping revision and filters this run goes by
    /// How many of the deletions that the guard counted are not written yet; nullopt: any number
    /// may be.
    std::optional<std::int64_t> deletions_left;
    BothSides<KeptItems> surveyed; ///< without a partner
    bool is_basis_changed = false; ///< since the last complete run: every link has to be looked at
    BothSides<connectors::Watermark> next_watermark;
    BothSides<bool> is_emptied;
    BothSides<bool> is_validation_missing; ///< told once
    std::optional<Error> signed_out;       ///< a tracker refused the credential of a write
    bool is_complete = false;         ///< everything was read and handled: watermarks may advance
    bool is_database_checked = false; ///< before the first write: see write.cpp
    std::vector<PendingEvent> events{};

    [[nodiscard]] connectors::Connector& connector(Side side) const
    {
        return side == Side::source ? context.source : context.target;
    }

    [[nodiscard]] std::string item_key(Side side, const std::string& id) const
    {
        return names[side] + ":" + id;
    }

    [[nodiscard]] const std::string& filter(Side side) const
    {
        return side == Side::source ? pair.source_filter : pair.target_filter;
    }

    [[nodiscard]] base::Timestamp now() const { return context.clock.now(); }

    /// Keeps an event for tell_events(). \param kind lives for ever
    void note(const base::EventKind& kind, std::vector<base::LogField> fields)
    {
        fields.insert(
            fields.begin(),
            {base::LogField{"pair", pair.name}, base::LogField{"execution", execution.value}});
        events.push_back({.kind = &kind, .fields = std::move(fields)});
    }

    void tell_events()
    {
        for (const auto& event : events) {
            context.log.event(*event.kind, event.fields);
        }
        events.clear();
    }

    void progress(std::string_view phase, std::int64_t done, std::int64_t total) const
    {
        if (context.progress) {
            context.progress(phase, done, total);
        }
    }
};

/// Runs one piece of work per side at the same time, so that a slow tracker never holds up the
/// other one. Either may be empty. An exception of either side is rethrown when both have ended.
void on_both_sides(const std::function<void()>& source, const std::function<void()>& target);

/// Counts the fields that the plan of an item leaves alone into the report.
void report_left_alone(RunState& state,
                       const std::vector<LeftField>& fields,
                       const BothSides<std::string>& items);

/// Connectors give one result for each thing they were asked. \throws Error{failed}
void require_one_each(const RunState& state,
                      Side side,
                      std::size_t results,
                      std::size_t asked,
                      std::string_view what);

/// An unlinked item that could not be handled; it is queued for retry and shown.
struct ItemFailure {
    Side side = Side::source;
    std::string item_id;
    ItemProblem problem;
};

/// A few hundred decisions that are carried out together.
struct Batch {
    std::vector<LinkPlan> links; ///< a link without id is new (two items that matched)
    std::vector<CreatePlan> creates;
    std::vector<ItemFailure> failures;
    std::vector<std::pair<Side, std::string>>
        dropped; ///< looked at, nothing to do: leaves the retry queue
    std::vector<std::pair<Side, std::string>>
        waiting; ///< listed, but the replica that was asked for it does not know it yet
};

/// Takes one batch; false ends the pass.
using BatchSink = std::function<bool(Batch&& batch)>;

// execution.cpp
/// The row of this run, which is there before its first request.
void begin_execution(RunState& state);
/// Closes it, and moves the watermarks where everything was read and handled.
void finish_execution(RunState& state,
                      model::ExecutionStatus status,
                      const std::string& error_message);
/// What the report says beside the counters of items.
void count_calls(RunState& state);
void count_open(RunState& state);

// settle.cpp
/// Finds out what became of the intents an earlier run left open. What is still unclear stays open.
void settle_intents(RunState& state);
/// An emptied tracker, and one seen with another account, show none of our items, and that proves
/// nothing: whether at least one of some linked items can be read, or nothing is linked yet.
[[nodiscard]] bool shows_linked_items(RunState& state, Side side);

// read_changes.cpp
/// Fills the work set: changes of both sides, retry queue, decisions, open writes.
void read_changes(RunState& state);

// survey.cpp
/// What the unlinked items of both sides have in common.
struct Survey {
    std::int64_t same_keys = 0; ///< equal under `match`, or of equal title where there is no rule
    std::int64_t claims = 0;    ///< carry this pair's marker, and no link knows them
    std::int64_t foreign_claims = 0; ///< carry the marker of a pair that this database never had
    std::string foreign_pair;        ///< UUID of the first of those
};

/// Reads the unlinked items where both sides have some. Notes under which key they are compared and
/// which item a marker claims as its origin: nobody gets a second partner.
[[nodiscard]] Survey survey_unlinked(RunState& state);

// process.cpp
/// Reads and plans everything in the work set, batch by batch, and hands the batches over.
void for_each_batch(RunState& state, const BatchSink& sink);

enum class LinkChoice { all, perhaps_deleted };

/// The same for touched links alone; used to count before the first write. An edit is not worth a
/// second read: `perhaps_deleted` leaves out links of which no listing says more than that.
void for_each_link_batch(RunState& state, LinkChoice choice, const BatchSink& sink);
/// Plans these links anew from what their trackers hold now.
[[nodiscard]] Batch plan_links(RunState& state, const std::vector<store::TouchedLink>& touched);

// dry_run.cpp
/// Adds to the report what a batch would do, for `run -n`.
void tell(RunState& state, const Batch& batch);

// validate.cpp
/// Has both trackers check what a batch would write, and tells what they would refuse.
/// \throws Error{authentication}
void validate_batch(RunState& state, const Batch& batch);

// doubts.cpp
/// What a read of one side of a link is worth: a state older than the known one, or an item that
/// was created a moment ago and is not shown yet, say nothing about it.
/// \param touched what the listings said about the link
[[nodiscard]] SideState worth_of(const RunState& state,
                                 const model::Link& link,
                                 Side side,
                                 const store::TouchedLink& touched,
                                 SideState read);
/// True when an item that is not found may be one that a lagging replica does not know yet.
[[nodiscard]] bool may_be_unknown_yet(const RunState& state, Side side, const std::string& item_id);
/// Notes what the next runs have to make sure of, and takes back what is sure now.
void record_doubts(const RunState& state, const LinkPlan& plan);
/// The same for a link whose item on `created` was made a moment ago.
void record_new_doubts(const RunState& state, base::LinkId link, Side created);

// write.cpp
/// Records intents, writes to both sides, records the outcomes.
/// \throws Error{authentication} when a tracker refused the credential; what was written is
/// recorded \returns links that have to be planned again: stale answers, and new links with rules
/// that flow back
[[nodiscard]] std::vector<base::LinkId> write_batch(RunState& state, Batch batch);

// losers.cpp
/// Stores what the writes of a batch are about to replace, so that a run that dies after the write
/// leaves a record of it: new links that are written to, and conflicts that were decided at once.
/// Lives inside the transaction of the intents.
void record_losers(const RunState& state, Batch& batch);

// results.cpp
struct WriteOutcome {
    model::Intent intent;
    connectors::WriteResult result;
};

/// What was sent for one batch, by the place of its plan.
struct Outcomes {
    std::vector<BothSides<std::optional<WriteOutcome>>> links; ///< like Batch::links
    std::vector<std::optional<WriteOutcome>> creates;          ///< like Batch::creates
};

/// Stores links, bases, conflicts, errors and finished intents of a batch in one transaction.
[[nodiscard]] std::vector<base::LinkId>
record_outcomes(RunState& state, Batch& batch, const Outcomes& outcomes);

} // namespace syncctl::engine
