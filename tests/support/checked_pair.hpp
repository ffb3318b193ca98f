#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "support/tracker_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::test {

// Exit codes that the tests of the pairs expect; docs/exit-codes.md has all.
constexpr int k_failed = 1;
constexpr int k_usage = 2;
constexpr int k_partial = 3;
constexpr int k_refused_credential = 12;
constexpr int k_temporary = 13;
constexpr int k_conflicts_wait = 14;
constexpr int k_guarded = 15;
constexpr int k_bad_setting = 16;
constexpr int k_no_such_name = 18;

/// How a command has to end, and words of what it says.
struct Expected {
    int exit = 0;
    std::vector<std::string> words{};
};

/// Each of the words stands in the text.
void check_words(std::string_view text, const std::vector<std::string>& words);
/// The envelope of a command with `--json`, which has to end with this code.
[[nodiscard]] nlohmann::json
envelope_of(const TrackerWorld& world, std::vector<std::string> arguments, int exit);
/// See CheckedPair::check_error().
void check_error_in(const nlohmann::json& errors,
                    const std::string& item,
                    const std::string& field,
                    const std::vector<std::string>& words);
/// The command fails like this, with a hint, in few words and little memory.
void check_failure(const ProcessResult& result, const Expected& expected);
/// How many requests it got that could have changed something.
[[nodiscard]] int writes_to(const fakes::Traffic& tracker);
/// A field of an item that is there.
[[nodiscard]] nlohmann::json
field_of(const fakes::FakeAzureDevOps& tracker, int id, const std::string& name);

/// A world of two trackers `dev`, an Azure DevOps, and `desk` that checks what holds in every
/// test, at its end as well.
template <class World>
class CheckedPair : public World {
public:
    using World::World;

    ~CheckedPair() override { CHECK(this->broken_promises() == ""); }

    /// The envelope of a command with `--json`, which has to end with this code.
    nlohmann::json envelope(std::vector<std::string> arguments, int exit = 0) const
    {
        return envelope_of(*this, std::move(arguments), exit);
    }

    /// `data` of it.
    nlohmann::json rows(std::vector<std::string> arguments, int exit = 0) const
    {
        return envelope(std::move(arguments), exit).at("data");
    }

    /// The line of the pair; time passes.
    nlohmann::json run(int exit = 0, const std::vector<std::string>& arguments = {})
    {
        std::vector<std::string> all{"run", "p"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        auto report = rows(std::move(all), exit).at(0);
        this->let_time_pass();
        return report;
    }

    /// The newest error that `errors` shows of an item (`dev:1`) is about this field, "" for none,
    /// and holds the words.
    void check_error(const std::string& item,
                     const std::string& field,
                     const std::vector<std::string>& words) const
    {
        check_error_in(rows({"errors"}), item, field, words);
    }

    /// `connector add` with these arguments, in a world without connectors, fails like this, and
    /// nothing is stored or written.
    void check_refused(const std::vector<std::string>& arguments, const Expected& expected) const
    {
        check_failure(this->syncctl(arguments), expected);
        CHECK(rows({"connector", "list"}).empty());
        CHECK(writes_sent() == 0);
    }

    /// The run fails like this, and nothing came of it on either side.
    void check_failing_run(int exit, const std::string& code, const std::vector<std::string>& words)
    {
        const auto before = this->outcome();
        clear_logs();
        const auto failed = envelope({"run", "p"}, exit);
        CHECK(failed["ok"] == false);
        CHECK(failed["data"][0]["result"] == "failed");
        CHECK(failed["error"]["code"] == code);
        CHECK(failed["error"]["hint"] != "");
        check_words(failed["error"].dump(), words);
        CHECK(writes_sent() == 0);
        CHECK(this->outcome() == before);
        CHECK(this->broken_promises() == "");
    }

    nlohmann::json dev_field(int id, const std::string& name) const
    {
        return field_of(this->dev, id, name);
    }

    /// What was to be done is done by the run before, whatever one more run has to look at: the one
    /// after that sends no write.
    void check_third_run_writes_nothing(int exit = 0)
    {
        static_cast<void>(run(exit));
        clear_logs();
        const auto report = run(exit);
        CHECK(report["created"] == 0);
        CHECK(report["updated"] == 0);
        CHECK(report["deleted"] == 0);
        CHECK(writes_sent() == 0);
    }

    /// How many requests both sides got that could have changed something.
    [[nodiscard]] int writes_sent() const { return writes_to(this->dev) + writes_to(this->desk); }

    void clear_logs()
    {
        this->dev.clear_log();
        this->desk.clear_log();
    }
};

} // namespace syncctl::test
