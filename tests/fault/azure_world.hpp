#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "kill_world.hpp"
#include "shared_clock.hpp"
#include "support/files_world.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

struct AzureWorldOptions {
    std::string_view strategy = "last-write-wins";
    std::vector<std::string> settings{}; ///< of both connectors: `concurrency=1`
};

/// Two organizations of Azure DevOps, `dev` (Agile, type Bug) and `desk` (Basic, type Issue), kept
/// in step by the real binary. One clock for all of them, which a test moves.
class AzureWorld final : public KillWorld {
public:
    explicit AzureWorld(const AzureWorldOptions& options = {});

    [[nodiscard]] ProcessOptions plan(const std::vector<std::string>& arguments) const override;

    [[nodiscard]] std::string path(std::string_view name) const override
    {
        return m_files.path(name);
    }

    void save() override;
    void restore() override;
    [[nodiscard]] std::string outcome() override;
    [[nodiscard]] std::string broken_promises() override;

    [[nodiscard]] std::string leftovers() const override { return {}; }

    /// More than the settle time of the connector.
    void let_time_pass() override { clock.advance(std::chrono::minutes{3}); }

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
    void add_connector(const std::string& name,
                       const fakes::FakeAzureDevOps& tracker,
                       const std::vector<std::string>& settings);

    std::chrono::milliseconds m_saved_ahead{};
};

} // namespace syncctl::test
