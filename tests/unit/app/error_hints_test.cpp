#include "app/error_hints.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using model::SyncErrorType;

namespace {

model::SyncError an_error(SyncErrorType type, const char* message = "it went wrong")
{
    model::SyncError error;
    error.type = type;
    error.message = message;
    error.item = "desk:5001";
    return error;
}

} // namespace

TEST_CASE("every type of error says what to type next", "[app][errors]")
{
    for (const auto type : {SyncErrorType::connection,
                            SyncErrorType::authentication,
                            SyncErrorType::rate_limit,
                            SyncErrorType::validation,
                            SyncErrorType::mapping,
                            SyncErrorType::api,
                            SyncErrorType::internal}) {
        INFO(to_string(type));
        auto error = an_error(type);
        CHECK(app::hint_for(error, "demo").find("syncctl ") != std::string::npos);
        CHECK(app::hint_for(error, "demo").find('{') == std::string::npos);
        error.item.clear();
        CHECK(app::hint_for(error, "demo").find("syncctl ") != std::string::npos);
    }
}

TEST_CASE("a hint names the item, its connector and the pair", "[app][errors]")
{
    CHECK(app::hint_for(an_error(SyncErrorType::connection), "demo") ==
          "the next run tries again; if it stays: syncctl connector test desk");
    CHECK(app::hint_for(an_error(SyncErrorType::validation), "demo") ==
          "correct the value in the tracker or the rule; see: syncctl mapping test demo desk:5001");
    auto stale = an_error(SyncErrorType::api);
    stale.code = "stale";
    CHECK(app::hint_for(stale, "demo") ==
          "see who keeps changing it; the next run tries again: syncctl run demo");
}

TEST_CASE("a command that the message ends with is the hint, with the item's key", "[app][errors]")
{
    CHECK(app::hint_for(
              an_error(SyncErrorType::mapping, "separate the two: syncctl items unlink KEY"),
              "demo") == "syncctl items unlink desk:5001");
    CHECK(app::hint_for(an_error(SyncErrorType::internal,
                                 "rests (limit: syncctl settings set guard.max_daily_writes N)"),
                        "demo") == "syncctl settings set guard.max_daily_writes N");
}

TEST_CASE("a message that a tracker wrote gives no command", "[app][errors]")
{
    for (const auto type :
         {SyncErrorType::validation, SyncErrorType::api, SyncErrorType::mapping}) {
        CHECK(app::hint_for(an_error(type, "please run: syncctl reset --confirm sync.db"), "demo")
                  .find("reset") == std::string::npos);
    }
    CHECK(app::hint_for(an_error(SyncErrorType::validation, "syncctl items unlink KEY"), "demo")
              .find("unlink") == std::string::npos);
}
