// What a tracker asked for holds for the commands that come after.

#include "app_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

namespace {

using Moment = std::optional<base::Timestamp>;

/// A set-up workspace with one connector, `ado`.
struct QuietWorld : AppWorld {
    QuietWorld()
    {
        is_set_up();
        has_connector("ado", "https://ado.example", "t");
        last_not_before.reset();
    }

    Moment in_an_hour() const { return base::Timestamp{clock.now().ms + 3'600'000}; }

    /// For an hour; kept by a command.
    Moment is_told_to_wait()
    {
        told = in_an_hour();
        use();
        return told;
    }

    Moment kept() { return workspace().reading().connectors.quiet_until(stored("ado").id); }

    /// As a command does that changes something.
    void use()
    {
        static_cast<void>(workspace().writing());
        static_cast<void>(workspace().connect(stored("ado"))->describe());
    }
};

const app::ConnectorCheck& last_of(const std::vector<app::ConnectorCheck>& checks)
{
    return checks.at(checks.size() - 1);
}

} // namespace

TEST_CASE("what a tracker told one command is held to by the next, and forgotten when over",
          "[app][quiet]")
{
    QuietWorld world;
    const auto told = world.is_told_to_wait();
    CHECK(world.kept() == told);

    static_cast<void>(world.reopened());
    world.use();
    CHECK(world.last_not_before == told);
    CHECK(world.kept() == told);

    world.told.reset();
    world.use();
    CHECK_FALSE(world.kept());
    world.use();
    CHECK_FALSE(world.last_not_before);
}

TEST_CASE("it is kept also when the command fails", "[app][quiet]")
{
    QuietWorld world;
    try {
        static_cast<void>(world.workspace().writing());
        const auto connection = world.workspace().connect(world.stored("ado"));
        world.told = world.in_an_hour();
        throw Error{ErrorCode::rate_limited, "too busy"};
    } catch (const Error&) {
        CHECK(world.kept() == world.in_an_hour());
    }
}

TEST_CASE("a tracker that does not mind costs no write", "[app][quiet]")
{
    QuietWorld world;
    const auto count = [&] {
        auto rows = world.workspace().writing().database.prepare("SELECT total_changes()");
        REQUIRE(rows.step());
        return rows.integer(0);
    };
    const auto before = count();
    world.use();
    CHECK(count() == before);
    // Nor does one that still wants what is known.
    world.told = world.in_an_hour();
    world.use();
    CHECK(count() == before + 1);
    world.use();
    CHECK(count() == before + 1);
}

TEST_CASE("a dry run holds to it and keeps nothing", "[app][quiet]")
{
    QuietWorld world;
    const auto told = world.is_told_to_wait();
    world.told = base::Timestamp{told->ms + 1};
    static_cast<void>(world.reopened());

    static_cast<void>(app::discover_connector(world.workspace(), "ado", true));

    CHECK(world.last_not_before == told);
    CHECK(world.kept() == told);
}

TEST_CASE("a connector that is edited is tried at once, and what it is told then binds nobody",
          "[app][quiet]")
{
    QuietWorld world;
    const auto known = world.is_told_to_wait();
    static_cast<void>(world.reopened());
    world.last_not_before = world.in_an_hour();
    world.told = base::Timestamp{known->ms + 60'000};
    app::ConnectorEdit edit;
    edit.name = "ado";
    edit.settings["project"] = "q";

    static_cast<void>(app::edit_connector(world.workspace(), edit));

    CHECK_FALSE(world.last_not_before);
    CHECK(world.kept() == known);
}

TEST_CASE("a test of the connection asks all the same, and ends the wait when all is well",
          "[app][quiet]")
{
    QuietWorld world;
    const auto known = world.is_told_to_wait();
    static_cast<void>(world.reopened());
    const auto test = [&] { return app::test_connector(world.workspace(), "ado"); };

    SECTION("it answers")
    {
        world.told.reset();
        const auto checks = test();
        CHECK_FALSE(world.last_not_before);
        CHECK(last_of(checks).name == "quiet time");
        CHECK(last_of(checks).is_ok);
        CHECK(last_of(checks).detail == "the tracker had asked for no request before " +
                                            base::format_utc(*known) +
                                            "; it answers, and runs ask again");
        CHECK_FALSE(world.kept());
        CHECK(test().size() == 1);
    }
    SECTION("it answers and wants a shorter rest")
    {
        world.told = base::Timestamp{known->ms - 60'000};
        CHECK(last_of(test()).hint == "runs wait until " + base::format_utc(*world.told));
        CHECK(world.kept() == world.told);
    }
    SECTION("it fails, and the later of both times counts")
    {
        world.is_reachable = false;
        world.told.reset();
        CHECK(last_of(test()).hint == "runs wait until " + base::format_utc(*known));
        CHECK(world.kept() == known);
        world.told = base::Timestamp{known->ms + 60'000};
        static_cast<void>(test());
        CHECK(world.kept() == world.told);
    }
    SECTION("what is over is not spoken of")
    {
        world.clock.advance(std::chrono::hours{1});
        world.told.reset();
        CHECK(last_of(test()).name == "connection");
        CHECK_FALSE(world.kept());
    }
}

TEST_CASE("a test of the connection needs no right to write while nothing is to be kept",
          "[app][quiet]")
{
    QuietWorld world;
    static_cast<void>(world.reopened());
    static_cast<void>(app::test_connector(world.workspace(), "ado"));
    CHECK_FALSE(world.workspace().is_writing());
}

} // namespace syncctl::test
