// Deliveries of webhooks as a web server hands them over.

#include "app_world.hpp"
#include "unit/base/vectors.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/pairs.hpp"
#include "syncctl/app/setup.hpp"
#include "syncctl/app/webhooks.hpp"
#include "syncctl/store/webhook_store.hpp"
#include "syncctl/vault/signature.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace syncctl::test {

namespace {

using app::WebhookDelivery;
using app::WebhookProof;
using model::Side;

constexpr const char* k_signature = "x-hub-signature-256";
constexpr const char* k_secret = "x-syncctl-secret";
constexpr const char* k_password = "authorization";

/// `dev` and `desk` are folders, joined by the pair `dev-desk`; `dev` has the webhook secret `one`.
class WebhookWorld : public AppWorld {
public:
    WebhookWorld()
    {
        registry = app::builtin_registry();
        is_set_up();
        for (const auto* name : {"dev", "desk"}) {
            add_folder(name);
        }
        add_pair("dev-desk", "dev", "desk");
        change_secret("dev", "one");
    }

    void add_folder(const std::string& name)
    {
        const auto path = folder() / name;
        std::filesystem::create_directories(path / "items");
        std::ofstream{path / "tracker.json"} << R"({"types": [{"name": "Bug",
            "statuses": [{"name": "New", "category": "proposed"}],
            "fields": [{"name": "Title", "type": "text"}, {"name": "State", "type": "status"}]}]})";
        app::ConnectorAddition addition;
        addition.name = name;
        addition.type = "files";
        addition.url = path.string();
        static_cast<void>(app::add_connector(workspace(), addition));
    }

    void add_pair(const std::string& name, const std::string& source, const std::string& target)
    {
        app::PairAddition addition;
        addition.name = name;
        addition.source = source;
        addition.target = target;
        static_cast<void>(app::add_pair(workspace(), addition));
    }

    app::ConnectorView change_secret(const std::string& name, const std::string& secret)
    {
        app::ConnectorEdit edit;
        edit.name = name;
        edit.webhook_secret = [&] { return base::Secret{secret}; };
        return app::edit_connector(workspace(), edit).connector;
    }

    app::ConnectorView drop_previous(const std::string& name)
    {
        app::ConnectorEdit edit;
        edit.name = name;
        edit.drops_previous_webhook_secret = true;
        return app::edit_connector(workspace(), edit).connector;
    }

    app::WebhookIntake ingest(const std::string& name, const WebhookDelivery& delivery)
    {
        return app::ingest_webhook(workspace(), name, std::nullopt, delivery, false);
    }

    /// `PAIR SIDE:ID` of what is due.
    std::vector<std::string> due()
    {
        std::vector<std::string> lines;
        auto& store = workspace().reading();
        for (const auto& pair : store.pairs.list()) {
            for (const auto& item : store::WebhookStore{store.database}.due_items(pair.id)) {
                lines.push_back(pair.name + " " + std::string{to_string(item.side)} + ":" +
                                item.item_id);
            }
        }
        return lines;
    }
};

WebhookDelivery a_delivery(std::string body)
{
    WebhookDelivery delivery;
    delivery.body = std::move(body);
    return delivery;
}

void add_header(WebhookDelivery& delivery, const std::string& name, std::string_view value)
{
    delivery.headers.push_back({.name = name, .value = base::Secret{value}});
}

WebhookDelivery with_header(std::string body, const std::string& name, std::string_view value)
{
    auto delivery = a_delivery(std::move(body));
    add_header(delivery, name, value);
    return delivery;
}

WebhookDelivery signed_with(const std::string& secret, const std::string& body)
{
    return with_header(body, k_signature, vault::sign_webhook(base::Secret{secret}, body));
}

const std::string k_names_7 = R"({"id":7})";

} // namespace

