#include "connector_contract.hpp"
#include "connectors/azure_devops/ado_fixture.hpp"

#include <charconv>

namespace syncctl::tests {

namespace {

/// An organization in which people work while the connector does.
class Organization final : public ContractTracker {
public:
    explicit Organization(std::string changes) : m_changes{std::move(changes)} {}

    ~Organization() override { m_fixture.check_exchanges(); }

    std::unique_ptr<connectors::Connector> connect() override
    {
        return m_fixture.connect({{"changes", m_changes}});
    }

    std::string type() const override { return "Bug"; }

    std::string title_field() const override { return "System.Title"; }

    std::string optional_field() const override { return "Microsoft.VSTS.TCM.ReproSteps"; }

    model::Fields fields_of_new_item(const std::string& title) const override
    {
        return {{"System.Title", title}};
    }

    std::string person_creates(const std::string& title) override
    {
        return std::to_string(m_fixture.has_bug(title));
    }

    void
    person_edits(const std::string& id, const std::string& field, const std::string& value) override
    {
        m_fixture.tracker.edit(std::stoi(id), {{field, value}});
    }

    void person_removes(const std::string& id) override { m_fixture.tracker.remove(std::stoi(id)); }

    void goes_away() override
    {
        m_fixture.tracker.next_requests({}, fakes::faults::closed_before(), 1000);
    }

    bool tells_absent_from_hidden() const override { return false; }

private:
    std::string m_changes;
    AdoFixture m_fixture;
};

} // namespace

TEST_CASE("the connector azure-devops keeps the connector contract", "[contract][azure_devops]")
{
    check_connector_contract([] { return std::make_unique<Organization>("feed"); });
}

TEST_CASE("the connector azure-devops keeps the connector contract without a feed",
          "[contract][azure_devops]")
{
    check_connector_contract([] { return std::make_unique<Organization>("query"); });
}

} // namespace syncctl::tests
