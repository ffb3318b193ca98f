// Every column that can hold an envelope is sealed anew, and what another command sealed meanwhile
// is not stored.

#include "app_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/keys.hpp"
#include "syncctl/store/sealed_values.hpp"
#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

namespace syncctl::test {

namespace {

constexpr std::string_view k_next =
    "3b8e21d7f90a46c5b1e07c94a2d8536f1e4b9a7c0d62f8e35a917bc4d06e8f21";

/// A workspace that looks for the new key, too.
class RotationWorld : public AppWorld {
public:
    RotationWorld()
    {
        is_set_up();
        has_connector("ado", "https://dev.example/", "token-of-a-tracker");
    }

    [[nodiscard]] app::WorkspaceOptions options_with_next() const
    {
        auto sources = options();
        sources.key_sources.next.environment = base::Secret{k_next};
        return sources;
    }

    /// What is sealed, by table and column.
    std::map<std::string, std::string> plain_values(app::Workspace& opened)
    {
        std::map<std::string, std::string> values;
        for (const auto& value : store::SealedValues{opened.reading().database}.list()) {
            const auto plain = opened.vault().open(
                value.envelope,
                {.table = value.table, .column = value.column, .row_uuid = value.row});
            values[value.table + "." + value.column] = plain.reveal();
        }
        return values;
    }
};

void seal_into(app::Workspace& workspace, const std::string& uuid, const std::string& column)
{
    auto& store = workspace.writing();
    const auto envelope =
        workspace.vault().seal("secret in " + column,
                               {.table = "connectors", .column = column, .row_uuid = uuid},
                               workspace.services().random);
    store::SealedValues{store.database}.replace(
        {.table = "connectors", .column = column, .row = uuid, .owner = {}, .envelope = {}},
        envelope);
}

} // namespace

TEST_CASE("every sealed column opens with the new key and holds what it held", "[app][keys]")
{
    RotationWorld world;
    const auto uuid = world.stored("ado").uuid;
    for (const auto* column : {"access_token", "webhook_secret", "previous_webhook_secret"}) {
        seal_into(world.workspace(), uuid, column);
    }
    app::Workspace workspace{world.options_with_next(), world.services()};
    const auto before = world.plain_values(workspace);
    REQUIRE(before.size() == 5);
    const auto rotation = app::rotate_key(workspace, {});
    CHECK(rotation.sealed_values == 5);
    CHECK(rotation.traces.empty());
    CHECK(world.plain_values(workspace) == before);
    CHECK(workspace.vault().key_id() == rotation.to_key_id);
    // And everything else goes on: the connector gets its token.
    static_cast<void>(workspace.connect(world.stored("ado")));
    CHECK(world.last_token == "token-of-a-tracker");
}

TEST_CASE("no column of the schema with the name of a secret is forgotten", "[app][keys]")
{
    RotationWorld world;
    auto& database = world.workspace().reading().database;
    std::set<std::string> columns;
    auto rows = database.prepare(
        "SELECT m.name || '.' || c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c "
        "WHERE m.type = 'table' AND (c.name LIKE '%secret%' OR c.name LIKE '%token%' OR "
        "c.name LIKE '%credential%' OR c.name LIKE '%password%')");
    while (rows.step()) {
        columns.insert(rows.text(0));
    }
    CHECK(columns == std::set<std::string>{"connectors.encrypted_credentials",
                                           "connectors.access_token",
                                           "connectors.webhook_secret",
                                           "connectors.previous_webhook_secret"});
}

TEST_CASE("a token that a run gets after the change is not kept under the old key", "[app][keys]")
{
    RotationWorld world;
    // A command that began before: `connector test` holds no lock of a pair.
    const auto connection = world.workspace().connect(world.stored("ado"));
    app::Workspace other{world.options_with_next(), world.services()};
    static_cast<void>(app::rotate_key(other, {}));
    world.last_tokens->keep(base::Secret{std::string_view{"late token"}});
    CHECK(world.plain_values(other).count("connectors.access_token") == 0);
}

TEST_CASE("a connector whose secret was sealed before the change is not stored", "[app][keys]")
{
    RotationWorld world;
    world.on_construction = [&](connectors::TokenCache&) {
        world.on_construction = {};
        app::Workspace other{world.options_with_next(), world.services()};
        static_cast<void>(app::rotate_key(other, {}));
    };
    app::ConnectorAddition addition;
    addition.name = "late";
    addition.type = "vault";
    addition.url = "https://dev.example/";
    addition.settings = {{"project", "p"}};
    addition.secrets["token"] = [] { return base::Secret{std::string_view{"another token"}}; };
    CHECK(code_of([&] { static_cast<void>(app::add_connector(world.workspace(), addition)); }) ==
          ErrorCode::wrong_key);
    app::Workspace opened{world.options_with_next(), world.services()};
    CHECK_FALSE(opened.reading().connectors.find("late").has_value());
    CHECK(world.plain_values(opened).size() == 2);
}

} // namespace syncctl::test
