#include "year.hpp"

#include "measures.hpp"
#include "people.hpp"
#include "world.hpp"

#include "syncctl/app/adopt.hpp"
#include "syncctl/app/backup.hpp"
#include "syncctl/app/cleanup.hpp"
#include "syncctl/app/conflicts.hpp"
#include "syncctl/app/keys.hpp"
#include "syncctl/app/migrate.hpp"
#include "syncctl/app/restore.hpp"
#include "syncctl/app/run_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>

namespace syncctl::year {

namespace {

namespace fs = std::filesystem;

constexpr int k_hours = 24;
constexpr int k_week = 7;
constexpr std::chrono::hours k_hour{1};
constexpr std::int64_t k_mib = 1 << 20;
/// What items and errors come and go by from month to month.
constexpr std::int64_t k_allocated_slack = 2 * k_mib;
/// What the process may keep of freed memory besides: each thread's arena has fragments of its own,
/// and how many threads meet is up to the machine.
constexpr std::int64_t k_memory_slack = 24 * k_mib;

class Year {
public:
    Year(const YearOptions& options, std::ostream& out)
        : m_options{options},
          m_out{out},
          m_people{m_world, options.seed, m_report},
          m_started{std::chrono::steady_clock::now()}
    {
    }

    YearReport play()
    {
        m_world.set_up();
        m_people.move_in(m_options.items);
        for (m_day = 1; m_day <= m_options.days && !is_over(); ++m_day) {
            play_day();
        }
        come_to_rest();
        judge_figures();
        return std::move(m_report);
    }

private:
    [[nodiscard]] bool is_over() const
    {
        const std::chrono::duration<double, std::ratio<60>> spent =
            std::chrono::steady_clock::now() - m_started;
        return m_options.minutes > 0 && spent.count() > m_options.minutes;
    }

    void play_day()
    {
        for (int hour = 0; hour < k_hours; ++hour) {
            m_world.clock.advance(k_hour);
            m_people.work();
            m_people.let_things_go_wrong();
            run();
        }
        m_people.decide_conflicts();
        if (m_day == m_options.restore_day) {
            restore_backup();
        }
        back_up();
        if (m_day % m_options.days_between_rotations == 0) {
            rotate_key();
        }
        if (m_day % k_week == 0) {
            clean_up();
        }
        if (m_day % m_options.days_of_month == 0) {
            take_figures();
        }
    }

    void violated(const std::string& what)
    {
        m_report.violations.push_back(fmt::format("day {}: {}", m_day, what));
    }

    /// What cron starts: one process for both pairs, or, where it dies, one for each.
    void run()
    {
        for (auto& pair : m_world.pairs) {
            pair.source.begin_run();
            pair.target.begin_run();
        }
        const bool is_deadly = m_people.will_kill();
        m_people.plan_happenings();
        m_last.clear();
        if (!is_deadly) {
            app::RunRequest request;
            request.is_all = true;
            run_process(request);
            return;
        }
        for (const auto& pair : m_world.pairs) {
            app::RunRequest request;
            request.pairs = {pair.name};
            run_process(request);
        }
    }

    void run_process(const app::RunRequest& request)
    {
        ++m_report.runs;
        try {
            const auto workspace = m_world.workspace();
            auto summary = app::run_pairs(*workspace, request);
            for (auto& pair : summary.pairs) {
                m_last.push_back(std::move(pair));
            }
        } catch (const test::Died&) {
            ++m_report.deaths;
        }
    }

    [[nodiscard]] bool wrote() const
    {
        return std::any_of(m_last.begin(), m_last.end(), [](const app::PairRun& run) {
            const auto& counters = run.report.counters;
            return counters.created + counters.updated + counters.deleted > 0;
        });
    }

    [[nodiscard]] fs::path backup_of(int day) const
    {
        return m_world.file(fmt::format("backup-{}", day));
    }

    void back_up()
    {
        const auto workspace = m_world.workspace();
        static_cast<void>(app::make_backup(*workspace, backup_of(m_day), false));
        ++m_report.backups;
        fs::remove(backup_of(m_day - k_week));
        fs::remove(app::manifest_of(backup_of(m_day - k_week)));
    }

    void restore_backup()
    {
        const auto workspace = m_world.workspace();
        const auto report = app::restore_backup(
            *workspace, {.file = backup_of(m_day - 1), .allows_other_database = false});
        fs::remove(report.safety_copy);
        ++m_report.restores;
        // What cron would do, and then what the message says.
        const auto before = m_world.count_items();
        run();
        for (const auto& pair : m_world.pairs) {
            const auto adopting = m_world.workspace();
            static_cast<void>(app::adopt(*adopting, {.pair = pair.name, .from = {}}));
        }
        if (m_world.count_items() > before) {
            violated("the run after the restore made items of its own");
        }
    }

