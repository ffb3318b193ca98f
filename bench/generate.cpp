// Makes the data of bench/run: trackers of the `files` connector with items of about 1 KB each.
//   bench_generate new DIR COUNT      a tracker folder with COUNT items (0: an empty tracker)
//   bench_generate edit DIR FIRST STEP [VERSION]   rewrites every STEP-th item, beginning with
//   FIRST

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr int k_words_per_text = 120; // makes an item of about 1 KB

int number_from(const char* text)
{
    const std::string_view view{text};
    int value = -1;
    std::from_chars(view.data(), view.data() + view.size(), value);
    return value;
}

std::string some_text(std::mt19937& random, int words)
{
    static const std::vector<std::string> vocabulary{"printer",
                                                     "invoice",
                                                     "server",
                                                     "login",
                                                     "after",
                                                     "update",
                                                     "slow",
                                                     "error",
                                                     "restart",
                                                     "network",
                                                     "when",
                                                     "customer"};
    std::string text;
    for (int i = 0; i < words; ++i) {
        text += (i == 0 ? "" : " ") + vocabulary[random() % vocabulary.size()];
    }
    return text;
}

void write_tracker(const fs::path& folder)
{
    fs::create_directories(folder / "items");
    std::ofstream{folder / "tracker.json"} << R"({"types": [{"name": "Bug",
  "statuses": [{"name": "New", "category": "proposed"}, {"name": "Closed", "category": "completed"}],
  "fields": [{"name": "Title", "type": "text"}, {"name": "State", "type": "status"},
             {"name": "Priority", "type": "number"}, {"name": "Owner", "type": "text"},
             {"name": "Description", "type": "text"}]}]}
)";
}

void write_item(const fs::path& folder, int id, int version, std::mt19937& random)
{
    std::ofstream{folder / "items" / fmt::format("{}.json", id)} << fmt::format(
        R"({{"id": "{0}", "type": "Bug", "fields": {{"Title": "matter {0}, version {1}", "State": "New", "Priority": {2}, "Owner": "user{3}", "Description": "{4}"}}}}
)",
        id,
        version,
        1 + id % 4,
        id % 17,
        some_text(random, k_words_per_text));
}

int make(const fs::path& folder, int count)
{
    write_tracker(folder);
    std::mt19937 random{42};
    for (int id = 1; id <= count; ++id) {
        write_item(folder, id, 1, random);
    }
    return EXIT_SUCCESS;
}

int edit(const fs::path& folder, int first, int step, int version)
{
    std::mt19937 random{41U + static_cast<unsigned>(version)};
    for (int id = first; fs::exists(folder / "items" / fmt::format("{}.json", id)); id += step) {
        write_item(folder, id, version, random);
    }
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words{argv, argv + argc};
    if (argc == 4 && words[1] == "new") {
        return make(words[2], number_from(argv[3]));
    }
    if ((argc == 5 || argc == 6) && words[1] == "edit" && number_from(argv[4]) > 0) {
        const int version = argc == 6 ? number_from(argv[5]) : 2;
        return edit(words[2], number_from(argv[3]), number_from(argv[4]), version);
    }
    std::cerr << "usage: bench_generate new DIR COUNT | edit DIR FIRST STEP [VERSION]\n";
    return EXIT_FAILURE;
}
