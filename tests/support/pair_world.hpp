#pragma once

#include "fake_tracker.hpp"
#include "fixed_clock.hpp"
#include "temp_dir.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/engine/adopt.hpp"
#include "syncctl/engine/run_pair.hpp"
#include "syncctl/store/migrator.hpp"

#include <memory>
#include <string>
#include <vector>

namespace syncctl::test {

/// Metadata of a development tracker (type Bug) and of a service desk (type Incident).
[[nodiscard]] model::Metadata development_metadata();
[[nodiscard]] model::Metadata service_desk_metadata();

/// Title, state, priority and notes in both directions, strategy last-write-wins.
extern const std::string_view k_plain_mapping;

/// Two fake trackers (`dev` and `desk`), a real state database, one pair, and a clock that stands
/// still.
class PairWorld {
public:
    explicit PairWorld(std::string_view mapping = k_plain_mapping);
    ~PairWorld();

    /// Stores another mapping document for the pair; throws when it has errors.
    void use_mapping(std::string_view document);
    /// A run a minute later.
    engine::RunReport run(const engine::RunOptions& options = {});
    engine::RunReport dry_run();
    /// Closes and opens the database, as the next process would.
    void restart();
    /// The file is gone, and somebody sets up the same pair again: another database, another UUID.
    void lose_the_database();
    /// Keeps the database as it is now; go_back_to_the_backup() puts it in place again.
    void back_up();
    void go_back_to_the_backup();
    engine::AdoptReport adopt(const engine::AdoptOptions& options = {});

    [[nodiscard]] std::vector<store::ConflictView> open_conflicts();
    [[nodiscard]] std::vector<store::ConflictView> resolved_conflicts();
    [[nodiscard]] std::vector<model::Intent> open_intents();
    [[nodiscard]] std::vector<model::SyncError> errors();
    [[nodiscard]] std::vector<model::Link> links();
    /// The partner's id, "" when there is none.
    [[nodiscard]] std::string partner_of(model::Side side, const std::string& id);

    /// To both trackers.
    [[nodiscard]] int writes() const { return source.writes() + target.writes(); }

    [[nodiscard]] store::Store& store() { return *m_store; }

    [[nodiscard]] model::Pair pair();

    FixedClock clock;
    FakeTracker source;
    FakeTracker target;
    base::StopFlag stop;

private:
    void open(store::OpenMode mode);
    void close();
    void set_up(const std::string& pair_uuid);
    [[nodiscard]] engine::RunContext context();
    TempDir m_dir;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<store::Store> m_store;
    base::NullLog m_log;
    base::PairId m_pair;
    std::string m_mapping;
};

} // namespace syncctl::test
