#pragma once

#include "fakes/azure_devops/fault.hpp"
#include "fakes/azure_devops/process.hpp"
#include "fakes/azure_devops/switches.hpp"
#include "fakes/traffic.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace syncctl::fakes {

/// A small Azure DevOps organization behind a real socket: work item tracking as versions 6.0 to
/// 7.1 of its REST interface describe it. Where real servers differ, or where nobody knows,
/// Switches has both. Its methods play the people who work there, and may be called at any time.
class FakeAzureDevOps : public Traffic {
public:
    struct Setup {
        Process process = agile_process();
        std::string project = "Fabrikam";
        std::string collection = "fabrikam"; ///< may have several segments: `tfs/DefaultCollection`
        const base::Clock* clock = nullptr;  ///< null: clock(), which stands still
        bool is_logging = true;              ///< keep all requests and answers
        bool is_checking = true;             ///< hold every exchange against the OpenAPI document
    };

    FakeAzureDevOps();
    explicit FakeAzureDevOps(Setup setup);
    ~FakeAzureDevOps();
    FakeAzureDevOps(const FakeAzureDevOps&) = delete;
    FakeAzureDevOps& operator=(const FakeAzureDevOps&) = delete;

    /// `http://127.0.0.1:PORT/fabrikam`
    [[nodiscard]] std::string url() const;
    [[nodiscard]] int port() const;
    /// The one personal access token that is accepted.
    [[nodiscard]] std::string token() const;
    /// The token has expired, and token() is a new one.
    void renew_token();

    /// Runs `change` on the switches, between two requests.
    void change(const std::function<void(Switches&)>& change);

    // What people have set up.
    void has_project(const std::string& name, Process process);
    void has_person(const std::string& display_name, const std::string& mail);
    void has_inactive_person(const std::string& display_name, const std::string& mail);
    void has_area(const std::string& path); ///< `Fabrikam\A\B`
    void has_iteration(const std::string& path);
    /// The next item gets this id.
    void numbers_items_from(int id);
    /// Runs `change` on the process of a project, the first one when `project` is empty.
    void customise(const std::function<void(Process&)>& change, const std::string& project = "");

    // What people do. Fields by reference name; rules do not bind them, and `by` is a mail address
    // of someone in the organization, not the owner of the token.
    int has_item(const std::string& type,
                 const nlohmann::json& fields,
                 const std::string& project = "");
    void edit(int id, const nlohmann::json& fields); ///< a null clears
    void link(int id, const std::string& rel, const std::string& url);
    void move_to_project(int id, const std::string& project);
    void remove(int id);
    void restore(int id);
    void destroy(int id);
    void rename_project(const std::string& name, const std::string& new_name);
    void rename_person(const std::string& mail, const std::string& display_name);

    /// Keeps all that people and the interface have stored, and the switches; rewind() goes back to
    /// that, as often as wanted, and forgets faults and the log.
    void save();
    void rewind();

    struct Snapshot {
        int id = 0;
        int rev = 0;
        bool is_deleted = false;
        nlohmann::json fields;
        nlohmann::json relations;
    };

    [[nodiscard]] std::optional<Snapshot> item(int id) const;
    /// In the recycle bin as well.
    [[nodiscard]] std::vector<int> ids() const;
    /// Titles of the items that are not deleted, by id.
    [[nodiscard]] std::vector<std::string> titles() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace syncctl::fakes
