// Deliveries through the real program: from a script, and as a CGI program.

#include "cli_world.hpp"
#include "unit/base/vectors.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

namespace {

using Environment = std::map<std::string, std::string>;

/// `dev` and `desk` with the pair `dev-desk`; both take the secret of the published example.
class WebhookWorld : public CliWorld {
public:
    WebhookWorld()
    {
        has_a_pair();
        set_secret("dev", k_secret);
    }

    void set_secret(const std::string& connector, const std::string& secret) const
    {
        must({"connector", "edit", connector, "--webhook-secret", "stdin"}, {.input = secret});
    }

    [[nodiscard]] ProcessResult verify(const std::string& body, Environment headers) const
    {
        return run({"webhook", "verify", "dev"},
                   {.environment = std::move(headers), .input = body});
    }

    [[nodiscard]] ProcessResult cgi(const std::string& body, Environment variables) const
    {
        variables.emplace("REQUEST_METHOD", "POST");
        variables.emplace("CONTENT_LENGTH", std::to_string(body.size()));
        return run({"webhook", "ingest", "dev", "--cgi"},
                   {.environment = std::move(variables), .input = body});
    }

    static constexpr const char* k_secret = "It's a Secret to Everybody";
};

const std::string k_names_7 = R"({"id":7})";
const Environment k_good{{"HTTP_X_SYNCCTL_SECRET", WebhookWorld::k_secret}};

} // namespace

TEST_CASE("every published and derived signature gets its verdict from the command",
          "[cli][webhook][attack-77]")
{
    const WebhookWorld world;
    std::string former = WebhookWorld::k_secret;
    const auto published = vectors("webhook-signatures.json");
    for (const auto& row : published.at("github").at("tests")) {
        INFO(row.at("tcId") << " " << row.at("comment"));
        const auto secret = octets(row, "secretHex");
        if (secret.empty()) {
            // No way to make it the secret; see "a secret has to be there".
            CHECK(
                world.run({"connector", "edit", "dev", "--webhook-secret", "stdin"}, {.input = ""})
                    .exit == 2);
        } else if (secret != former) {
            world.set_secret("dev", secret);
            world.must({"connector", "edit", "dev", "--drop-previous-webhook-secret"});
            former = secret;
        }
        const auto result =
            world.verify(octets(row, "bodyHex"), {{"HTTP_X_HUB_SIGNATURE_256", row.at("header")}});
        CHECK(result.exit == (row.at("valid").get<bool>() ? 0 : 12));
    }
}

TEST_CASE("an old delivery of the scheme with a time is refused by the real clock",
          "[cli][webhook]")
{
    const WebhookWorld world;
    const auto row = vectors("webhook-signatures.json").at("standardWebhooks").at("tests").at(0);
    world.set_secret("dev", row.at("secret"));
    CHECK(world
              .verify(octets(row, "bodyHex"),
                      {{"HTTP_WEBHOOK_ID", row.at("id")},
                       {"HTTP_WEBHOOK_TIMESTAMP", row.at("timestamp")},
                       {"HTTP_WEBHOOK_SIGNATURE", row.at("signature")}})
              .exit == 12);
}

TEST_CASE("a secret has to be there", "[cli][webhook]")
{
    const WebhookWorld world;
    const auto result = world.run({"webhook", "verify", "desk"}, {.environment = k_good});
    CHECK(result.exit == 12); // the one that setup made, which nobody was told
    CHECK(world.run({"webhook", "verify", "nobody"}, {.environment = k_good}).exit == 18);
    std::filesystem::remove(world.key_file());
    CHECK(world.verify("", k_good).exit == 12);
}

TEST_CASE("a verdict names the proof, and a refusal nothing that was sent", "[cli][webhook]")
{
    const WebhookWorld world;
    const auto good = world.verify("", k_good);
    CHECK(good.exit == 0);
    CHECK(contains(good.out, "secret"));
    const auto bad = world.verify("mark-of-the-body", {{"HTTP_X_SYNCCTL_SECRET", "mark-of-it"}});
    CHECK(bad.exit == 12);
    CHECK_FALSE(contains(bad.out + bad.err, "mark-of"));
    CHECK(contains(bad.err, "refused"));
}

