#include "kill_harness.hpp"

#include "kill_outcome.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace syncctl::test {
namespace {

constexpr int k_killed = 137;
constexpr int k_locked = 11;
constexpr int k_partial = 3;
constexpr const char* k_strace = "/usr/bin/strace";

FilesWorldOptions in_memory(FilesWorldOptions options)
{
    options.parent = memory_folder();
    return options;
}

class FilesKillWorld final : public KillWorld {
public:
    explicit FilesKillWorld(const KillScenario& scenario) : m_world{in_memory(scenario.world)}
    {
        scenario.prepare(m_world);
    }

    [[nodiscard]] ProcessOptions plan(const std::vector<std::string>& arguments) const override
    {
        return m_world.plan(arguments);
    }

    [[nodiscard]] std::string path(std::string_view name) const override
    {
        return m_world.path(name);
    }

    void save() override { m_world.save(); }

    void restore() override { m_world.restore(); }

    [[nodiscard]] std::string outcome() override { return outcome_of(m_world); }

    [[nodiscard]] std::string broken_promises() override { return broken_promises_of(m_world); }

    [[nodiscard]] std::string leftovers() const override { return leftovers_of(m_world); }

    void let_time_pass() override { age_leftovers(m_world); }

private:
    FilesWorld m_world;
};

std::unique_ptr<KillWorld> world_of(const KillScenario& scenario)
{
    return scenario.other_world ? scenario.other_world()
                                : std::make_unique<FilesKillWorld>(scenario);
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The lines that only one of two outcomes has.
std::string unlike_lines(const std::string& expected, const std::string& found)
{
    const auto wanted = lines_of(expected);
    const auto there = lines_of(found);
    std::string text;
    const auto tell = [&text](const char* what, const auto& some, const auto& others) {
        std::vector<std::string> only;
        std::set_difference(
            some.begin(), some.end(), others.begin(), others.end(), std::back_inserter(only));
        for (const auto& line : only) {
            text += fmt::format("  {} {}\n", what, line);
        }
    };
    tell("missing:", wanted, there);
    tell("instead:", there, wanted);
    return text;
}

std::string told(const KillCommand& command, const ProcessResult& result)
{
    return fmt::format("`syncctl {}` ended with exit code {}{}\n{}{}",
                       fmt::join(command.arguments, " "),
                       result.exit,
                       result.has_timed_out ? " (it did not come to an end)" : "",
                       result.out,
                       result.err);
}

} // namespace

KillHarness::KillHarness(KillScenario scenario)
    : m_scenario{std::move(scenario)}, m_world{world_of(m_scenario)}
{
    m_world->save();
    const auto file = m_world->path("places");
    auto plan = shimmed(m_scenario.command, 0);
    plan.environment["KILL_PLACES"] = file;
    const auto result = run_process(SYNCCTL_BINARY, plan);
    if (m_scenario.command.exits.count(result.exit) == 0) {
        throw std::runtime_error{"undisturbed: " + told(m_scenario.command, result)};
    }
    std::ifstream in{file};
    for (std::string name; std::getline(in, name);) {
        m_places.push_back(name);
    }
    KillTrial undisturbed;
    if (m_scenario.has_runs) {
        run_undisturbed();
        run_undisturbed();
    } else {
        resume(undisturbed);
    }
    m_expected = m_world->outcome();
    run_quietly(undisturbed);
    undisturbed.violation += m_world->broken_promises();
    if (!undisturbed.violation.empty()) {
        throw std::runtime_error{"undisturbed: " + undisturbed.violation};
    }
}

void KillHarness::run_undisturbed()
{
    m_world->let_time_pass();
    const auto result = run_process(SYNCCTL_BINARY, options(kill_run()));
    if (result.exit != m_scenario.last_exit) {
        throw std::runtime_error{"undisturbed: " + told(kill_run(), result)};
    }
}

ProcessOptions KillHarness::options(const KillCommand& command) const
{
    auto plan = m_world->plan(command.arguments);
    plan.directory = m_world->path("");
    plan.input = command.input;
    return plan;
}

ProcessOptions KillHarness::shimmed(const KillCommand& command, long at) const
{
    auto plan = options(command);
    auto& preloaded = plan.environment["LD_PRELOAD"];
    preloaded = preloaded.empty() ? KILL_SHIM : preloaded + ":" KILL_SHIM;
    plan.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0";
    if (at > 0) {
        plan.environment["KILL_AT"] = std::to_string(at);
    }
    return plan;
}

KillTrial KillHarness::try_kill(const KillPlan& plan)
{
    KillTrial trial;
    m_world->restore();
    const auto result = kill_command(plan, trial);
    if (result.exit == k_killed && !result.has_timed_out) {
        ++trial.kills;
    } else if (m_scenario.command.exits.count(result.exit) == 0 &&
               !(m_scenario.has_rival && result.exit == k_locked)) {
        trial.violation = told(m_scenario.command, result);
        return trial;
    }
    m_world->let_time_pass();
    kill_resumed(plan, trial);
    resume(trial);
    if (trial.violation.empty() && plan.checks_quiet) {
        run_quietly(trial);
    }
    return trial;
}

ProcessResult KillHarness::kill_command(const KillPlan& plan, KillTrial& trial)
{
    if (!plan.strace_call.empty()) {
        auto traced = options(m_scenario.command);
        const std::vector<std::string> words{
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            fmt::format("inject={}:signal=KILL:when={}", plan.strace_call, plan.strace_count),
            SYNCCTL_BINARY};
        traced.arguments.insert(traced.arguments.begin(), words.begin(), words.end());
        traced.environment["ASAN_OPTIONS"] = "detect_leaks=0";
        return run_process(k_strace, traced);
    }
    Process killed{SYNCCTL_BINARY, shimmed(m_scenario.command, plan.at)};
    if (m_scenario.has_rival) {
        const auto rival = run_process(SYNCCTL_BINARY, options(m_scenario.command));
        if (m_scenario.command.exits.count(rival.exit) == 0 && rival.exit != k_locked) {
            trial.violation = "beside the killed one: " + told(m_scenario.command, rival);
        }
    }
    return killed.finish();
}

void KillHarness::kill_resumed(const KillPlan& plan, KillTrial& trial)
{
    if (plan.again == 0) {
        return;
    }
    const auto command = m_scenario.again.empty() ? kill_run() : m_scenario.again.front();
    const auto result = run_process(SYNCCTL_BINARY, shimmed(command, plan.again));
    trial.kills += result.exit == k_killed ? 1 : 0;
    m_world->let_time_pass();
}

void KillHarness::resume(KillTrial& trial)
{
    for (const auto& command : m_scenario.again) {
        const auto result = run_process(SYNCCTL_BINARY, options(command));
        if (command.exits.count(result.exit) == 0) {
            trial.violation += told(command, result);
            return;
        }
    }
    if (m_scenario.has_runs) {
        run_and_compare(trial);
    } else if (!m_expected.empty()) {
        trial.violation += difference();
    }
}

/// As many runs as the scenario allows, until nothing is missing.
void KillHarness::run_and_compare(KillTrial& trial)
{
    std::string problem;
    for (int i = 1; i <= m_scenario.most_runs; ++i) {
        ++trial.resumed_runs;
        const auto result = run_process(SYNCCTL_BINARY, options(kill_run()));
        const bool is_right = result.exit == m_scenario.last_exit && !result.has_timed_out;
        problem = is_right ? difference() : told(kill_run(), result);
        if (problem.empty()) {
            return;
        }
        if (!is_right && result.exit != k_partial) {
            break;
        }
        m_world->let_time_pass();
    }
    trial.violation += fmt::format("after {} runs: {}", trial.resumed_runs, problem);
}

void KillHarness::run_quietly(KillTrial& trial)
{
    if (!m_scenario.has_runs) {
        return;
    }
    const KillCommand run{.arguments = {"run", "p", "--json"}, .exits = {m_scenario.last_exit}};
    const auto result = run_process(SYNCCTL_BINARY, options(run));
    if (result.exit != m_scenario.last_exit) {
        trial.violation += "one run more: " + told(run, result);
        return;
    }
    const auto report = nlohmann::json::parse(result.out)["data"][0];
    for (const auto* counter : {"created", "updated", "deleted"}) {
        if (report[counter] != 0) {
            trial.violation += "a run that had nothing to do wrote: " + report.dump() + "\n";
        }
    }
    if (const auto problem = difference(); !problem.empty()) {
        trial.violation += "one run more changed something: " + problem;
    }
}

std::string KillHarness::difference()
{
    auto problems = m_world->broken_promises();
    // What a killed run leaves is taken away by the next write after ten minutes. A rival that does
    // the killed run's work comes too early for that, and nothing is left to write afterwards.
    problems += m_scenario.has_rival ? std::string{} : m_world->leftovers();
    if (!problems.empty()) {
        return problems;
    }
    const auto found = m_world->outcome();
    return found == m_expected ? problems : "another outcome:\n" + unlike_lines(m_expected, found);
}

std::vector<KillHarness::SystemCall> KillHarness::system_calls()
{
    m_world->restore();
    const auto file = m_world->path("calls");
    auto traced = options(m_scenario.command);
    const std::vector<std::string> words{"-f", "-qq", "-o", file, SYNCCTL_BINARY};
    traced.arguments.insert(traced.arguments.begin(), words.begin(), words.end());
    traced.environment["ASAN_OPTIONS"] = "detect_leaks=0";
    if (const auto result = run_process(k_strace, traced);
        m_scenario.command.exits.count(result.exit) == 0) {
        throw std::runtime_error{"under strace: " + told(m_scenario.command, result)};
    }
    // What changes something that outlives the process, what locks, and what maps memory.
    const std::set<std::string> wanted{
        "openat",    "write",  "writev",   "pwrite64", "fdatasync", "fsync",     "syncfs",
        "ftruncate", "unlink", "unlinkat", "rename",   "renameat",  "renameat2", "link",
        "linkat",    "mkdir",  "fchown",   "fchmod",   "chmod",     "utimensat", "flock",
        "fcntl",     "mmap",   "munmap",   "close",    "rmdir",     "symlink",   "copy_file_range"};
    std::map<std::string, long> counts;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        const auto start = line.find_first_not_of(' ', line.find(' '));
        const auto end = line.find('(');
        if (start != std::string::npos && end != std::string::npos && end > start) {
            const auto name = line.substr(start, end - start);
            counts[name] += wanted.count(name) != 0 ? 1 : 0;
        }
    }
    std::vector<SystemCall> calls;
    for (const auto& [name, count] : counts) {
        if (count > 0) {
            calls.push_back({.name = name, .count = count});
        }
    }
    return calls;
}

std::string KillHarness::command_for(const KillPlan& plan) const
{
    auto command = fmt::format("{} --scenario {}", KILL_EVERYWHERE, m_scenario.name);
    if (!plan.strace_call.empty()) {
        command += fmt::format(" --strace {}:{}", plan.strace_call, plan.strace_count);
    } else {
        command += fmt::format(" --kill {}", plan.at);
    }
    if (plan.again > 0) {
        command += fmt::format(" --again {}", plan.again);
    }
    const auto name = plan.at > 0 && plan.at <= places()
                          ? fmt::format("  # {} {}, place {} of {}",
                                        plan.at % 2 == 1 ? "before" : "after",
                                        m_places[static_cast<std::size_t>(plan.at - 1)],
                                        plan.at,
                                        places())
                          : std::string{};
    return command + name;
}

bool has_strace()
{
    return ::access(k_strace, X_OK) == 0;
}

} // namespace syncctl::test
