#include "connector_contract.hpp"
#include "unit/connectors/files/folder_fixture.hpp"

#include <nlohmann/json.hpp>

namespace syncctl::tests {

namespace {

/// A folder, edited the way people edit files: read, change, write in place.
class FolderTracker final : public ContractTracker {
public:
    std::unique_ptr<connectors::Connector> connect() override { return m_folder.connect(); }

    std::string type() const override { return "Bug"; }

    std::string title_field() const override { return "Title"; }

    std::string optional_field() const override { return "Owner"; }

    model::Fields fields_of_new_item(const std::string& title) const override
    {
        return {{"Title", title}, {"State", std::string{"New"}}};
    }

    std::string person_creates(const std::string& title) override
    {
        int id = 1;
        while (std::filesystem::exists(m_folder.item(std::to_string(id)))) {
            ++id;
        }
        m_folder.has_bug(std::to_string(id), title);
        return std::to_string(id);
    }

    void
    person_edits(const std::string& id, const std::string& field, const std::string& value) override
    {
        auto document = nlohmann::ordered_json::parse(m_folder.read(id));
        document["fields"][field] = value;
        m_folder.write_item(id, document.dump());
    }

    void person_removes(const std::string& id) override
    {
        std::filesystem::remove(m_folder.item(id));
    }

    void goes_away() override { std::filesystem::remove_all(m_folder.path()); }

private:
    FolderFixture m_folder;
};

} // namespace

TEST_CASE("the connector files keeps the connector contract", "[contract][files]")
{
    check_connector_contract([] { return std::make_unique<FolderTracker>(); });
}

} // namespace syncctl::tests
