#include "connectors/servicedesk_plus/write_result.hpp"
#include "sdp_examples.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors;
using namespace connectors::servicedesk_plus;
using model::Fields;

namespace {

const Caller k_caller{.connector = "desk", .secret = "technician_key"};

WriteResult result_of(const Answer& answer, WriteKind kind, const Fields& fields = {})
{
    return failure_of(answer, kind, fields, k_caller);
}

Answer published(const std::string& file, const std::string& name)
{
    return judge(sdp_response(file, name));
}

Answer of(Meaning meaning)
{
    Answer answer;
    answer.meaning = meaning;
    answer.reason = "because";
    return answer;
}

} // namespace

TEST_CASE("fields that the template needs are named with what to do", "[servicedesk_plus]")
{
    const auto answer = published("error-validation", "mandatory fields of the template");
    const auto created = std::get<Refused>(result_of(answer, WriteKind::create));
    CHECK(created.reason == "the template needs subcategory, category: give them a rule in the "
                            "mapping, or a value under `defaults`");
    CHECK(created.field == "subcategory");
    const auto edited = std::get<Refused>(result_of(answer, WriteKind::edit));
    CHECK(edited.reason.starts_with("the template needs subcategory, category: the request has no "
                                    "value there"));
}

TEST_CASE("rules for closing are told with the fields that they need", "[servicedesk_plus]")
{
    const auto refused =
        std::get<Refused>(result_of(published("close-request", "closure rule"), WriteKind::close));
    CHECK(refused.reason == "closing needs resolution, technician: map them, or give them a "
                            "constant; --set closure_code=NAME and closure_comments=TEXT serve the "
                            "closure fields");
}

TEST_CASE("a blamed field has the name that a mapping gives it", "[servicedesk_plus]")
{
    const Fields sent{{"udf_fields.udf_sline_302", std::string{"x"}}, {"status", std::string{"y"}}};
    CHECK(reference_named("udf_sline_302", sent) == "udf_fields.udf_sline_302");
    CHECK(reference_named("status", sent) == "status");
    CHECK(reference_named("closure_code", sent) == "closure_info.closure_code");
    CHECK(reference_named("sline_302", sent) == "sline_302"); // ends alike only
    CHECK(reference_named("", sent).empty());

    const auto refused = std::get<Refused>(
        result_of(published("error-validation", "value not found"), WriteKind::edit, sent));
    CHECK(refused.field == "status");
}

TEST_CASE("among several blamed fields the one that was sent is told", "[servicedesk_plus]")
{
    auto answer = of(Meaning::rejected);
    answer.problems = {{.code = 4001, .field = "other", .text = {}},
                       {.code = 4001, .field = "status", .text = {}}};
    const Fields sent{{"status", std::string{"y"}}};
    CHECK(std::get<Refused>(result_of(answer, WriteKind::edit, sent)).field == "status");
}

TEST_CASE("every kind of failure has its result", "[servicedesk_plus]")
{
    CHECK(std::holds_alternative<Stale>(result_of(of(Meaning::not_found), WriteKind::edit)));
    CHECK(std::holds_alternative<Stale>(result_of(of(Meaning::not_found), WriteKind::trash)));
    CHECK(std::holds_alternative<Refused>(result_of(of(Meaning::not_found), WriteKind::create)));
    CHECK(std::holds_alternative<Refused>(result_of(of(Meaning::forbidden), WriteKind::edit)));
    CHECK(std::holds_alternative<Transient>(result_of(of(Meaning::throttled), WriteKind::edit)));
    CHECK(std::holds_alternative<Transient>(result_of(of(Meaning::not_sent), WriteKind::edit)));
    CHECK(std::holds_alternative<SignedOut>(result_of(of(Meaning::signed_out), WriteKind::edit)));
    CHECK(std::holds_alternative<Unknown>(result_of(of(Meaning::failed), WriteKind::create)));
    CHECK(std::holds_alternative<Unknown>(result_of(of(Meaning::unreadable), WriteKind::create)));
    CHECK(std::holds_alternative<Unknown>(result_of(of(Meaning::no_answer), WriteKind::edit)));
}

TEST_CASE("a warning is told for the field that it is about", "[servicedesk_plus]")
{
    const auto answer = published("edit-response-cloud", "accepted with warning");
    REQUIRE(answer.is_partial);
    CHECK(warning_about("priority", answer) == "Cannot give value for priority");
    // This one the tracker only spells in its own way.
    CHECK_FALSE(warning_about("description", answer));
}

TEST_CASE("a warning without a field may be about any of them", "[servicedesk_plus]")
{
    Answer answer;
    answer.is_partial = true;
    CHECK(warning_about("priority", answer) == "the tracker does not say why");
    answer.problems = {{.code = 3000, .field = {}, .text = "A work log is missing"}};
    CHECK(warning_about("priority", answer) == "A work log is missing");
}

} // namespace syncctl::tests
