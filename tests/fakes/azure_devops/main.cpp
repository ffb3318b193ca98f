// A fake Azure DevOps organization for end-to-end tests and measurements. Runs until SIGTERM.
#include "fakes/azure_devops/fake_azure_devops.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace {

using namespace syncctl;

constexpr const char* k_usage =
    "usage: fake_azure_devops --port-file FILE [--token-file FILE] [--process agile|basic]\n"
    "                         [--project NAME] [--items N] [--latency-ms N]\n"
    "Writes its port to FILE once it can be asked, at http://127.0.0.1:PORT/fabrikam, and the "
    "token\n"
    "that it accepts to the other one. Ends on SIGTERM and SIGINT.\n";

struct Options {
    std::string port_file;
    std::string token_file;
    std::string process = "agile";
    std::string project = "Fabrikam";
    int items = 0;
    int latency_ms = 0;
};

int number(const std::string& text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
        throw std::invalid_argument("not a number: " + text);
    }
    return value;
}

Options read_options(const std::vector<std::string>& arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string& name = arguments[i];
        if (i + 1 == arguments.size()) {
            throw std::invalid_argument("no value for " + name);
        }
        const std::string& value = arguments[i + 1];
        if (name == "--port-file") {
            options.port_file = value;
        } else if (name == "--token-file") {
            options.token_file = value;
        } else if (name == "--process" && (value == "agile" || value == "basic")) {
            options.process = value;
        } else if (name == "--project") {
            options.project = value;
        } else if (name == "--items") {
            options.items = number(value);
        } else if (name == "--latency-ms") {
            options.latency_ms = number(value);
        } else {
            throw std::invalid_argument(fmt::format("not understood: {} {}", name, value));
        }
    }
    if (options.port_file.empty()) {
        throw std::invalid_argument("--port-file is missing");
    }
    return options;
}

/// Whole or not at all, so that whoever waits for the file can read it at once.
void write_file(const std::string& path, const std::string& text)
{
    const std::string temporary = path + ".new";
    {
        std::ofstream file{temporary};
        std::filesystem::permissions(
            temporary, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        file << text << '\n';
        if (!file.flush()) {
            throw std::runtime_error("cannot write " + temporary);
        }
    }
    std::filesystem::rename(temporary, path);
}

void fill(fakes::FakeAzureDevOps& fake, const Options& options)
{
    const std::array<const char*, 3> agile{"Bug", "User Story", "Task"};
    const std::array<const char*, 3> basic{"Issue", "Task", "Epic"};
    const auto& types = options.process == "basic" ? basic : agile;
    for (int i = 1; i <= options.items; ++i) {
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

int run(const Options& options)
{
    // Blocked before any thread starts, so that sigwait gets them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const base::SystemClock clock;
    fakes::FakeAzureDevOps fake{
        {.process = options.process == "basic" ? fakes::basic_process() : fakes::agile_process(),
         .project = options.project,
         .collection = "fabrikam",
         .clock = &clock,
         .is_logging = false,
         .is_checking = false}};
    fill(fake, options);
    fake.change([&](fakes::Switches& switches) { switches.latency_ms = options.latency_ms; });
    if (!options.token_file.empty()) {
        write_file(options.token_file, fake.token());
    }
    write_file(options.port_file, std::to_string(fake.port()));
    int received = 0;
    sigwait(&signals, &received);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(read_options({argv + 1, argv + argc}));
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "fake_azure_devops: {}\n{}", error.what(), k_usage);
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "fake_azure_devops: {}\n", error.what());
        return 1;
    }
}
