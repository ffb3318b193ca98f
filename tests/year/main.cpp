// A simulated year of two pairs.
//   year [--minutes N] [--seed S] [--days D]    exit 1 when anything was broken
// With --minutes it may end before the last day; everything is judged all the same.

#include "year.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

using namespace syncctl::year;

int main(int argc, char** argv)
{
    try {
        YearOptions options;
        for (int i = 1; i + 1 < argc; i += 2) {
            const std::string word = argv[i];
            const auto* number = argv[i + 1];
            if (word == "--minutes") {
                options.minutes = std::strtod(number, nullptr);
            } else if (word == "--seed") {
                options.seed = std::strtoull(number, nullptr, 10);
            } else if (word == "--days") {
                options.days = static_cast<int>(std::strtol(number, nullptr, 10));
            } else {
                std::cerr << "year: unknown option " << word << '\n';
                return 2;
            }
        }
        if (argc % 2 == 0) {
            std::cerr << "year: " << argv[argc - 1] << " needs a number\n";
            return 2;
        }
        std::cout << "seed " << options.seed << '\n';
        const auto report = play_year(options, std::cout);
        std::cout << report.runs << " runs, " << report.edits << " edits, " << report.faults
                  << " faults, " << report.deaths << " deaths, " << report.decisions
                  << " conflicts decided, " << report.backups << " backups, " << report.rotations
                  << " keys, " << report.restores << " restored\n";
        for (const auto& violation : report.violations) {
            std::cout << "VIOLATION: " << violation << '\n';
        }
        return report.violations.empty() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "year: " << error.what() << '\n';
        return 2;
    }
}
