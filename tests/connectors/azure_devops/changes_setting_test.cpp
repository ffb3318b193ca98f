#include "ado_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using connectors::Watermark;
using fakes::Switches;
using fakes::requests::k_feed;
using fakes::requests::k_queries;

namespace {

/// An organization, and listings of new connectors to it as in one run after the other.
class Listings : public AdoFixture {
public:
    std::map<std::string, model::Change> list(const std::string& changes)
    {
        tracker.clear_log();
        tracker.clock().advance(std::chrono::minutes{20});
        return changes_of(*connect({{"changes", changes}}), watermark);
    }

    /// The error of a listing that fails.
    Error list_in_vain(const std::string& changes)
    {
        const auto before = watermark;
        try {
            static_cast<void>(list(changes));
        } catch (const Error& error) {
            CHECK(watermark == before);
            return error;
        }
        FAIL("no error");
        return Error{ErrorCode::failed, ""};
    }

    void has_feed(bool has)
    {
        tracker.change([&](Switches& switches) { switches.has_feed = has; });
    }

    Watermark watermark;
};

} // namespace

TEST_CASE("a server without a feed is asked by query, which is told once", "[azure_devops][query]")
{
    Listings ado;
    ado.has_feed(false);
    ado.tracker.change([](Switches& switches) {
        switches.missing_feed =
            GENERATE(fakes::MissingFeed::json_404, fakes::MissingFeed::page_404);
    });
    ado.has_bug("one");
    CHECK(ado.list("auto").size() == 1);
    CHECK(ado.tracker.requests(k_feed) == 1);
    REQUIRE(ado.log.warnings.size() == 1);
    CHECK(ado.log.warnings.front().find("no change feed") != std::string::npos);

    ado.has_bug("two");
    CHECK(ado.list("auto").count("2") == 1);
    CHECK(ado.tracker.requests(k_feed) == 0);
    ado.has_feed(true); // a newer server: a full run would find it
    static_cast<void>(ado.list("auto"));
    CHECK(ado.list("auto").empty());
    CHECK(ado.tracker.requests(k_queries) == 1);
    CHECK(ado.tracker.requests({}) == 2);
    CHECK(ado.log.warnings.size() == 1);
}

TEST_CASE("other answers that mean there is no such address mean no feed", "[azure_devops][query]")
{
    Listings ado;
    ado.has_bug("one");
    const int status = GENERATE(404, 405, 410, 501);
    ado.tracker.next_requests(k_feed, fakes::faults::status_before(status));
    CHECK(ado.list("auto").size() == 1);
    CHECK(ado.tracker.requests(k_queries) == 1);
}

TEST_CASE("a feed that may not be read or fails is an error, not a reason for a query",
          "[azure_devops][query]")
{
    Listings ado;
    ado.has_bug("one");
    const int status = GENERATE(400, 401, 403, 500);
    ado.tracker.next_requests(k_feed, fakes::faults::status_before(status), 10);
    static_cast<void>(ado.list_in_vain("auto"));
    CHECK(ado.tracker.requests(k_queries) == 0);
    CHECK(ado.log.warnings.empty());
}

TEST_CASE("a project that is not there is told as such, with and without a feed",
          "[azure_devops][query]")
{
    Listings ado;
    ado.has_feed(GENERATE(true, false));
    const auto connector = ado.connect({{"project", "Nowhere"}});
    try {
        static_cast<void>(connector->changes({}));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::not_found);
        CHECK(error.message().find("Nowhere") != std::string::npos);
    }
}

TEST_CASE("a feed that disappears later is an error with the way out", "[azure_devops][query]")
{
    Listings ado;
    const std::string setting = GENERATE("auto", "feed");
    ado.has_bug("one");
    CHECK(ado.list(setting).size() == 1);
    ado.has_bug("two");
    ado.has_feed(false);
    const auto error = ado.list_in_vain(setting);
    CHECK(error.code() == ErrorCode::not_found);
    CHECK(error.hint().find("changes=query") != std::string::npos);
    CHECK(ado.tracker.requests(k_queries) == 0);
    ado.has_feed(true);
    CHECK(ado.list(setting).count("2") == 1);
}

TEST_CASE("a feed that disappears between the pages of the first listing is an error",
          "[azure_devops][query]")
{
    Listings ado;
    ado.tracker.change([](Switches& switches) { switches.feed_page = 1; });
    ado.has_bug("one");
    ado.has_bug("two");
    ado.tracker.next_requests(k_feed, fakes::faults::status_before(404), 1, 1);
    CHECK(ado.list_in_vain("auto").code() == ErrorCode::not_found);
    CHECK(ado.tracker.requests(k_queries) == 0);
}

TEST_CASE("changes=feed takes nothing else", "[azure_devops][query]")
{
    Listings ado;
    ado.has_feed(false);
    ado.has_bug("one");
    CHECK(ado.list_in_vain("feed").hint().find("changes=query") != std::string::npos);
    CHECK(ado.tracker.requests(k_queries) == 0);
}

TEST_CASE("another value of `changes` lists everything again", "[azure_devops][query]")
{
    Listings ado;
    ado.has_bug("one");
    std::string before = "auto";
    CHECK(ado.list("auto").size() == 1);
    for (const std::string setting : {"query", "feed", "query", "auto", "feed", "auto"}) {
        INFO("from " << before << " to " << setting);
        CHECK(ado.list(setting).size() == 1);
        const bool by_query = setting == "query";
        CHECK(ado.tracker.requests(k_queries) == (by_query ? 1 : 0));
        CHECK(ado.tracker.requests(k_feed) == (by_query ? 0 : 1));
        static_cast<void>(ado.list(setting)); // looks back
        CHECK(ado.list(setting).empty());
        before = setting;
    }
}

} // namespace syncctl::tests
