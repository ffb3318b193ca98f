// Texts and ids that nobody at a desk types: large ones, ones with control characters, and ids that
// are no numbers.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;
namespace requests = syncctl::fakes::sdp::requests;

namespace {

/// What a server in front of the desk says.
syncctl::fakes::Fault too_large()
{
    return {.name = "413",
            .is_applied = false,
            .distort = [](const auto&, const auto&) -> syncctl::fakes::HttpAnswer {
                return {.status = 413,
                        .headers = {{"Content-Type", "text/html"}},
                        .body = "<html><body>Request Entity Too Large</body></html>"};
            }};
}

} // namespace

TEST_CASE("a description of a megabyte goes over; one that a server in front refuses is an error",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    const std::string large(1'000'000, 'd');
    pair.dev.has_item("Bug", {{k_title, "large"}, {k_steps, large}});
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "description").get<std::string>().find(large) != std::string::npos);
    pair.check_third_run_writes_nothing();

    pair.desk.next_requests(requests::k_creates, too_large());
    pair.dev.has_item("Bug", {{k_title, "larger"}, {k_steps, large}});
    static_cast<void>(pair.run(k_partial));
    pair.check_error("dev:2", "", {"too large for the tracker", "HTTP 413"});
    static_cast<void>(pair.run());
    CHECK(pair.desk.subjects().size() == 2);
}

TEST_CASE("NUL and control characters of either side are no reason to stop",
          "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.dev.has_item("Bug", {{k_title, std::string{"nul\0 bell\x07 red\x1b[31m", 18}}});
    const auto incident =
        pair.desk.has_request({{"subject", std::string{"nul\0 bell\x07 red\x1b[31m", 18}},
                               {"request_type", "Incident"},
                               {"priority", "Normal"}});
    const auto shown = pair.syncctl({"-v", "run", "p"});
    INFO(shown.out << shown.err);
    CHECK(shown.exit == 0);
    CHECK((shown.out + shown.err).find('\x1b') == std::string::npos);
    for (const auto& text :
         {pair.partner_field(1, "subject").get<std::string>(),
          pair.dev_field(pair.partner_of_incident(incident), k_title).get<std::string>()}) {
        CHECK(text.find("bell") != std::string::npos);
        CHECK(text.find('\0') == std::string::npos);
    }
    pair.let_time_pass();
    pair.check_third_run_writes_nothing();
}

TEST_CASE("an id that is no number of a desk goes nowhere", "[servicedesk_plus][pair][bad-input]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    const int bug = pair.add_bug("printer");
    const int before = pair.desk.requests({});
    for (const std::string id :
         {"abc", "12345678901234567890", "-1", "1/../2", "0", "1%20", "INC-7"}) {
        INFO(id);
        const auto linked = pair.syncctl(
            {"items", "link", "dev:" + std::to_string(bug), "desk:" + id, "--pair", "p"});
        INFO(linked.out << linked.err);
        CHECK(linked.exit != 0);
        check_words(linked.err, {id, "whole numbers of at most 19 digits", "hint: "});
        const auto shown = pair.syncctl({"items", "show", "desk:" + id});
        INFO(shown.out << shown.err);
        CHECK(shown.exit == k_no_such_name);
        check_words(shown.err, {id, "hint: "});
    }
    CHECK(pair.desk.requests({}) == before);
}
