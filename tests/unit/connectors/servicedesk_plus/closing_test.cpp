#include "connectors/servicedesk_plus/closing.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using model::Fields;
using model::StatusCategory;
using nlohmann::json;

namespace {

StatusCategory category(std::string_view status)
{
    if (status == "Closed") {
        return StatusCategory::completed;
    }
    return status == "Resolved" ? StatusCategory::resolved : StatusCategory::in_progress;
}

const Fields k_closing{{"status", std::string{"Closed"}},
                       {"resolution", std::string{"Toner"}},
                       {"closure_info.closure_code", std::string{"Success"}}};

std::vector<WriteStep>
steps(const Fields& fields, const std::string& current = "Open", const Options& options = {})
{
    return steps_of(WriteKind::edit, fields, fields, current, options, category);
}

} // namespace

TEST_CASE("closing with closure information has a call of its own, after everything else",
          "[servicedesk_plus]")
{
    const auto planned = steps(k_closing);
    REQUIRE(planned.size() == 2);
    CHECK(planned[0].kind == WriteKind::edit);
    CHECK(planned[0].fields == Fields{{"resolution", std::string{"Toner"}}});
    CHECK(planned[1].kind == WriteKind::close);
    CHECK(planned[1].fields == Fields{{"status", std::string{"Closed"}},
                                      {"closure_info.closure_code", std::string{"Success"}}});
}

TEST_CASE("the settings give closure information that the mapping does not", "[servicedesk_plus]")
{
    Options options;
    options.closure_code = "Failure";
    options.closure_comments = "by syncctl";
    const auto planned = steps({{"status", std::string{"Closed"}}}, "Open", options);
    REQUIRE(planned.size() == 1);
    CHECK(planned[0].fields ==
          Fields{{"status", std::string{"Closed"}},
                 {"closure_info.closure_code", std::string{"Failure"}},
                 {"closure_info.closure_comments", std::string{"by syncctl"}}});
    CHECK(steps(k_closing, "Open", options)[1].fields.at("closure_info.closure_code") ==
          model::Value{std::string{"Success"}});
}

TEST_CASE("anything else goes out in one request", "[servicedesk_plus]")
{
    const Fields fields{{"status", std::string{"Closed"}}, {"subject", std::string{"x"}}};
    CHECK(steps(fields).size() == 1); // nothing to tell at closing
    auto resolved = k_closing;
    resolved["status"] = std::string{"Resolved"};
    CHECK(steps(resolved).size() == 1);
    CHECK(steps(k_closing, "Closed").size() == 1); // is closed already
    CHECK(steps({{"closure_info.closure_comments", std::string{"late"}}}, "Closed").size() == 1);
}

TEST_CASE("a new request that is to be closed is created open", "[servicedesk_plus]")
{
    const Fields fields{{"status", std::string{"Closed"}},
                        {"closure_info.closure_comments", std::string{"done"}}};
    const auto planned = steps_of(WriteKind::create, fields, fields, {}, {}, category);
    REQUIRE(planned.size() == 2);
    CHECK(planned[0].kind == WriteKind::create);
    CHECK(planned[0].fields.empty());
    CHECK(planned[1].kind == WriteKind::close);
}

TEST_CASE("a closed request is opened first, by its status alone", "[servicedesk_plus]")
{
    const auto planned =
        reopening_steps({{"status", std::string{"Open"}}, {"subject", std::string{"x"}}}, category);
    REQUIRE(planned.size() == 2);
    CHECK(planned[0].fields == Fields{{"status", std::string{"Open"}}});
    CHECK(planned[1].fields == Fields{{"subject", std::string{"x"}}});

    CHECK(reopening_steps({{"subject", std::string{"x"}}}, category).empty());
    CHECK(reopening_steps({{"status", std::string{"Open"}}}, category).empty()); // was tried
    CHECK(reopening_steps({{"status", std::string{"Closed"}}, {"subject", std::string{"x"}}},
                          category)
              .empty());
}

TEST_CASE("the call that closes says that the requester agrees", "[servicedesk_plus]")
{
    const Options options;
    const BodyContext context{.options = options,
                              .lookup = [](auto, const auto&, const auto&) -> Reference {
                                  return json{{"id", "7"}};
                              },
                              .request = {},
                              .marker = {}};
    const auto body = closing_body(steps(k_closing)[1], context);
    CHECK(std::get<json>(body) ==
          json{{"closure_info",
                {{"closure_code", {{"name", "Success"}}}, {"requester_ack_resolution", true}}}});
}

TEST_CASE("a spelling of the call that was taken is the only one from then on",
          "[servicedesk_plus]")
{
    CloseRoute route{Edition::cloud};
    REQUIRE(route.next({}) != nullptr);
    CHECK(*route.next({}) == "_close");
    CHECK(*route.next({"_close"}) == "close");
    CHECK(route.next({"_close", "close"}) == nullptr);

    route.keep("close");
    CHECK(*route.next({}) == "close");
    CHECK(*route.next({"_close"}) == "close"); // one that was under way meanwhile
    CHECK(route.next({"close"}) == nullptr);
    CHECK(*CloseRoute{Edition::on_premises}.next({}) == "close");
}

} // namespace syncctl::tests
