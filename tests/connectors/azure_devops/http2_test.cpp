#include "ado_fixture.hpp"
#include "support/certificates.hpp"
#include "support/http2_front.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>

namespace syncctl::tests {

namespace {

/// Every work item that a listing without end shows.
std::vector<std::string> ids_of(const std::map<std::string, model::Change>& changes)
{
    std::vector<std::string> ids;
    for (const auto& [id, change] : changes) {
        ids.push_back(id);
    }
    return ids;
}

} // namespace

TEST_CASE("a whole run of the connector goes through over HTTP/2, but for its creates",
          "[azure_devops][http2]")
{
    AdoFixture ado;
    ado.tracker.change([](fakes::Switches& switches) { switches.feed_page = 2; });
    for (int i = 0; i < 7; ++i) {
        ado.has_bug("bug " + std::to_string(i));
    }
    const test::TempDir folder;
    test::Authority authority{folder.path()};
    test::Http2Front front{folder.path(), authority.issue(), ado.tracker.port()};
    ado.url = front.url() + "/fabrikam";
    const auto connector = ado.connect({{"ca_file", authority.ca_file()}});

    for (const auto& check : connector->test()) {
        INFO(check.name << ": " << check.detail);
        CHECK(check.ok);
    }

    connectors::Watermark watermark;
    const auto first = ids_of(changes_of(*connector, watermark));
    CHECK(first.size() == 7);
    for (const auto& result : connector->get(first)) {
        CHECK(std::holds_alternative<model::WorkItem>(result));
    }

    std::vector<connectors::Operation> operations;
    for (int i = 0; i < 10; ++i) {
        operations.emplace_back(
            connectors::CreateItem{.type = "Bug",
                                   .fields = {{"System.Title", "new bug " + std::to_string(i)}},
                                   .marker = "p-source-" + std::to_string(i)});
    }
    for (const auto& id : first) {
        operations.emplace_back(
            connectors::UpdateItem{.id = id,
                                   .expected_revision = item_of(*connector, id).revision,
                                   .fields = {{"System.Title", std::string{"edited"}}}});
    }
    for (const auto& result : connector->write(operations)) {
        CHECK(std::holds_alternative<connectors::Done>(result));
    }
    CHECK(changes_of(*connector, watermark).size() == 17);

    CHECK(ado.tracker.ids().size() == 17);
    const auto titles = ado.tracker.titles();
    CHECK(std::count(titles.begin(), titles.end(), "edited") == 7);
    ado.check_exchanges();

    const auto calls = static_cast<std::size_t>(connector->api_calls());
    const auto seen = front.answered(calls);
    CHECK(seen.size() == calls);
    const auto by = [&](const std::string& method, const std::string& protocol) {
        return std::count_if(seen.begin(), seen.end(), [&](const auto& request) {
            return request.method == method && request.protocol == protocol;
        });
    };
    CHECK(by("GET", "h2") > 10);
    CHECK(by("GET", "http/1.1") == 0);
    // An update takes what is idle, and that may be the connection of a create.
    CHECK(by("PATCH", "h2") + by("PATCH", "http/1.1") == 7);
    CHECK(std::count_if(seen.begin(), seen.end(), [](const auto& request) {
              const bool is_create = request.method == "POST" &&
                                     request.target.find("/workitems/") != std::string::npos &&
                                     request.target.find("validateOnly") == std::string::npos;
              return is_create && request.protocol == "http/1.1";
          }) == 10);
}

} // namespace syncctl::tests
