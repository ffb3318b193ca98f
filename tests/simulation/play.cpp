#include "play.hpp"

#include "oracle.hpp"
#include "run_words.hpp"
#include "support/failing_storage.hpp"

#include "syncctl/model/value.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>

namespace syncctl::simulation {
namespace {

using model::Side;

Side side_from(const std::string& word)
{
    return word == "source" ? Side::source : Side::target;
}

/// `match-later` and `match` belong to `match`.
std::string family_of(const std::string& mapping)
{
    const auto at = mapping.rfind("-later");
    return mapping.substr(0, at);
}

test::Weather weather_from(const std::vector<std::string>& words)
{
    test::Weather weather;
    for (std::size_t i = 2; i < words.size(); ++i) {
        const auto word = assignment_from(words[i]);
        const auto number = word.has_value ? number_from(word.value) : 0;
        const auto ms = std::chrono::milliseconds{number};
        weather.tick = word.name == "tick" ? ms : weather.tick;
        weather.search_lag = word.name == "search-lag" ? 1000 * ms : weather.search_lag;
        weather.clock_offset = word.name == "offset" ? ms : weather.clock_offset;
        weather.per_request = word.name == "per-request" ? ms : weather.per_request;
        weather.overlap = word.name == "overlap" ? number : weather.overlap;
        weather.compares_revision = weather.compares_revision && word.name != "no-cas";
        weather.settles_at_once = weather.settles_at_once || word.name == "settles";
        weather.reads_stale = weather.reads_stale || word.name == "stale";
        weather.trims = weather.trims || word.name == "trims";
        weather.sorts_lists = weather.sorts_lists || word.name == "sorts";
        weather.shows_moved_items = weather.shows_moved_items || word.name == "moved";
        weather.omits_forbidden = weather.omits_forbidden || word.name == "omits-forbidden";
    }
    return weather;
}

/// One history under way.
class Player {
public:
    Player() : m_world{mapping_document("newest")}
    {
        m_names.source.side = Side::source;
        m_names.target.side = Side::target;
    }

    void step(const Step& step);
    void come_to_rest();
    Outcome take_outcome();

private:
    test::FakeTracker& tracker(Side side)
    {
        return side == Side::source ? m_world.source : m_world.target;
    }

    void user_step(const std::vector<std::string>& words);
    void use_mapping(const std::string& name);
    void set_direction(const std::string& word);
    void decide(const std::vector<std::string>& words);
    void run(const std::vector<std::string>& words);
    void run_now(const RunWords& words);
    void restart();
    void refresh_names();
    void note_links();
    bool rest_run(bool is_full);
    void broken(std::string violation);

