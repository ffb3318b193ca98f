#include "ado_fixture.hpp"

#include "syncctl/base/error.hpp"

#include <algorithm>

namespace syncctl::tests {

using fakes::Switches;

namespace {

ErrorCode code_of_listing(AdoFixture& ado, const std::string& changes)
{
    connectors::Watermark watermark;
    try {
        static_cast<void>(changes_of(*ado.connect({{"changes", changes}}), watermark));
    } catch (const Error& error) {
        CHECK(watermark.bytes.empty());
        CHECK(error.message().find("ado") != std::string::npos);
        CHECK(error.message().find(ado.tracker.token()) == std::string::npos);
        return error.code();
    }
    FAIL("no error");
    return ErrorCode::failed;
}

} // namespace

TEST_CASE("every way to refuse a read is an error of its kind, never an empty listing",
          "[azure_devops]")
{
    AdoFixture ado;
    ado.limits.repeats = 0;
    ado.has_bug("one");
    const auto [changes, address] = GENERATE(
        table<std::string, std::string>({{"feed", "workitemrevisions"}, {"query", "wiql"}}));
    const auto with = [&, changes = changes, address = address](fakes::Fault fault) {
        ado.tracker.next_requests({"", address}, std::move(fault), 5);
        const auto code = code_of_listing(ado, changes);
        ado.tracker.no_more_faults();
        return code;
    };
    CHECK(with(fakes::faults::page_203()) == ErrorCode::authentication);
    CHECK(with(fakes::faults::redirect_302()) == ErrorCode::authentication);
    CHECK(with(fakes::faults::unauthorized_401()) == ErrorCode::authentication);
    CHECK(with(fakes::faults::html_200()) == ErrorCode::authentication);
    CHECK(with(fakes::faults::forbidden_403()) == ErrorCode::forbidden);
    CHECK(with(fakes::faults::throttled_429("1")) == ErrorCode::rate_limited);
    CHECK(with(fakes::faults::status_before(500)) == ErrorCode::unavailable);
    CHECK(with(fakes::faults::status_before(404)) == ErrorCode::not_found);
    CHECK(with(fakes::faults::garbage_json()) == ErrorCode::unavailable);
    CHECK(with(fakes::faults::deep_json(500)) == ErrorCode::unavailable);
    CHECK(with(fakes::faults::empty_200()) == ErrorCode::unavailable);
    CHECK(with(fakes::faults::no_content_204()) == ErrorCode::unavailable);
    CHECK(with(fakes::faults::truncated_body()) == ErrorCode::network);
    CHECK(with(fakes::faults::reset_before()) == ErrorCode::network);
    CHECK(with(fakes::faults::huge()) == ErrorCode::network);
}

TEST_CASE("a batch above the size limit is read in halves, and only what is too large is lost",
          "[azure_devops]")
{
    AdoFixture ado;
    ado.limits.body_bytes = 200'000;
    ado.limits.repeats = 0;
    std::vector<std::string> ids;
    for (int i = 0; i < 8; ++i) {
        const std::size_t size = i == 5 ? 300'000 : 60'000;
        ids.push_back(std::to_string(
            ado.has_bug("large", {{"Microsoft.VSTS.TCM.ReproSteps", std::string(size, 'd')}})));
    }
    auto connector = ado.connect();
    const auto results = connector->get(ids);
    for (std::size_t i = 0; i < results.size(); ++i) {
        CAPTURE(i);
        CHECK(std::holds_alternative<model::WorkItem>(results[i]) == (i != 5));
    }
    CHECK(std::holds_alternative<connectors::Unreadable>(results.at(5)));
}

TEST_CASE("a description goes both ways up to a million characters", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    const auto made_with = [&](std::size_t size) {
        return write_one(*connector,
                         connectors::CreateItem{.type = "Bug",
                                                .fields = {{"System.Title", text("large")},
                                                           {"Microsoft.VSTS.TCM.ReproSteps",
                                                            text(std::string(size, 'd'))}},
                                                .marker = "syncctl:1"});
    };
    const auto made = as<connectors::Done>(made_with(1'000'000)).item;
    CHECK(item_of(*connector, made.id).fields.at("Microsoft.VSTS.TCM.ReproSteps") ==
          text(std::string(1'000'000, 'd')));
    CHECK_FALSE(as<connectors::Refused>(made_with(std::size_t{1} << 20U)).reason.empty());
}

TEST_CASE("one item of a batch that cannot be read does not hide the others", "[azure_devops]")
{
    AdoFixture ado;
    ado.has_bug("one");
    ado.has_bug("two");
    auto connector = ado.connect();
    ado.tracker.next_requests(fakes::requests::k_reads,
                              fakes::faults::body(R"({"count": 3, "value": [
            {"id": 1, "rev": 1, "fields": {"System.WorkItemType": "Bug", "Custom.Odd": {"x": 1}}},
            {"id": 2, "rev": 4, "fields": {"System.WorkItemType": "Bug", "System.Title": "two"}},
            {"id": 77, "rev": 4, "fields": {"System.WorkItemType": "Bug"}}]})"));
    const auto results = connector->get(std::vector<std::string>{"1", "2"});
    CHECK(std::holds_alternative<connectors::Unreadable>(results.at(0)));
    CHECK(std::get<model::WorkItem>(results.at(1)).revision.text == "4");
}

TEST_CASE("an answer about another item is no answer to a write", "[azure_devops]")
{
    AdoFixture ado;
    ado.has_bug("one");
    auto connector = ado.connect();
    const auto revision = item_of(*connector, "1").revision;
    ado.tracker.next_requests(
        {"PATCH", "workitems"},
        fakes::faults::body(R"({"id": 9, "rev": 2, "fields": {"System.WorkItemType": "Bug"}})"));
    as<connectors::Unknown>(write_one(
        *connector, connectors::UpdateItem{"1", revision, {{"System.Title", text("x")}}}));
}

TEST_CASE("a field that was removed meanwhile refuses the write by its name", "[azure_devops]")
{
    AdoFixture ado;
    ado.has_bug("one");
    auto connector = ado.connect();
    const auto revision = item_of(*connector, "1").revision;
    ado.tracker.customise([](fakes::Process& process) {
        const auto is_gone = [](const auto& field) {
            return field.reference == "Microsoft.VSTS.TCM.ReproSteps";
        };
        std::erase_if(process.fields, is_gone);
        std::erase_if(process.type("Bug")->fields, is_gone);
    });
    CHECK(as<connectors::Refused>(
              write_one(*connector,
                        connectors::UpdateItem{
                            "1", revision, {{"Microsoft.VSTS.TCM.ReproSteps", text("x")}}}))
              .field == "Microsoft.VSTS.TCM.ReproSteps");
}

TEST_CASE("stale reads are never taken for absence", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    ado.tracker.change([](Switches& switches) { switches.stale_requests = 3; });
    const auto made = as<connectors::Done>(
                          write_one(*connector,
                                    connectors::CreateItem{.type = "Bug",
                                                           .fields = {{"System.Title", text("x")}},
                                                           .marker = "syncctl:1"}))
                          .item;
    for (int i = 0; i < 6; ++i) {
        CHECK_FALSE(std::holds_alternative<connectors::Absent>(get_one(*connector, made.id)));
    }
    CHECK(connector->capabilities().may_read_stale);
}

} // namespace syncctl::tests
