// A fake Azure DevOps organization for end-to-end tests and measurements. Runs until SIGTERM.
#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "fakes/program.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

namespace {

using namespace syncctl;

constexpr const char* k_usage =
    "usage: fake_azure_devops --port-file FILE [--token-file FILE] [--process agile|basic]\n"
    "                         [--project NAME] [--items N] [--latency-ms N]\n"
    "                         [--connect-ms N]\n"
    "Writes its port to FILE once it can be asked, at http://127.0.0.1:PORT/fabrikam, and the "
    "token\n"
    "that it accepts to the other one. Ends on SIGTERM and SIGINT.\n";

void fill(fakes::FakeAzureDevOps& fake, bool is_basic, int items)
{
    const std::array<const char*, 3> agile{"Bug", "User Story", "Task"};
    const std::array<const char*, 3> basic{"Issue", "Task", "Epic"};
    const auto& types = is_basic ? basic : agile;
    for (int i = 1; i <= items; ++i) {
        fake.has_item(types.at(static_cast<std::size_t>(i) % types.size()),
                      {{"System.Title", fmt::format("Work item {} that somebody wrote down", i)},
                       {"System.Description",
                        fmt::format("<div>What happened in case {}, step by step, <b>as far as it "
                                    "is known</b>.</div>",
                                    i)},
                       {"Microsoft.VSTS.Common.Priority", i % 4 + 1},
                       {"System.Tags", i % 3 == 0 ? "customer; hotline" : "internal"},
                       {"System.AssignedTo", "jamal@fabrikam.example"}});
    }
}

void run(const fakes::Program& program)
{
    const std::string& process = program.option("--process");
    const bool is_basic = process == "basic";
    if (!is_basic && process != "agile") {
        throw std::invalid_argument("no such process: " + process);
    }
    const int items = program.number("--items");
    const int latency_ms = program.number("--latency-ms");
    const int connect_ms = program.number("--connect-ms");
    const base::SystemClock clock;
    fakes::FakeAzureDevOps fake{
        {.process = is_basic ? fakes::basic_process() : fakes::agile_process(),
         .project = program.option("--project"),
         .collection = "fabrikam",
         .clock = &clock,
         .is_logging = false,
         .is_checking = false}};
    fill(fake, is_basic, items);
    fake.change([&](fakes::Switches& switches) {
        switches.latency_ms = latency_ms;
        switches.connect_ms = connect_ms;
    });
    program.tell("--token-file", fake.token());
    program.tell("--port-file", std::to_string(fake.port()));
    program.wait();
}

} // namespace

int main(int argc, char** argv)
{
    fakes::Program program{"fake_azure_devops",
                           k_usage,
                           {{"--port-file", ""},
                            {"--token-file", ""},
                            {"--process", "agile"},
                            {"--project", "Fabrikam"},
                            {"--items", "0"},
                            {"--latency-ms", "0"},
                            {"--connect-ms", "0"}}};
    return program.main(argc, argv, run);
}