TEST_CASE("each proof that the sender knows the secret is taken", "[app][webhook]")
{
    WebhookWorld world;
    const auto proof_of = [&](const WebhookDelivery& delivery) {
        return app::verify_webhook(world.workspace(), "dev", delivery).proof;
    };
    CHECK(proof_of(signed_with("one", "anything")) == WebhookProof::signature);
    CHECK(proof_of(with_header("", k_secret, "one")) == WebhookProof::secret);
    CHECK(proof_of(with_header("", k_password, "Basic YXp1cmU6b25l")) == WebhookProof::password);
    CHECK(proof_of(with_header("", k_password, "Basic Om9uZQ==")) == WebhookProof::password);
}

TEST_CASE("what is no proof is refused, and the message does not say why", "[app][webhook]")
{
    WebhookWorld world;
    std::vector<WebhookDelivery> bad;
    bad.push_back(a_delivery(k_names_7));
    bad.push_back(signed_with("two", k_names_7));
    for (const auto* sent : {"", "on", "onee", "One", "two", "one, one", "one,one"}) {
        bad.push_back(with_header(k_names_7, k_secret, sent));
    }
    for (const auto* sent : {"Basic",
                             "Basic ",
                             "Basic b25l", // one
                             "Basic YXp1cmU6b25l, Basic YXp1cmU6b25l",
                             "Basic YXp1cmU6dHdv", // azure:two
                             "Basic YXp1cmU6b25",  // cut off
                             "basic YXp1cmU6b25l",
                             "Bearer one",
                             "Basic azure:one"}) {
        bad.push_back(with_header(k_names_7, k_password, sent));
    }
    std::string message;
    for (const auto& delivery : bad) {
        const auto call = [&] { world.ingest("dev", delivery); };
        CHECK(code_of(call) == ErrorCode::authentication);
        message = message.empty() ? text_of(call) : message;
        CHECK(text_of(call) == message);
    }
    CHECK(world.due().empty());
}

TEST_CASE("a header that came twice is none, and every proof that came has to be right",
          "[app][webhook][attack-78]")
{
    WebhookWorld world;
    auto twice = signed_with("one", k_names_7);
    add_header(twice, k_signature, twice.headers.front().value.reveal());
    CHECK(code_of([&] { world.ingest("dev", twice); }) == ErrorCode::authentication);
    auto mixed = signed_with("one", k_names_7);
    add_header(mixed, k_secret, "two");
    CHECK(code_of([&] { world.ingest("dev", mixed); }) == ErrorCode::authentication);
    mixed.proof = WebhookProof::signature; // the only one that counts then
    CHECK(world.ingest("dev", mixed).items == 1);
    auto other = with_header(k_names_7, k_secret, "one");
    other.proof = WebhookProof::signature;
    CHECK(code_of([&] { world.ingest("dev", other); }) == ErrorCode::authentication);
}

