#include "command_line.hpp"
#include "commands/commands.hpp"
#include "completion.hpp"

#include "syncctl/base/subprocess.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace syncctl::cli {

namespace {

/// Names that say what they are.
std::vector<Candidate> some_names(Takes takes)
{
    switch (takes) {
    case Takes::pair:
        return {{.word = "a-pair", .about = {}}};
    case Takes::connector:
        return {{.word = "a-connector", .about = {}}};
    case Takes::connector_type:
        return {{.word = "a-type", .about = {}}};
    case Takes::setting:
        return {{.word = "a-setting", .about = {}}};
    case Takes::conflict:
        return {{.word = "7", .about = {}}};
    default:
        return {};
    }
}

Completion after(const std::string& typed, std::string_view current = {})
{
    return complete(typed.empty() ? std::vector<std::string>{} : base::split_command(typed),
                    current,
                    &some_names);
}

std::vector<std::string> words(const Completion& completion)
{
    std::vector<std::string> words;
    for (const auto& candidate : completion.candidates) {
        words.push_back(candidate.word);
    }
    return words;
}

bool offers(const Completion& completion, const std::string& word)
{
    const auto all = words(completion);
    return std::count(all.begin(), all.end(), word) == 1;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("the first word may be each command or noun, once", "[cli][completion]")
{
    const auto first = after("");
    for (const auto& entry : all_commands()) {
        INFO(entry.path);
        CHECK(offers(first, std::string{entry.path.substr(0, entry.path.find(' '))}));
    }
    CHECK(first.paths == Takes::something);
    CHECK(offers(after("--db state.db -v"), "run"));
}

TEST_CASE("a noun goes on with its verbs", "[cli][completion]")
{
    CHECK(words(after("settings")) == Words{"list", "get", "set"});
    CHECK(offers(after("connector --json"), "discover"));
    CHECK(words(after("nonsense")).empty());
    CHECK(words(after("connector nonsense")).empty());
}

TEST_CASE("a place offers the names that it takes", "[cli][completion]")
{
    const std::vector<std::pair<std::string, std::string>> places{
        {"run", "a-pair"},
        {"run one", "a-pair"}, // repeatable
        {"pair show", "a-pair"},
        {"conflicts list --pair", "a-pair"},
        {"mapping import", "a-pair"},
        {"connector test", "a-connector"},
        {"pair add new --source", "a-connector"},
        {"connector add new --type", "a-type"},
        {"settings set", "a-setting"},
        {"conflicts resolve", "7"},
        {"completion", "zsh"},
        {"conflicts resolve 7 --take", "newest"},
    };
    for (const auto& [typed, word] : places) {
        INFO(typed);
        CHECK(offers(after(typed), word));
    }
}

TEST_CASE("nothing is offered for a name of one's own, free text, or one argument too many",
          "[cli][completion]")
{
    for (const std::string typed :
         {"connector add", "pair add", "run --limit", "settings set a-setting", "pair show one"}) {
        INFO(typed);
        const auto completion = after(typed);
        CHECK(completion.candidates.empty());
        CHECK(completion.paths == Takes::something);
    }
}

TEST_CASE("files are left to the shell", "[cli][completion]")
{
    CHECK(after("run --db").paths == Takes::file);
    CHECK(after("mapping import one").paths == Takes::file);
    const auto document = after("mapping validate");
    CHECK(document.paths == Takes::file);
    CHECK(offers(document, "a-pair"));
    const auto joined = after("run", "--db=/var/l");
    CHECK(joined.paths == Takes::file);
    CHECK(joined.prefix == "--db=");
}

TEST_CASE("options are offered where one begins, with those of every command", "[cli][completion]")
{
    const auto options = after("run", "--");
    CHECK(offers(options, "--dry-run"));
    CHECK(offers(options, "-n"));
    CHECK(offers(options, "--json"));
    CHECK(offers(options, "--help"));
    CHECK_FALSE(offers(after("status", "-"), "--dry-run"));
    CHECK(offers(after("", "--"), "--db"));

    const auto value = after("items list", "--pair=a");
    CHECK(words(value) == Words{"a-pair"});
    CHECK(value.prefix == "--pair=");
    CHECK(words(after("run", "--format=")) == Words{"table", "json", "jsonl", "csv"});
    CHECK(words(after("run", "--all=")).empty()); // takes no value
    CHECK(words(after("run", "--nonsense=")).empty());
}

TEST_CASE("after two dashes there are no options any more", "[cli][completion]")
{
    CHECK(words(after("run --", "-")) == Words{"a-pair"});
    CHECK(words(after("run -- --db")) == Words{"a-pair"});
}

TEST_CASE("every place of every command is answered", "[cli][completion]")
{
    for (const auto& entry : all_commands()) {
        INFO(entry.path);
        const auto spec = entry.make();
        const std::string path{entry.path};
        static_cast<void>(after(path));
        for (const auto& option : spec.options) {
            INFO(option.flags);
            const auto name = "--" + std::string{long_name(option.flags)};
            CHECK(offers(after(path, "-"), name));
            if (!option.value.empty()) {
                const auto value = after(path + " " + name);
                CHECK((option.value == "FILE") == (value.paths == Takes::file));
            }
        }
    }
}

} // namespace syncctl::cli
