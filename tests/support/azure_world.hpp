#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "support/tracker_world.hpp"

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

/// Two organizations of Azure DevOps, `dev` (Agile, type Bug) and `desk` (Basic, type Issue).
class AzureWorld : public TrackerWorld {
public:
    explicit AzureWorld(AzureWorldOptions options = {});

    /// Connectors, the pair `p` and its mapping.
    void set_up();
    /// `connector add`, with the token of this tracker.
    [[nodiscard]] std::vector<std::string>
    connector_arguments(const std::string& name, const fakes::FakeAzureDevOps& tracker) const;
    /// Of the whole mapping, as the options have it.
    [[nodiscard]] std::string mapping() const;

    // What people do.
    int add_bug(const std::string& title, const std::string& state = "New");
    int add_issue(const std::string& title, const std::string& state = "To Do");
    /// Bugs 1 and 2 and issues 501 and 502, not linked yet.
    void add_two_of_each();
    /// The same with their partners.
    void link_four();
    /// The id on the other side.
    [[nodiscard]] int partner_of_bug(int bug);

    fakes::FakeAzureDevOps dev;
    fakes::FakeAzureDevOps desk;

protected:
    void save_trackers() override;
    void restore_trackers() override;
    [[nodiscard]] std::vector<std::string> shown_items(const std::string& side) const override;
    [[nodiscard]] std::string shown_item(const std::string& side,
                                         const std::string& id) const override;
    [[nodiscard]] std::vector<std::string> markers(const std::string& side) const override;
    [[nodiscard]] const fakes::Traffic& traffic(const std::string& side) const override;
    [[nodiscard]] std::vector<std::string> secrets() const override;

private:
    [[nodiscard]] const fakes::FakeAzureDevOps& tracker(const std::string& side) const
    {
        return side == "dev" ? dev : desk;
    }

    AzureWorldOptions m_options;
};

} // namespace syncctl::test