TEST_CASE("a signature with a time is good for five minutes, by the clock that the program has",
          "[app][webhook]")
{
    WebhookWorld world;
    world.change_secret("dev", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    const auto rows = vectors("webhook-signatures.json").at("standardWebhooks").at("tests");
    for (const auto& row : rows) {
        INFO(row.at("tcId") << " " << row.at("comment"));
        auto delivery = a_delivery(octets(row, "bodyHex"));
        add_header(delivery, "webhook-id", row.at("id").get<std::string>());
        add_header(delivery, "webhook-timestamp", row.at("timestamp").get<std::string>());
        add_header(delivery, "webhook-signature", row.at("signature").get<std::string>());
        const auto wanted = row.at("now").get<std::int64_t>() * 1000;
        world.clock.advance(std::chrono::milliseconds{wanted - world.clock.now().ms});
        const auto call = [&] {
            static_cast<void>(app::verify_webhook(world.workspace(), "dev", delivery));
        };
        if (row.at("valid").get<bool>()) {
            CHECK_NOTHROW(call());
            delivery.headers.pop_back(); // one of the three alone proves nothing
            CHECK(code_of(call) == ErrorCode::authentication);
        } else {
            CHECK(code_of(call) == ErrorCode::authentication);
        }
    }
}

TEST_CASE("while a secret is changed the former one is taken as well", "[app][webhook]")
{
    WebhookWorld world;
    const auto is_previous = [&](const std::string& secret) {
        return app::verify_webhook(world.workspace(), "dev", signed_with(secret, "x"))
            .is_previous_secret;
    };
    const auto is_refused = [&](const std::string& secret) {
        return code_of([&] { is_previous(secret); }) == ErrorCode::authentication;
    };
    CHECK(world.change_secret("dev", "two").has_previous_webhook_secret);
    CHECK_FALSE(is_previous("two"));
    CHECK(is_previous("one"));
    CHECK(world.change_secret("dev", "two").has_previous_webhook_secret); // again: nothing is lost
    CHECK(is_previous("one"));
    const auto view = world.drop_previous("dev");
    CHECK(view.has_webhook_secret);
    CHECK_FALSE(view.has_previous_webhook_secret);
    CHECK(is_refused("one"));
    CHECK_FALSE(is_previous("two"));
}

TEST_CASE(
    "a connector without a secret of its own goes by the setting, and an empty one is an error",
    "[app][webhook]")
{
    WebhookWorld world;
    auto& store = world.workspace().writing();
    const auto delivery = with_header(k_names_7, k_secret, "shared");
    CHECK(code_of([&] { world.ingest("desk", delivery); }) == ErrorCode::authentication);
    const auto set = [&](std::string_view sealed) {
        store::Transaction transaction{store.database};
        store.settings.set("webhook_secret", sealed);
        transaction.commit();
    };
    set(world.workspace().vault().seal(
        "shared",
        {.table = "system_settings", .column = "value", .row_uuid = "webhook_secret"},
        world.random));
    CHECK(world.ingest("desk", delivery).items == 1);
    set("");
    CHECK(code_of([&] { world.ingest("desk", delivery); }) == ErrorCode::setting);
    CHECK(code_of([&] { world.ingest("desk", with_header(k_names_7, k_secret, "")); }) ==
          ErrorCode::setting);
    CHECK(world.ingest("dev", signed_with("one", k_names_7)).items == 1); // it has its own
}

TEST_CASE("a sealed secret opens in its own row and column only", "[app][webhook]")
{
    WebhookWorld world;
    world.change_secret("desk", "two");
    auto& store = world.workspace().writing();
    store::WebhookStore webhooks{store.database};
    const auto dev = store.connectors.find("dev")->id;
    auto secrets = webhooks.secrets(store.connectors.find("desk")->id);
    SECTION("another row") {}
    SECTION("another column")
    {
        secrets.current = webhooks.secrets(dev).previous;
    }
    webhooks.set_secrets(dev, secrets, world.clock.now());
    CHECK(code_of([&] { world.ingest("dev", signed_with("two", "x")); }) ==
          ErrorCode::sealed_authentication);
}

TEST_CASE("the signature is judged before the body is read", "[app][webhook]")
{
    WebhookWorld world;
    const std::string bomb(200'000, '[');
    CHECK(code_of([&] { world.ingest("dev", signed_with("two", bomb)); }) ==
          ErrorCode::authentication);
    CHECK(code_of([&] { world.ingest("dev", signed_with("one", bomb)); }) == ErrorCode::document);
    CHECK(code_of([&] { world.ingest("dev", signed_with("one", "id=7")); }) == ErrorCode::document);
    const std::string large(app::k_max_webhook_body + 1, ' ');
    CHECK(code_of([&] { world.ingest("dev", a_delivery(large)); }) == ErrorCode::document);
    CHECK(world.due().empty());
}

TEST_CASE("items become due in every enabled pair of the connector, on its side", "[app][webhook]")
{
    WebhookWorld world;
    world.add_folder("third");
    world.add_pair("third-dev", "third", "dev");
    world.add_pair("asleep", "dev", "third");
    static_cast<void>(app::enable_pair(world.workspace(), "asleep", false, false));
    world.ingest("dev", signed_with("one", R"({"ids":[7,"8"]})"));
    CHECK(world.due() == std::vector<std::string>{"dev-desk source:7",
                                                  "dev-desk source:8",
                                                  "third-dev target:7",
                                                  "third-dev target:8"});
}

TEST_CASE("a delivery to a pair comes from the side whose secret it knows", "[app][webhook]")
{
    WebhookWorld world;
    world.change_secret("desk", "two");
    CHECK(world.ingest("dev-desk", signed_with("two", k_names_7)).verdict.connector == "desk");
    CHECK(world.due() == std::vector<std::string>{"dev-desk target:7"});
    CHECK(code_of([&] { world.ingest("dev-desk", signed_with("three", k_names_7)); }) ==
          ErrorCode::authentication);
    CHECK(code_of([&] { world.ingest("nobody", signed_with("two", k_names_7)); }) ==
          ErrorCode::not_found);
    SECTION("which has to be said when both have the same")
    {
        world.change_secret("desk", "one");
        const auto delivery = signed_with("one", k_names_7);
        CHECK(code_of([&] { world.ingest("dev-desk", delivery); }) == ErrorCode::setting);
        CHECK(app::ingest_webhook(world.workspace(), "dev-desk", Side::source, delivery, false)
                  .verdict.connector == "dev");
    }
}

TEST_CASE("ten thousand times the same delivery, and many in any order, are one look at each item",
          "[app][webhook][attack-79]")
{
    WebhookWorld world;
    const auto same = signed_with("one", k_names_7);
    CHECK_FALSE(world.ingest("dev", same).is_repeated);
    for (int i = 1; i < 10'000; ++i) {
        CHECK(world.ingest("dev", same).is_repeated);
    }
    CHECK(world.due() == std::vector<std::string>{"dev-desk source:7"});
    std::vector<WebhookDelivery> deliveries;
    for (int i = 0; i < 20; ++i) {
        const auto item = std::to_string(i % 5 + 1);
        deliveries.push_back(
            signed_with("one", R"({"id":)" + item + R"(,"rev":)" + std::to_string(i) + "}"));
    }
    std::reverse(deliveries.begin(), deliveries.end());
    for (const auto& delivery : deliveries) {
        CHECK_FALSE(world.ingest("dev", delivery).is_repeated);
    }
    CHECK(world.due().size() == 6);
}

TEST_CASE("a dry run judges and reads a delivery, and marks nothing", "[app][webhook]")
{
    WebhookWorld world;
    const auto delivery = signed_with("one", k_names_7);
    const auto intake = app::ingest_webhook(world.workspace(), "dev", std::nullopt, delivery, true);
    CHECK(intake.items == 1);
    CHECK(intake.pairs == std::vector<std::string>{"dev-desk"});
    CHECK(world.due().empty());
    CHECK_FALSE(world.ingest("dev", delivery).is_repeated);
}

TEST_CASE("a change of a webhook secret needs something to change, and keeps what is not named",
          "[app][webhook]")
{
    WebhookWorld world;
    app::ConnectorEdit edit;
    edit.name = "dev";
    CHECK(code_of([&] { static_cast<void>(app::edit_connector(world.workspace(), edit)); }) ==
          ErrorCode::usage);
    edit.drops_webhook_secrets = true;
    const auto view = app::edit_connector(world.workspace(), edit).connector;
    CHECK_FALSE(view.has_webhook_secret);
    CHECK(code_of([&] { world.ingest("dev", signed_with("one", k_names_7)); }) ==
          ErrorCode::authentication);
    world.change_secret("dev", "one");
    edit = {};
    edit.name = "dev";
    edit.url = (world.folder() / "desk").string();
    static_cast<void>(app::edit_connector(world.workspace(), edit));
    CHECK(world.ingest("dev", signed_with("one", k_names_7)).items == 1);
}

} // namespace syncctl::test
