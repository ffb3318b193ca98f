#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> subjects(const Json& rows)
{
    std::vector<std::string> found;
    for (const Json& row : rows) {
        found.push_back(row["subject"]);
    }
    return found;
}

/// A, B and C, a minute apart; B was edited a minute later.
struct Three {
    explicit Three(Edition edition = Edition::on_premises)
        : fake{{.edition = edition}}, client{fake}
    {
        for (std::string* id : {&a, &b, &c}) {
            *id = fake.has_request({{"subject",
                                     id == &a   ? "A"
                                     : id == &b ? "B"
                                                : "C"},
                                    {"status", id == &c ? "Closed" : "Open"},
                                    {"technician", id == &a ? Json("Jamal Hartnett") : Json{}}});
            fake.clock().advance(1min);
        }
        fake.edit(b, {{"udf_fields", {{fake.marker_udf(), "syncctl:1"}}}});
    }

    std::vector<std::string> search(const Json& criteria)
    {
        return subjects(client
                            .list("/requests",
                                  {{"row_count", 100},
                                   {"sort_field", "id"},
                                   {"sort_order", "asc"},
                                   {"search_criteria", criteria}})
                            .body.at("requests"));
    }

    FakeServiceDeskPlus fake;
    ServiceDeskClient client;
    std::string a;
    std::string b;
    std::string c;
};

using Subjects = std::vector<std::string>;

} // namespace

TEST_CASE("a list has ten rows unless more are asked for, at most a hundred", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    for (int i = 0; i < 120; ++i) {
        fake.has_request({{"subject", "A"}});
    }
    const auto page = client.list("/requests", Json::object()).body;
    CHECK(page["requests"].size() == 10);
    CHECK(page["requests"][0]["id"] == "120"); // the newest first
    CHECK(page["list_info"]["has_more_rows"] == true);
    CHECK(page["list_info"]["row_count"] == 10);
    CHECK_FALSE(page["list_info"].contains("total_count"));

    const auto last = client
                          .list("/requests",
                                {{"row_count", 100},
                                 {"start_index", 101},
                                 {"get_total_count", true},
                                 {"sort_field", "id"},
                                 {"sort_order", "asc"}})
                          .body;
    CHECK(last["requests"].size() == 20);
    CHECK(last["requests"][0]["id"] == "101");
    CHECK(last["list_info"]["has_more_rows"] == false);
    CHECK(last["list_info"]["total_count"] == 120);
    CHECK(client.list("/requests", {{"row_count", 50}, {"page", 3}}).body["requests"].size() == 20);
    CHECK(client.list("/requests", {{"row_count", 101}}).code() == 4001);
    CHECK(client.list("/requests", {{"rows", 1}}).field() == "rows");

    fake.change([](Switches& switches) { switches.page_limit = 7; });
    const auto shorter = client.list("/requests", {{"row_count", 50}}).body;
    CHECK(shorter["requests"].size() == 7);
    CHECK(shorter["list_info"]["has_more_rows"] == true);
    fake.change([](Switches& switches) { switches.has_list_info = false; });
    CHECK_FALSE(client.list("/requests").body.contains("list_info"));
}

TEST_CASE("the usual columns leave out what a synchronisation needs", "[fakes]")
{
    Three three{GENERATE(Edition::on_premises, Edition::cloud)};
    const std::string marker = "udf_fields." + three.fake.marker_udf();
    const Json row = three.client.list("/requests").body["requests"][0];
    for (const char* field : {"last_updated_time", "description", "udf_fields"}) {
        CHECK_FALSE(row.contains(field));
    }
    const Json list_info{
        {"row_count", 100},
        {"fields_required", {"last_updated_time", "description", marker}},
        {"search_criteria", {{"field", "id"}, {"condition", "is"}, {"value", three.b}}}};
    Json columns = three.client.list("/requests", list_info).body["requests"][0];
    CHECK(columns.size() == 3); // with the id, without the description
    CHECK(columns["id"] == three.b);
    CHECK(columns["udf_fields"] == Json{{three.fake.marker_udf(), "syncctl:1"}});

    three.fake.change([](Switches& switches) {
        switches.has_description_in_lists = true;
        switches.has_udfs_in_lists = false;
        switches.are_columns_added = true;
    });
    columns = three.client.list("/requests", list_info).body["requests"][0];
    CHECK(columns.contains("description"));
    CHECK(columns.contains("subject"));
    CHECK_FALSE(columns.contains("udf_fields"));
    CHECK(three.client.list("/requests", {{"fields_required", {"nothing"}}}).code() == 4001);
}

