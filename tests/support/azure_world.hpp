#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "support/files_world.hpp"
#include "support/shared_clock.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

struct AzureWorldOptions {
    std::string_view strategy = "last-write-wins";
    std::string_view deletes = "mirror";
    std::vector<std::string> rules{};    ///< more lines under `fields`: `A <-> B`
    std::vector<std::string> settings{}; ///< of both connectors: `concurrency=1`
    std::vector<std::string> pair{};     ///< more arguments of `pair add`
    bool has_pair = true; ///< false: a database only; set_up() once the trackers are prepared
};

/// Two organizations of Azure DevOps, `dev` (Agile, type Bug) and `desk` (Basic, type Issue), kept
/// in step by the real binary. One clock for all of them, which a test moves.
class AzureWorld {
public:
    explicit AzureWorld(AzureWorldOptions options = {});

    /// Connectors, the pair `p` and its mapping.
    void set_up();
    /// `connector add`, with the token of this tracker.
    [[nodiscard]] std::vector<std::string>
    connector_arguments(const std::string& name, const fakes::FakeAzureDevOps& tracker) const;
    /// Of the whole mapping, as the options have it.
    [[nodiscard]] std::string mapping() const;

    [[nodiscard]] ProcessOptions plan(const std::vector<std::string>& arguments) const;

    /// Of a file beside the database.
    [[nodiscard]] std::string path(std::string_view name) const { return m_files.path(name); }

    /// Keeps everything as it is now; restore() goes back to that, as often as wanted.
    void save();
    void restore();
    /// Everything a person relies on, as lines of text that are equal when the worlds are.
    [[nodiscard]] std::string outcome();
    /// What must hold whatever happened. Empty when all holds.
    [[nodiscard]] std::string broken_promises();

    /// More than the settle time of the connector.
    void let_time_pass() { clock.advance(std::chrono::minutes{3}); }

    /// \throws std::runtime_error when it shows a token
    ProcessResult syncctl(const std::vector<std::string>& arguments) const;
    /// \throws std::runtime_error when it ends with another exit code
    void must(const std::vector<std::string>& arguments, int exit = 0) const;
    /// Runs the pair, time passes.
    void run(int exit = 0);

    // What people do.
    int add_bug(const std::string& title, const std::string& state = "New");
    int add_issue(const std::string& title, const std::string& state = "To Do");
    /// Bugs 1 and 2 and issues 501 and 502, not linked yet.
    void add_two_of_each();
    /// The same with their partners.
    void link_four();
    /// The id on the other side.
    [[nodiscard]] int partner_of_bug(int bug);

    std::string sql(const std::string& query) { return m_files.sql(query); }

    /// What a person may rely on after whatever happened: at most four runs on, a settle time
    /// between them, everything is as `expected`; one more run writes nothing.
    /// \return what is wrong; empty when all is well
    [[nodiscard]] std::string heal(const std::string& expected);
    /// One run that has nothing to do.
    [[nodiscard]] std::string run_quietly();

private:
    FilesWorld m_files;

public:
    SharedClock clock{m_files.path("clock")};
    fakes::FakeAzureDevOps dev;
    fakes::FakeAzureDevOps desk;

    std::map<std::string, std::string> environment; ///< on top of what every run gets

private:
    AzureWorldOptions m_options;
    std::chrono::milliseconds m_saved_ahead{};
};

} // namespace syncctl::test
