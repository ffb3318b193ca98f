// Long campaigns: random histories until the time is over.
//   simulate [--minutes N] [--seed S] [--count N]    exit 1 when a promise was broken
//   simulate SCRIPT                                  plays one stored history and prints its trace
//   simulate --print S                               prints the history of a seed

#include "campaign.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

using namespace syncctl::simulation;

namespace {

int play_file(const std::string& path)
{
    std::ifstream file{path};
    if (!file) {
        std::cerr << "simulate: cannot read " << path << '\n';
        return 2;
    }
    std::ostringstream text;
    text << file.rdbuf();
    const auto outcome = play(script_from_text(text.str()));
    std::cout << outcome.trace;
    for (const auto& violation : outcome.violations) {
        std::cout << "VIOLATION: " << violation << '\n';
    }
    return outcome.violations.empty() ? 0 : 1;
}

int campaign(const CampaignOptions& options)
{
    const auto report = run_campaign(options, std::cout);
    return report.failures.empty() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        use_memory_for_databases();
        CampaignOptions options;
        options.seconds = 60;
        for (int i = 1; i < argc; ++i) {
            const std::string word = argv[i];
            if (word.rfind("--", 0) != 0) {
                return play_file(word);
            }
            if (i + 1 == argc) {
                std::cerr << "simulate: " << word << " needs a number\n";
                return 2;
            }
            const auto number = std::strtoull(argv[++i], nullptr, 10);
            if (word == "--minutes") {
                options.seconds = number * 60;
            } else if (word == "--seed") {
                options.first_seed = number;
            } else if (word == "--count") {
                options.max_histories = number;
            } else if (word == "--print") {
                std::cout << to_text(generate(number));
                return 0;
            } else {
                std::cerr << "simulate: unknown option " << word << '\n';
                return 2;
            }
        }
        return campaign(options);
    } catch (const std::exception& error) {
        std::cerr << "simulate: " << error.what() << '\n';
        return 2;
    }
}
