#include "cli_world.hpp"

#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <utility>

namespace syncctl::test {

namespace {

constexpr std::string_view k_tracker = R"({"types": [{"name": "Bug",
  "statuses": [{"name": "New", "category": "proposed"}, {"name": "Closed", "category": "completed"}],
  "fields": [{"name": "Title", "type": "text", "required": true},
             {"name": "State", "type": "status"},
             {"name": "Points", "type": "number"}]}]})";

} // namespace

CliWorld::CliWorld()
{
    environment["HOME"] = home().string();
    environment["PATH"] = "/usr/bin:/bin";
}

ProcessResult CliWorld::run(std::vector<std::string> arguments, ProcessOptions options) const
{
    options.arguments = std::move(arguments);
    auto variables = environment;
    variables.insert(options.environment.begin(), options.environment.end());
    options.environment = std::move(variables);
    if (options.directory.empty()) {
        options.directory = home();
    }
    return run_process(SYNCCTL_BINARY, std::move(options));
}

ProcessResult CliWorld::must(std::vector<std::string> arguments, ProcessOptions options) const
{
    auto result = run(std::move(arguments), std::move(options));
    INFO(result.out << result.err);
    REQUIRE(result.exit == 0);
    return result;
}

std::string CliWorld::tracker_folder(std::string_view name) const
{
    const auto folder = home() / name;
    std::filesystem::create_directories(folder / "items");
    write(folder / "tracker.json", k_tracker);
    return folder.string();
}

std::vector<std::string> CliWorld::drafts() const
{
    std::vector<std::string> texts;
    auto folder = database();
    folder += ".drafts";
    if (std::filesystem::exists(folder)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
            const auto extension = entry.path().extension();
            if (extension == ".yaml" || extension == ".txt") {
                texts.push_back(read_text(entry.path()));
            }
        }
    }
    return texts;
}

void CliWorld::has_a_pair() const
{
    must({"setup"});
    must({"connector", "add", "dev", "--type", "files", "--url", tracker_folder("dev")});
    must({"connector", "add", "desk", "--type", "files", "--url", tracker_folder("desk")});
    must({"pair", "add", "dev-desk", "--source", "dev", "--target", "desk"});
}

void CliWorld::write(const std::filesystem::path& file, std::string_view text) const
{
    std::ofstream out{file, std::ios::binary};
    out << text;
}

nlohmann::json envelope_of(const ProcessResult& result)
{
    INFO(result.out << result.err);
    auto envelope = base::parse_json(result.out.substr(0, result.out.find('\n')));
    for (const auto* key : {"schema", "ok", "exit", "data", "warnings", "error"}) {
        REQUIRE(envelope.contains(key));
    }
    CHECK(envelope["exit"] == result.exit);
    CHECK(envelope["data"].is_array());
    return envelope;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string read_text(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

unsigned mode_of(const std::filesystem::path& file)
{
    struct stat info {};

    REQUIRE(::stat(file.c_str(), &info) == 0);
    return info.st_mode & 0777U;
}

} // namespace syncctl::test
