#include "fault_world.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace syncctl::test {

namespace {

using nlohmann::json;

/// Every case starts the binary a few times, which a sanitizer makes ten times slower.
constexpr long k_slowness =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    4;
#else
    1;
#endif

std::set<std::string> lines_of(const std::string& text)
{
    std::set<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        lines.insert(line);
    }
    return lines;
}

} // namespace

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

ProcessOptions with_fault(const FilesWorld& world, const Fault& fault, const Arguments& arguments)
{
    auto plan = world.plan(arguments);
    plan.environment.insert({{"LD_PRELOAD", FAULT_SHIM},
                             {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
                             {"FAULT_CALLS", fault.calls},
                             {"FAULT_PATH", fault.path},
                             {"FAULT_DO", fault.action},
                             {"FAULT_VALUE", std::to_string(fault.value)},
                             {"FAULT_AT", std::to_string(fault.at)},
                             {"FAULT_GOES_ON", fault.goes_on ? "1" : "0"}});
    return plan;
}

ProcessResult run_with(const FilesWorld& world, const Fault& fault)
{
    return run_process(SYNCCTL_BINARY, with_fault(world, fault));
}

long count_calls(FilesWorld& world, const Fault& fault, const Arguments& arguments)
{
    auto nothing = fault;
    nothing.at = 0;
    auto plan = with_fault(world, nothing, arguments);
    plan.environment["FAULT_COUNT"] = world.path("count");
    REQUIRE(run_process(SYNCCTL_BINARY, plan).exit == 0);
    long count = 0;
    std::ifstream{world.path("count")} >> count;
    REQUIRE(count > 0);
    return count;
}

std::vector<long> spread(long count, long cases)
{
    const long picked = std::min(count, std::max(4L, cases / k_slowness));
    std::vector<long> numbers;
    for (long i = 0; i < picked; ++i) {
        numbers.push_back(1 + i * (count - 1) / std::max(1L, picked - 1));
    }
    return numbers;
}

ProcessResult
run_after(const FilesWorld& world, const std::string& first, const Arguments& arguments)
{
    auto plan = world.plan({"-c", first + "; exec \"$0\" \"$@\"", SYNCCTL_BINARY});
    plan.arguments.insert(plan.arguments.end(), arguments.begin(), arguments.end());
    return run_process("/bin/sh", plan);
}

void prepare_every_kind_of_write(FilesWorld& world)
{
    for (int i = 1; i <= 4; ++i) {
        world.add("dev", i, fmt::format("bug {}", i));
        world.add("desk", 100 + i, fmt::format("incident {}", i));
    }
    REQUIRE(world.syncctl({"run", "p", "-q"}).exit == 0);
    world.edit("dev", "1", "Notes", "noted in dev");
    world.edit("desk", "101", "description", "noted at the desk");
    world.edit("dev", "2", "Title", "bug 2 renamed");
    world.edit("desk", world.partner("dev", "2"), "priority", "High");
    for (int i = 5; i <= 6; ++i) {
        world.add("dev", 1000 + i, fmt::format("late bug {}", i));
        world.add("desk", 2000 + i, fmt::format("late incident {}", i));
    }
    world.save();
}

std::vector<std::string> unaccounted_items(FilesWorld& world)
{
    const auto known = lines_of(world.sql("SELECT 'dev:' || source_item_id FROM synced_items UNION "
                                          "SELECT 'desk:' || target_item_id FROM synced_items "
                                          "UNION SELECT marker FROM sync_intents"));
    std::vector<std::string> unaccounted;
    for (const std::string side : {"dev", "desk"}) {
        for (const auto& id : world.ids(side)) {
            std::ifstream in{world.path(fmt::format("{}/items/{}.json", side, id))};
            const auto item = json::parse(in);
            if (item.contains("marker") && known.count(side + ":" + id) == 0 &&
                known.count(item["marker"].get<std::string>()) == 0) {
                unaccounted.push_back(side + ":" + id);
            }
        }
    }
    return unaccounted;
}

int writes_of_one_more_run(FilesWorld& world)
{
    const auto result = world.syncctl({"run", "p", "--json"});
    INFO(result.out << result.err);
    REQUIRE(result.exit == 0);
    const auto row = json::parse(result.out)["data"].at(0);
    return row["created"].get<int>() + row["updated"].get<int>() + row["deleted"].get<int>();
}

void check_heals(FilesWorld& world, std::size_t items)
{
    static_cast<void>(world.syncctl({"run", "p", "-q"}));
    const auto second = world.syncctl({"run", "p", "-q"});
    INFO("second run: " << second.out << second.err);
    CHECK(second.exit == 0);
    CHECK(writes_of_one_more_run(world) == 0);
    const auto dev = world.contents("dev");
    REQUIRE(dev == world.contents("desk"));
    REQUIRE(dev.size() == items);
    REQUIRE(std::set<std::string>{dev.begin(), dev.end()}.size() == items);
    REQUIRE(world.sql("PRAGMA integrity_check; PRAGMA foreign_key_check;"
                      "SELECT count(*) FROM sync_intents; SELECT count(*) FROM retry_queue;"
                      "SELECT count(*) FROM sync_conflicts") == "ok\n0\n0\n0");
}

std::string odd_times(FilesWorld& world)
{
    const auto query = world.sql(
        "SELECT group_concat('SELECT \"' || c.name || '\" AS t FROM \"' || m.name || '\"', "
        "' UNION ALL ') FROM sqlite_master AS m, pragma_table_info(m.name) AS c "
        "WHERE m.type = 'table' AND c.name LIKE '%\\_at' ESCAPE '\\'");
    return world.sql("SELECT t FROM (" + query +
                     ") WHERE t IS NOT NULL AND (typeof(t) <> 'text' OR length(t) <> 24 OR t NOT "
                     "GLOB '[0-9]*-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].*Z')");
}

void check_is_explained(const ProcessResult& result)
{
    INFO(result.exit << ": " << result.out << result.err);
    CHECK_FALSE(result.has_timed_out);
    CHECK(result.exit < 128);
    constexpr int k_conflicts_wait = 14;
    CHECK((result.exit == 0 || result.exit == k_conflicts_wait ||
           contains(result.err, "syncctl: error: ")));
}

} // namespace syncctl::test