    void rotate_key()
    {
        auto key = m_world.new_key();
        const auto workspace = m_world.workspace();
        app::KeyRotationRequest request;
        request.new_key.emplace(
            vault::FoundKey{.key = vault::parse_key(key, false), .source = "the new quarter"});
        static_cast<void>(app::rotate_key(*workspace, std::move(request)));
        m_world.use_key(std::move(key));
        ++m_report.rotations;
    }

    void clean_up()
    {
        const auto workspace = m_world.workspace();
        static_cast<void>(app::cleanup(*workspace, {.days = m_options.retention_days}));
    }

    void take_figures()
    {
        for (auto& pair : m_world.pairs) {
            pair.source.forget_the_past();
            pair.target.forget_the_past();
        }
        const Month month{.day = m_day,
                          .file_bytes = size_of(m_world.database()),
                          .allocated_bytes = allocated_bytes(),
                          .memory_bytes = resident_bytes(),
                          .descriptors = open_descriptors(),
                          .runs = m_report.runs};
        m_report.months.push_back(month);
        m_out << fmt::format(
                     "day {:3}: {:6} runs, database {:6.2f} MiB, memory {:6.2f} MiB, {:6.2f} in "
                     "use, {} descriptors, {} items\n",
                     m_day,
                     month.runs,
                     static_cast<double>(month.file_bytes) / k_mib,
                     static_cast<double>(month.memory_bytes) / k_mib,
                     static_cast<double>(month.allocated_bytes) / k_mib,
                     month.descriptors,
                     m_world.count_items())
              << std::flush;
    }

    /// Nobody edits any more, and nothing fails: two runs are enough, up to two more after
    /// something unclear, once for each round of decisions.
    void come_to_rest()
    {
        constexpr int k_most_runs = 8;
        m_people.go_home();
        int runs = 0;
        do {
            m_world.clock.advance(k_hour);
            m_people.decide_conflicts();
            run();
        } while (wrote() && ++runs < k_most_runs);
        m_world.clock.advance(k_hour);
        run();
        if (wrote()) {
            violated("a run that had nothing to do wrote");
        }
        for (const auto& run : m_last) {
            if (run.error) {
                violated(
                    fmt::format("the last run of {} failed: {}", run.pair, run.error->message()));
            }
        }
        for (const auto& pair : m_world.pairs) {
            for (const auto& line : pair.differences()) {
                violated(line);
            }
        }
        const auto workspace = m_world.workspace();
        for (const auto& problem : app::verify_database(*workspace, {})) {
            violated("the database: " + problem);
        }
        if (const auto open = app::list_conflicts(*workspace, {}).size(); open > 0) {
            violated(fmt::format("{} conflicts are open", open));
        }
    }

    /// Flat: the last months are like those after the first quarter.
    void judge_figures()
    {
        const auto& months = m_report.months;
        constexpr std::size_t k_warm_up = 3;
        if (months.size() < 2 * k_warm_up) {
            return;
        }
        const auto& early = months[k_warm_up - 1];
        const auto& last = months.back();
        if (last.file_bytes > early.file_bytes * 5 / 4) {
            violated(fmt::format(
                "the database grew from {} to {} octets", early.file_bytes, last.file_bytes));
        }
        if (last.allocated_bytes > early.allocated_bytes + k_allocated_slack) {
            violated(fmt::format("memory in use grew from {} to {} octets",
                                 early.allocated_bytes,
                                 last.allocated_bytes));
        }
        if (last.memory_bytes > early.memory_bytes + k_memory_slack) {
            violated(fmt::format(
                "memory grew from {} to {} octets", early.memory_bytes, last.memory_bytes));
        }
        if (last.descriptors != early.descriptors) {
            violated(fmt::format(
                "{} descriptors are open, {} were", last.descriptors, early.descriptors));
        }
    }

    YearOptions m_options;
    std::ostream& m_out;
    YearReport m_report;
    YearWorld m_world;
    People m_people;
    std::chrono::steady_clock::time_point m_started;
    std::vector<app::PairRun> m_last;
    int m_day = 0;
};

} // namespace

YearReport play_year(const YearOptions& options, std::ostream& out)
{
    return Year{options, out}.play();
}

} // namespace syncctl::year