TEST_CASE("headers come from the variables that are named", "[cli][webhook]")
{
    const WebhookWorld world;
    const auto verify = [&](const std::vector<std::string>& options, Environment variables) {
        std::vector<std::string> arguments{"webhook", "verify", "dev"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return world.run(arguments, {.environment = std::move(variables)}).exit;
    };
    CHECK(verify({"--header", "x-syncctl-secret=HOOK"}, {{"HOOK", WebhookWorld::k_secret}}) == 0);
    CHECK(verify({"--header", "X-Syncctl-Secret=HOOK"}, {{"HOOK", ""}}) == 12);
    CHECK(verify({"--header", "X-Syncctl-Secret=HOOK"}, {}) == 12);
    CHECK(verify({"--header", "X-Syncctl-Secret=HOOK"}, k_good) == 12); // only what is named
    CHECK(verify({"--header", "X-Syncctl-Secret=HOOK", "--proof", "signature"},
                 {{"HOOK", WebhookWorld::k_secret}}) == 12);
    CHECK(verify({"--header", "Cookie=HOOK"}, {}) == 2);
    CHECK(verify({"--header", "X-Syncctl-Secret"}, {}) == 2);
    CHECK(verify({"--header", "X-Syncctl-Secret=A", "--header", "x-syncctl-secret=B"}, {}) == 2);
}

TEST_CASE("what was taken in is due, once", "[cli][webhook]")
{
    const WebhookWorld world;
    const auto ingest = [&] {
        const auto result = world.must({"webhook", "ingest", "dev", "--json"},
                                       {.environment = k_good, .input = k_names_7});
        return envelope_of(result).at("data").at(0);
    };
    const auto first = ingest();
    CHECK(first.at("items") == 1);
    CHECK(first.at("pairs") == nlohmann::json{"dev-desk"});
    CHECK_FALSE(first.at("repeated").get<bool>());
    CHECK(ingest().at("repeated").get<bool>());
    CHECK(
        world.must({"webhook", "ingest", "dev"}, {.environment = k_good, .input = R"({"ids":[]})"})
            .exit == 0);
}

TEST_CASE("what was named waits for the first run of its pair", "[cli][webhook]")
{
    const WebhookWorld world;
    CHECK(contains(world.must({"run", "--queued"}).err, "no webhook named anything"));
    world.must({"webhook", "ingest", "dev"}, {.environment = k_good, .input = k_names_7});
    const auto result = world.must({"run", "--queued"});
    CHECK(contains(result.err, "syncctl run dev-desk"));
    CHECK_FALSE(contains(result.err, "no webhook named anything"));
    CHECK(world.run({"run", "--queued", "--full"}).exit == 2);
    CHECK(world.run({"run", "--queued", "--item", "dev:7"}).exit == 2);
}

TEST_CASE("a CGI program tells the sender good or bad, and a log nothing", "[cli][webhook]")
{
    const WebhookWorld world;
    const auto answer = [](const ProcessResult& result) {
        INFO(result.out << result.err);
        CHECK(result.err.empty());
        CHECK(result.out.substr(result.out.size() - 4) == "\r\n\r\n");
        return result.out.substr(0, result.out.find('\r'));
    };
    CHECK(answer(world.cgi(k_names_7, k_good)) == "Status: 204 No Content");
    CHECK(answer(world.cgi(k_names_7, k_good)) == "Status: 204 No Content"); // again
    CHECK(answer(world.cgi(k_names_7, {})) == "Status: 403 Forbidden");
    CHECK(answer(world.cgi("{", {})) == "Status: 403 Forbidden");
    CHECK(answer(world.cgi("{", k_good)) == "Status: 400 Bad Request");
    CHECK(answer(world.cgi(std::string(100'000, '['), k_good)) == "Status: 400 Bad Request");
    CHECK(answer(world.cgi("id=7", k_good)) == "Status: 400 Bad Request");
    auto more = k_good;
    more["CONTENT_LENGTH"] = "9"; // than there is
    CHECK(answer(world.cgi(k_names_7, more)) == "Status: 400 Bad Request");
    more["CONTENT_LENGTH"] = "-1";
    CHECK(answer(world.cgi(k_names_7, more)) == "Status: 411 Length Required");
    more["CONTENT_LENGTH"] = "20971520"; // not one octet of them is read
    CHECK(answer(world.cgi("", more)) == "Status: 413 Content Too Large");
    more["REQUEST_METHOD"] = "GET";
    CHECK(answer(world.cgi("", more)) == "Status: 405 Method Not Allowed");
}

TEST_CASE("our own trouble asks the sender to come again, and says why to whoever runs this",
          "[cli][webhook]")
{
    const WebhookWorld world;
    std::filesystem::remove(world.key_file());
    const auto result = world.cgi(k_names_7, k_good);
    CHECK(result.exit == 12);
    CHECK(contains(result.out, "Status: 503"));
    CHECK(contains(result.err, "key"));
}

TEST_CASE("six MiB are refused before anything of them is looked at", "[cli][webhook][attack-78]")
{
    const WebhookWorld world;
    const std::string large(std::size_t{6} << 20U, ' ');
    const auto result =
        world.run({"webhook", "ingest", "dev"}, {.environment = k_good, .input = large});
    CHECK(result.exit == 16);
    CHECK(contains(result.err, "5 MiB"));
}

TEST_CASE("a connector shows whether it has a webhook secret, never which", "[cli][webhook]")
{
    const WebhookWorld world;
    world.set_secret("dev", "another one");
    const auto shown = world.must({"connector", "show", "dev"}).out;
    CHECK(contains(shown, "Webhook secret"));
    CHECK_FALSE(contains(shown, "another one"));
    const auto row =
        envelope_of(world.must({"connector", "show", "dev", "--json"})).at("data").at(0);
    CHECK(row.at("has_webhook_secret").get<bool>());
    CHECK(row.at("has_previous_webhook_secret").get<bool>());
    CHECK(world.run({"connector", "edit", "dev", "--webhook-secret", "the-secret-itself"}).exit ==
          2);
    world.must({"connector", "edit", "dev", "--unset", "webhook_secret"});
    CHECK(world.verify("", k_good).exit == 12);
}

} // namespace syncctl::test
