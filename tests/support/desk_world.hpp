#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "fakes/servicedesk_plus/fake_servicedesk_plus.hpp"
#include "support/tracker_world.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

struct DeskWorldOptions {
    fakes::FakeServiceDeskPlus::Edition edition = fakes::FakeServiceDeskPlus::Edition::on_premises;
    std::string_view strategy = "last-write-wins";
    std::string_view deletes = "mirror";
    std::string_view marker = "field";   ///< `field`, `subject` or `description`
    std::vector<std::string> rules{};    ///< more lines under `fields`: `A <-> B`
    std::vector<std::string> settings{}; ///< of `desk`: `closure_code=Success`
    std::vector<std::string> pair{};     ///< more arguments of `pair add`
    bool has_pair = true; ///< false: a database only; set_up() once the trackers are prepared
    bool has_in_progress = true; ///< false: the statuses of a stock installation
};

/// The pair that the program is for: an organization of Azure DevOps `dev` (Agile, type Bug) and a
/// ServiceDesk Plus `desk` (type Incident).
class DeskWorld : public TrackerWorld {
public:
    explicit DeskWorld(DeskWorldOptions options = {});

    /// Connectors, the pair `p` and its mapping.
    void set_up();
    [[nodiscard]] std::vector<std::string> dev_arguments() const;  ///< `connector add dev ...`
    [[nodiscard]] std::vector<std::string> desk_arguments() const; ///< `connector add desk ...`
    /// Of the whole mapping, as the options have it.
    [[nodiscard]] std::string mapping() const;
    /// Writes the credentials of `desk` to the files that its connector was added with.
    void write_desk_secrets() const;

    // What people do.
    int add_bug(const std::string& title, const std::string& state = "New");
    std::string add_incident(const std::string& subject, const std::string& status = "Open");
    /// Bugs 1 and 2 and two incidents, not linked yet.
    void add_two_of_each();
    /// The same with their partners.
    void link_four();
    /// The ids on the other side.
    [[nodiscard]] std::string partner_of_bug(int bug);
    [[nodiscard]] int partner_of_incident(const std::string& incident);
    /// The incident with this subject. \throws std::runtime_error
    [[nodiscard]] std::string incident(std::string_view subject) const;

    fakes::FakeAzureDevOps dev;
    fakes::FakeServiceDeskPlus desk;

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
    [[nodiscard]] bool is_cloud() const;
    [[nodiscard]] bool has_setting(std::string_view name) const;

    DeskWorldOptions m_options;
};

} // namespace syncctl::test
