// syncctl_manual FOLDER VERSION DATE: writes the manual pages. Part of the build, not installed.
#include "manual.hpp"

#include "syncctl/base/error.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

void write_pages(const std::filesystem::path& folder, const syncctl::cli::ManualEdition& edition)
{
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    for (const auto& page : syncctl::cli::manual_pages(edition)) {
        std::ofstream file{folder / page.file_name, std::ios::binary};
        file << page.text;
        file.close();
        if (!file) {
            throw syncctl::Error{syncctl::ErrorCode::io, "cannot write " + page.file_name};
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> arguments(argv, argv + argc);
    if (arguments.size() != 4) {
        std::cerr << "usage: syncctl_manual FOLDER VERSION DATE\n";
        return 2;
    }
    try {
        write_pages(arguments[1], {.version = arguments[2], .date = arguments[3]});
    } catch (const std::exception& error) {
        std::cerr << "syncctl_manual: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
