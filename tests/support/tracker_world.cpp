#include "tracker_world.hpp"

#include "fakes/traffic.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace syncctl::test {
namespace {

const std::vector<std::string> k_sides{"dev", "desk"};

FilesWorldOptions state_only()
{
    FilesWorldOptions options;
    options.has_connectors = false;
    options.parent = memory_folder();
    return options;
}

bool shows_any(std::string_view text, const std::vector<std::string>& secrets)
{
    return std::any_of(secrets.begin(), secrets.end(), [&](const auto& secret) {
        return text.find(secret) != std::string_view::npos;
    });
}

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// No two items that syncctl made for the same item of the other side.
std::string duplicates_among(std::vector<std::string> markers, const std::string& side)
{
    std::sort(markers.begin(), markers.end());
    const auto twice = std::adjacent_find(markers.begin(), markers.end());
    return twice == markers.end() ? ""
                                  : fmt::format("{}: two items with the marker {}\n", side, *twice);
}

} // namespace

TrackerWorld::TrackerWorld(std::chrono::minutes settle_time)
    : m_files{state_only()}, m_settle_time{settle_time}
{
}

ProcessOptions TrackerWorld::plan(const std::vector<std::string>& arguments) const
{
    auto plan = m_files.plan(arguments);
    for (const auto& [name, value] : clock.environment()) {
        plan.environment[name] = value;
    }
    for (const auto& [name, value] : environment) {
        plan.environment[name] = value;
    }
    return plan;
}

void TrackerWorld::write_secret(const std::string& name, const std::string& secret) const
{
    const auto file = path(name);
    std::filesystem::remove(file);
    std::ofstream{file} << secret;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
}

void TrackerWorld::set_up_pair(const std::vector<std::vector<std::string>>& connectors,
                               const std::vector<std::string>& pair_options,
                               const std::string& mapping) const
{
    for (const auto& connector : connectors) {
        must(connector);
    }
    std::vector<std::string> pair{"pair", "add", "p", "--source", "dev", "--target", "desk"};
    pair.insert(pair.end(), pair_options.begin(), pair_options.end());
    must(pair);
    std::ofstream{path("pair.yaml")} << mapping;
    must({"mapping", "import", "p", path("pair.yaml")});
}

void TrackerWorld::save()
{
    m_files.save();
    save_trackers();
    m_saved_ahead = clock.ahead();
}

void TrackerWorld::restore()
{
    m_files.restore();
    restore_trackers();
    clock.set_ahead(m_saved_ahead);
}

std::string TrackerWorld::outcome()
{
    std::vector<std::string> lines;
    for (const auto& side : k_sides) {
        for (const auto& item : shown_items(side)) {
            lines.push_back(fmt::format("{} has {}", side, item));
        }
    }
    std::istringstream links{
        sql("SELECT source_item_id, target_item_id, sync_status, source_base, target_base "
            "FROM synced_items")};
    for (std::string row; std::getline(links, row);) {
        const auto first = row.find('|');
        const auto second = row.find('|', first + 1);
        lines.push_back(fmt::format("link {} = {}: {}",
                                    shown_item("dev", row.substr(0, first)),
                                    shown_item("desk", row.substr(first + 1, second - first - 1)),
                                    row.substr(second)));
    }
    lines.push_back(sql("SELECT 'intents', count(*) FROM sync_intents"));
    lines.push_back(sql("SELECT 'queued', count(*) FROM retry_queue"));
    lines.push_back(
        sql("SELECT 'open conflicts', count(*) FROM sync_conflicts WHERE resolved_at IS NULL"));
    std::sort(lines.begin(), lines.end());
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string TrackerWorld::broken_promises()
{
    std::string problems;
    for (const auto& side : k_sides) {
        problems += duplicates_among(markers(side), side);
    }
    if (const auto report = m_files.database_problems(); !report.empty()) {
        problems += "database: " + report + "\n";
    }
    if (const auto running = sql("SELECT count(*) FROM sync_executions WHERE status = 'running'");
        running != "0") {
        problems += running + " executions seem to run for ever\n";
    }
    const auto hidden = secrets();
    for (const auto& file : std::filesystem::directory_iterator{path("state")}) {
        if (shows_any(content_of(file.path()), hidden)) {
            problems += file.path().string() + " holds a secret\n";
        }
    }
    for (const auto& side : k_sides) {
        for (const auto& violation : traffic(side).violations()) {
            problems += violation + "\n";
        }
        for (const auto& early : traffic(side).too_early()) {
            problems += "too early: " + early.request.target + "\n";
        }
    }
    return problems;
}

ProcessResult TrackerWorld::syncctl(const std::vector<std::string>& arguments) const
{
    auto result = run_process(SYNCCTL_BINARY, plan(arguments));
    if (shows_any(result.out + result.err, secrets())) {
        throw std::runtime_error{
            fmt::format("syncctl {} shows a secret", fmt::join(arguments, " "))};
    }
    return result;
}

void TrackerWorld::must(const std::vector<std::string>& arguments, int exit) const
{
    const auto result = syncctl(arguments);
    if (result.exit != exit) {
        throw std::runtime_error{fmt::format("syncctl {} ended with {}: {}{}",
                                             fmt::join(arguments, " "),
                                             result.exit,
                                             result.out,
                                             result.err)};
    }
}

void TrackerWorld::run(int exit)
{
    must({"run", "p", "-q"}, exit);
    let_time_pass();
}

std::string TrackerWorld::partner_of(const std::string& side, const std::string& id)
{
    const bool is_source = side == "dev";
    return sql(fmt::format("SELECT {}_item_id FROM synced_items WHERE {}_item_id = '{}'",
                           is_source ? "target" : "source",
                           is_source ? "source" : "target",
                           id));
}

std::string TrackerWorld::heal(const std::string& expected)
{
    constexpr int k_most_runs = 4;
    constexpr int k_partial = 3;
    std::string problem;
    for (int i = 0; i < k_most_runs; ++i) {
        let_time_pass();
        const auto result = syncctl({"run", "p", "-q"});
        if (result.exit != 0 && result.exit != k_partial) {
            return fmt::format(
                "run {} ended with {}: {}{}", i + 1, result.exit, result.out, result.err);
        }
        const auto found = outcome();
        problem = broken_promises();
        if (found != expected || result.exit != 0) {
            problem += fmt::format(
                "run {} ended with {} in\n{}instead of\n{}", i + 1, result.exit, found, expected);
        }
        if (problem.empty()) {
            return run_quietly();
        }
    }
    return problem;
}

std::string TrackerWorld::run_quietly()
{
    let_time_pass();
    const auto result = syncctl({"run", "p", "--json"});
    const auto report = nlohmann::json::parse(result.out, nullptr, false);
    const bool is_quiet = result.exit == 0 && report["data"][0]["created"] == 0 &&
                          report["data"][0]["updated"] == 0 && report["data"][0]["deleted"] == 0;
    return is_quiet ? std::string{} : "a run that had nothing to do: " + result.out + result.err;
}

} // namespace syncctl::test