    test::FailingStorage m_storage; // before the database, which is to use it
    test::PairWorld m_world;
    model::BothSides<NameBook> m_names;
    Facts m_facts{m_world};
    Outcome m_outcome;
    std::string m_mapping = "newest";
    bool m_has_hidden_edits = false; ///< something may have changed where a listing did not show it
};

void Player::broken(std::string violation)
{
    m_outcome.violations.push_back(std::move(violation));
}

void Player::refresh_names()
{
    for (const auto& link : m_world.links()) {
        m_names.source.linked[link.sides.target.item_id] = link.sides.source.item_id;
        m_names.target.linked[link.sides.source.item_id] = link.sides.target.item_id;
    }
    m_names.source.origins = m_names.target.own;
    m_names.target.origins = m_names.source.own;
}

void Player::note_links()
{
    for (const auto& link : m_world.links()) {
        m_facts.linked.emplace(link.sides.source.item_id, link.sides.target.item_id);
    }
}

void Player::step(const Step& step)
{
    const auto& words = step.words;
    m_outcome.trace += to_text({step});
    refresh_names();
    const auto& verb = words.front();
    if (verb == "run") {
        run(words);
    } else if (verb == "rest") {
        m_world.clock.advance(std::chrono::seconds{number_from(words.at(1))});
    } else if (verb == "restart") {
        restart();
    } else if (verb == "mapping") {
        use_mapping(words.at(1));
    } else if (verb == "direction") {
        set_direction(words.at(1));
    } else if (verb == "weather") {
        tracker(side_from(words.at(1))).set_weather(weather_from(words));
    } else if (verb == "decide") {
        decide(words);
    } else {
        user_step(words);
    }
}

void Player::user_step(const std::vector<std::string>& words)
{
    const Side side = side_from(words.at(1));
    if (words.front() == "allow") {
        tracker(side).will_allow_everything();
        return;
    }
    if (words.front() == "forbid") {
        if (const auto id = m_names[side].find(tracker(side), words.at(2)); !id.empty()) {
            tracker(side).will_forbid(id);
            m_has_hidden_edits = true;
        }
        return;
    }
    auto action = words;
    action.erase(action.begin() + 1);
    act(tracker(side), m_names[side], action);
}

/// Another kind of mapping is chosen only at the beginning: what it would change later is no
/// harmless change.
void Player::use_mapping(const std::string& name)
{
    if (m_outcome.tally.runs > 0 && family_of(name) != family_of(m_mapping)) {
        return;
    }
    m_facts.is_mapping_changed = m_facts.is_mapping_changed || m_outcome.tally.runs > 0;
    m_world.use_mapping(mapping_document(name));
    m_mapping = name;
}

void Player::set_direction(const std::string& word)
{
    auto pair = m_world.pair();
    pair.direction = model::direction_from(word).value();
    store::Transaction transaction{m_world.store().database};
    m_world.store().pairs.update(pair, m_world.clock.now());
    transaction.commit();
}

void Player::decide(const std::vector<std::string>& words)
{
    const auto open = m_world.open_conflicts();
    if (open.empty()) {
        return;
    }
    const auto& view = open[static_cast<std::size_t>(number_from(words.at(1))) % open.size()];
    auto take = model::take_from(words.at(2)).value();
    std::optional<model::Value> value;
    if (view.conflict.type == model::ConflictType::type_mismatch) {
        return;
    }
    if (view.conflict.type != model::ConflictType::both_modified) {
        take = take == model::Take::source ? take : model::Take::target;
        m_facts.decided_deletions.emplace(view.source_item, view.target_item);
    } else if (take == model::Take::set) {
        const bool is_text = view.conflict.field.rfind("Title", 0) == 0 ||
                             view.conflict.field.rfind("Notes", 0) == 0;
        if (!is_text) {
            return;
        }
        value = model::Value{words.at(3)};
    }
    store::Transaction transaction{m_world.store().database};
    m_world.store().conflicts.decide(
        view.conflict.id, take, value, "a person", m_world.clock.now());
    transaction.commit();
}

void Player::restart()
{
    m_storage.work_again();
    m_world.restart();
}

void Player::run(const std::vector<std::string>& words)
{
    const auto run = run_words_from(words);
    for (const Side side : model::k_sides) {
        tracker(side).begin_run();
    }
    for (const auto& planned : run.happenings) {
        m_outcome.tally.faults += 1;
        tracker(planned.side)
            .will_happen(planned.request, happening_from(planned, m_names[planned.side]));
    }
    const auto before = m_world.source.writes() + m_world.target.writes();
    if (run.storage_dies_at > 0) {
        m_outcome.tally.faults += 1;
        m_storage.fail_from(run.storage_dies_at, SQLITE_IOERR_WRITE);
    }
    run_now(run);
    if (run.options.is_dry_run && m_world.source.writes() + m_world.target.writes() != before) {
        broken("a dry run wrote to a tracker");
    }
    note_links();
}

void Player::run_now(const RunWords& words)
{
    m_outcome.tally.runs += 1;
    bool has_died = false;
    try {
        const auto report = m_world.run(words.options);
        m_outcome.trace +=
            fmt::format("  created {} updated {} deleted {} failed {} conflicts {}\n",
                        report.counters.created,
                        report.counters.updated,
                        report.counters.deleted,
                        report.counters.failed,
                        report.open_conflicts);
    } catch (const Error& error) {
        m_outcome.trace += fmt::format("  {}\n", base::name_of(error.code()));
        has_died = m_storage.has_failed() && words.storage_dies_at > 0;
    } catch (const test::Died&) {
        has_died = true;
    }
    if (has_died) {
        m_facts.died.insert(m_outcome.tally.runs);
        m_outcome.tally.crashes += 1;
        m_outcome.trace += "  died\n";
        restart();
    }
    m_storage.work_again();
    m_outcome.trace +=
        fmt::format("  requests {} {}\n", m_world.source.requests(), m_world.target.requests());
}

/// A run that nothing disturbs. \returns whether it wrote to a tracker
bool Player::rest_run(bool is_full)
{
    m_world.clock.advance(std::chrono::minutes{5});
    for (const Side side : model::k_sides) {
        tracker(side).begin_run();
    }
    const auto before = m_world.source.history().size() + m_world.target.history().size();
    const auto writes = m_world.source.writes() + m_world.target.writes();
    engine::RunOptions options;
    options.allow_mass_change = true;
    options.is_full = is_full;
    try {
        m_facts.last_report = m_world.run(options);
    } catch (const Error& error) {
        broken("a run after everything came to rest failed: " + error.message());
    }
    m_outcome.tally.runs += 1;
    note_links();
    m_outcome.trace +=
        fmt::format("at rest: {} changes\n",
                    m_world.source.history().size() + m_world.target.history().size() - before);
    return m_world.source.writes() + m_world.target.writes() != writes;
}

void Player::come_to_rest()
{
    m_world.source.will_allow_everything();
    m_world.target.will_allow_everything();
    restart();
    const bool is_unclear = !m_world.open_intents().empty();
    constexpr int k_enough = 2;
    constexpr int k_enough_when_unclear = 4;
    for (int i = 0; i < (is_unclear ? k_enough_when_unclear : k_enough); ++i) {
        rest_run(m_has_hidden_edits && i == 0);
    }
    if (rest_run(false)) {
        broken("a run still wrote after two runs at rest");
    }
    for (auto& violation : check(m_facts)) {
        broken(std::move(violation));
    }
}

Outcome Player::take_outcome()
{
    m_outcome.trace += describe(m_world);
    return std::move(m_outcome);
}

} // namespace

Outcome play(const Script& script)
{
    Player player;
    for (const auto& step : script) {
        player.step(step);
    }
    player.come_to_rest();
    return player.take_outcome();
}

} // namespace syncctl::simulation