TEST_CASE("criteria compare stamps, references, texts and custom fields", "[fakes]")
{
    Three three{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto one = [&](const char* field, const char* condition, const Json& value) {
        return three.search({{"field", field}, {"condition", condition}, {"value", value}});
    };
    CHECK(one("created_time", "greater or equal", "1790000060000") == Subjects{"B", "C"});
    CHECK(one("created_time", "gt", "1790000060000") == Subjects{"C"});
    CHECK(one("created_time", "lesser than", "1790000060000") == Subjects{"A"});
    CHECK(one("created_time", "lte", "1790000060000") == Subjects{"A", "B"});
    CHECK(one("status.name", "is", "Closed") == Subjects{"C"});
    CHECK(one("status.name", "is not", "Closed") == Subjects{"A", "B"});
    CHECK(one("technician.email_id", "is", "jamal@fabrikam.example") == Subjects{"A"});
    CHECK(one("subject", "contains", "b") == Subjects{"B"});
    CHECK(one("subject", "not contains", "b") == Subjects{"A", "C"});
    CHECK(one("subject", "starts with", "C") == Subjects{"C"});
    CHECK(one("subject", "ends with", "A") == Subjects{"A"});
    CHECK(one(("udf_fields." + three.fake.marker_udf()).c_str(), "is", "syncctl:1") ==
          Subjects{"B"});
    CHECK(one(("udf_fields." + three.fake.marker_udf()).c_str(), "is", "other") == Subjects{});
    CHECK(three.search({{"field", "technician"}, {"condition", "is"}}) == Subjects{"B", "C"});
    CHECK(three.search(
              {{"field", "id"}, {"condition", "is"}, {"values", {three.a, three.c, "99"}}}) ==
          Subjects{"A", "C"});
    CHECK(three.search({{"field", "created_time"},
                        {"condition", "between"},
                        {"values", {"1790000000000", "1790000060000"}}}) == Subjects{"A", "B"});
}

TEST_CASE("criteria find one of several values, numbers, and texts in any case", "[fakes]")
{
    Three three;
    three.fake.edit(three.a, {{"udf_fields", {{"udf_multi_305", {"Red", "Blue"}}}}});
    three.fake.edit(three.b, {{"udf_fields", {{"udf_long_308", 7}}}});
    const auto is = [&](const char* field, const char* value) {
        return three.search({{"field", field}, {"condition", "is"}, {"value", value}});
    };
    CHECK(is("udf_fields.udf_multi_305", "Blue") == Subjects{"A"});
    CHECK(is("udf_fields.udf_long_308", "7") == Subjects{"B"});
    CHECK(is("udf_fields.udf_sline_1802", "SYNCCTL:1") == Subjects{"B"});
    three.fake.edit(three.b, {{"udf_fields", {{"udf_sline_1802", nullptr}}}});
    CHECK(is("udf_fields.udf_sline_1802", "syncctl:1") == Subjects{});
}

TEST_CASE("criteria are joined from left to right, and nested", "[fakes]")
{
    Three three;
    const auto is = [](const char* subject, const char* joint) {
        return Json{{"field", "subject"},
                    {"condition", "is"},
                    {"value", subject},
                    {"logical_operator", joint}};
    };
    CHECK(three.search({is("A", "AND"), is("B", "OR")}) == Subjects{"A", "B"});
    CHECK(three.search({is("A", "AND"), is("B", "AND")}) == Subjects{});
    Json nested = is("A", "AND");
    nested["children"] = Json::array({is("C", "OR")});
    CHECK(three.search({Json{{"field", "status.name"}, {"condition", "is"}, {"value", "Closed"}},
                        nested}) == Subjects{"C"});
}

TEST_CASE("a field, a condition or a value that makes no sense is refused", "[fakes]")
{
    Three three;
    const auto code = [&](const Json& criteria) {
        return three.client.list("/requests", {{"search_criteria", criteria}}).code();
    };
    CHECK(code({{"field", "udf_fields.udf_sline_9"}, {"condition", "is"}, {"value", "x"}}) == 4001);
    CHECK(code({{"field", "nothing"}, {"condition", "is"}, {"value", "x"}}) == 4001);
    CHECK(code({{"field", "subject"}, {"condition", "like"}, {"value", "x"}}) == 4001);
    CHECK(code({{"field", "created_time"}, {"condition", "gt"}, {"value", "today"}}) == 4001);
    CHECK(code({{"field", "subject"}, {"condition", "is"}, {"val", "x"}}) == 4001);
    CHECK(code("x") == 4021);
    const Json bare{{"field", "udf_sline_1802"}, {"condition", "is"}, {"value", "syncctl:1"}};
    CHECK(code(bare) == 4001);
    three.fake.change([](Switches& switches) { switches.is_bare_udf_key_searchable = true; });
    CHECK(three.search(bare) == Subjects{"B"});
}

TEST_CASE("builds refuse an array of one criterion, or arrays with dates", "[fakes]")
{
    Three three;
    const Json since{{"field", "created_time"}, {"condition", "gte"}, {"value", "1"}};
    const auto code = [&](const Json& criteria) {
        return three.client.list("/requests", {{"search_criteria", criteria}}).code();
    };
    CHECK(code(Json::array({since})) == 0);
    three.fake.change([](Switches& switches) {
        switches.is_lone_array_refused = true;
        switches.are_arrays_with_dates_refused = true;
    });
    CHECK(code(Json::array({since})) == 4001);
    CHECK(code(Json::array({since, since})) == 4004);
    CHECK(code(since) == 0);
}

TEST_CASE("a request that was never edited has no last update on premises", "[fakes]")
{
    Three on_premises;
    const Json updated{{"field", "last_updated_time"}, {"condition", "gte"}, {"value", "1"}};
    CHECK(on_premises.search(updated) == Subjects{"B"});
    Three cloud{Edition::cloud};
    CHECK(cloud.search(updated) == Subjects{"A", "B", "C"});
    cloud.fake.change([](Switches& switches) { switches.is_updated_set_at_create = false; });
    cloud.fake.has_request({{"subject", "D"}});
    CHECK(cloud.search(updated) == Subjects{"A", "B", "C"});

    const auto stamp = [&](sdp::NoStamp form) {
        on_premises.fake.change([form](Switches& switches) { switches.no_stamp = form; });
        const Json list_info{{"row_count", 100}, {"fields_required", {"last_updated_time"}}};
        const Json rows = on_premises.client.list("/requests", list_info).body["requests"];
        const Json read = on_premises.client.get("/requests/" + on_premises.a).body["request"];
        CHECK(rows[2]["last_updated_time"] == read["last_updated_time"]);
        CHECK(read["due_by_time"].is_null());
        return read["last_updated_time"];
    };
    CHECK(stamp(sdp::NoStamp::null).is_null());
    CHECK(stamp(sdp::NoStamp::text) == "null");
    CHECK(stamp(sdp::NoStamp::null_value) == Json{{"value", nullptr}});
}

TEST_CASE("lists sort by a field, what has none first or last", "[fakes]")
{
    Three three;
    const auto sorted = [&](const char* order) {
        return subjects(
            three.client
                .list("/requests", {{"sort_field", "last_updated_time"}, {"sort_order", order}})
                .body["requests"]);
    };
    three.fake.edit(three.c, {{"impact", "Affects Group"}});
    three.fake.clock().advance(1min);
    three.fake.edit(three.a, {{"impact", "Affects Group"}});
    const std::string d = three.fake.has_request({{"subject", "D"}});
    CHECK(sorted("asc") == Subjects{"B", "C", "A", "D"});
    CHECK(sorted("desc") == Subjects{"A", "B", "C", "D"});
    three.fake.change([](Switches& switches) { switches.are_nulls_first = true; });
    CHECK(sorted("asc") == Subjects{"D", "B", "C", "A"});
    const Json sort_fields = Json::array({{{"field", "subject"}, {"order", "desc"}}});
    CHECK(three.client.list("/requests", {{"sort_fields", sort_fields}}).code() == 4001);
    Three cloud{Edition::cloud};
    CHECK(
        subjects(cloud.client.list("/requests", {{"sort_fields", sort_fields}}).body["requests"]) ==
        Subjects{"C", "B", "A"});
}

TEST_CASE("an index lags behind what lists by time show", "[fakes]")
{
    Three three;
    three.fake.change([](Switches& switches) { switches.index_lag_ms = 5'000; });
    const std::string id = three.fake.has_request(
        {{"subject", "D"}, {"udf_fields", {{three.fake.marker_udf(), "syncctl:2"}}}});
    const Json by_marker{{"field", "udf_fields." + three.fake.marker_udf()},
                         {"condition", "is"},
                         {"value", "syncctl:2"}};
    const Json by_time{{"field", "created_time"}, {"condition", "gte"}, {"value", "1790000180000"}};
    CHECK(three.search(by_marker) == Subjects{});
    CHECK(three.search(by_time) == Subjects{"D"});
    three.fake.clock().advance(5s);
    CHECK(three.search(by_marker) == Subjects{"D"});
}

TEST_CASE("lists may lag as a whole, and show what was", "[fakes]")
{
    Three three;
    three.fake.clock().advance(1min);
    three.fake.change([](Switches& switches) { switches.list_lag_ms = 5'000; });
    three.fake.edit(three.a, {{"subject", "A2"}});
    three.fake.has_request({{"subject", "D"}});
    CHECK(three.fake.subjects() == Subjects{"A2", "B", "C", "D"});
    const Json any{{"field", "created_time"}, {"condition", "gte"}, {"value", "1"}};
    CHECK(three.search(any) == Subjects{"A", "B", "C"});
    CHECK(three.client.get("/requests/" + three.a).body["request"]["subject"] == "A2");
    three.fake.clock().advance(5s);
    CHECK(three.search(any) == Subjects{"A2", "B", "C", "D"});
}

TEST_CASE("a server has a clock of its own, and stamps may be whole seconds", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    fake.change([](Switches& switches) {
        switches.clock_offset_ms = -3'600'000;
        switches.stamp_resolution_ms = 1'000;
    });
    fake.clock().advance(1234ms);
    const auto created = client.create({{"subject", "A"}});
    CHECK(created.body["request"]["created_time"]["value"] == "1789996401000");
    CHECK(created.headers.find("Date")->second == "Mon, 21 Sep 2026 13:13:21 GMT");
    fake.change([](Switches& switches) { switches.has_date = false; });
    CHECK(client.list("/requests").headers.count("Date") == 0);
}

TEST_CASE("response_status is an array on lists and an object elsewhere", "[fakes]")
{
    FakeServiceDeskPlus fake;
    ServiceDeskClient client{fake};
    const std::string id = fake.has_request({{"subject", "A"}});
    const auto forms = [&] {
        return std::vector{
            client.list("/requests").body["response_status"].is_array(),
            client.get("/requests/" + id).body["response_status"].is_array(),
            client.get("/requests/99").body["response_status"].is_array(),
        };
    };
    CHECK(forms() == std::vector{true, false, false});
    fake.change([](Switches& s) { s.status_form = sdp::StatusForm::always_object; });
    CHECK(forms() == std::vector{false, false, false});
    fake.change([](Switches& s) { s.status_form = sdp::StatusForm::always_array; });
    CHECK(forms() == std::vector{true, true, true});
}
