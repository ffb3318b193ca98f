#include "kill_scenario.hpp"

#include <stdexcept>

namespace syncctl::test {

KillCommand kill_run()
{
    return {.arguments = {"run", "p", "-q"}};
}

void must(FilesWorld& world, const std::vector<std::string>& arguments, int exit)
{
    const auto result = world.syncctl(arguments);
    if (result.exit != exit) {
        throw std::runtime_error{"syncctl " + arguments.front() + " ended with " +
                                 std::to_string(result.exit) + ": " + result.out + result.err};
    }
}

void link_two(FilesWorld& world)
{
    world.add("dev", 1, "printer");
    world.add("dev", 2, "scanner");
    must(world, kill_run().arguments);
}

std::vector<KillScenario> all_scenarios()
{
    auto all = item_scenarios();
    for (const auto& more : {conflict_scenarios(),
                             administration_scenarios(),
                             upgrade_scenarios(),
                             azure_devops_scenarios(),
                             servicedesk_plus_scenarios(),
                             webhook_scenarios()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

} // namespace syncctl::test
