#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

namespace syncctl::test {

namespace {

std::vector<std::string> hostile_strings()
{
    std::ifstream in{SYNCCTL_TEST_DATA "/vectors/hostile-strings.json"};
    const auto vectors = nlohmann::json::parse(in);
    std::vector<std::string> strings;
    for (const auto& test : vectors.at("tests")) {
        const auto hex = test.at("hex").get<std::string>();
        std::string text;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            text += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        }
        // An argument ends at its first zero octet.
        text = text.substr(0, text.find('\0'));
        if (!text.empty() && text.front() != '-') {
            strings.push_back(text);
        }
    }
    return strings;
}

bool is_safe_for_terminals(const std::string& text)
{
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("unknown names are told with what was meant", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto connector = cli.run({"connector", "show", "desc"});
    CHECK(connector.exit == 18);
    CHECK(contains(connector.err, "did you mean 'desk'?"));
    const auto pair = cli.run({"run", "dev-desc"});
    CHECK(pair.exit == 18);
    CHECK(contains(pair.err, "did you mean 'dev-desk'?"));
    CHECK(cli.run({"items", "show", "dev:99"}).exit == 18);
    CHECK(cli.run({"items", "show", "nobody:99"}).exit == 18);
    CHECK(cli.run({"items", "show", "99"}).exit == 2);
    CHECK(cli.run({"items", "retry", "dev:99"}).exit == 18);
    CHECK(cli.run({"items", "unlink", "dev:99", "-y"}).exit == 18);
    CHECK(cli.run({"conflicts", "show", "99"}).exit == 18);
    CHECK(cli.run({"conflicts", "resolve", "99", "--take", "source"}).exit == 18);
    CHECK(cli.run({"conflicts", "resolve", "x", "--take", "source"}).exit == 2);
    CHECK(cli.run({"history", "99"}).exit == 18);
    CHECK(cli.run({"errors", "--pair", "other"}).exit == 18);
    CHECK(cli.run({"mapping", "show", "other"}).exit == 18);
    const auto type = cli.run({"connector", "add", "x", "--type", "file", "--url", "dev"});
    CHECK(type.exit == 2);
    CHECK(contains(type.err, "did you mean 'files'?"));
}

TEST_CASE("a name with control characters or of 10,000 characters is refused in one short line",
          "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto folder = cli.tracker_folder("dev");
    for (const auto& name : {std::string{"a\x1b[31mb"},
                             std::string(10'000, 'n'),
                             std::string{".hidden"},
                             std::string{"two words"},
                             std::string{"a:b"},
                             std::string{"a/b"},
                             std::string{"\xff"}}) {
        const auto result = cli.run({"connector", "add", name, "--type", "files", "--url", folder});
        CHECK(result.exit == 2);
        CHECK(result.err.size() < 500);
        CHECK(is_safe_for_terminals(result.err));
    }
    CHECK(envelope_of(cli.must({"connector", "list", "--json"}))["data"].empty());
    cli.must({"connector", "add", std::string(64, 'n'), "--type", "files", "--url", folder});
}

TEST_CASE("a pair needs two different connectors that exist", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto same = cli.run({"pair", "add", "loop", "--source", "dev", "--target", "dev"});
    CHECK(same.exit == 2);
    CHECK(contains(same.err, "both sides"));
    CHECK(cli.run({"pair", "add", "p", "--source", "dev", "--target", "nobody"}).exit == 18);
    CHECK(cli.run({"pair", "add", "dev-desk", "--source", "dev", "--target", "desk"}).exit == 1);
    CHECK(
        cli.run({"pair", "add", "p", "--source", "dev", "--target", "desk", "--direction", "left"})
            .exit == 2);
}

TEST_CASE("hostile text as a name or filter is data only", "[cli][attack-41][attack-54][attack-55]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto strings = hostile_strings();
    REQUIRE(strings.size() > 50);
    for (const auto& text : strings) {
        for (const auto& command :
             {std::vector<std::string>{"connector", "show", text},
              std::vector<std::string>{"status", "--db", cli.database().string(), text},
              std::vector<std::string>{"items", "list", "--pair", text}}) {
            const auto result = cli.run(command);
            CHECK((result.exit == 18 || result.exit == 2));
            CHECK(is_safe_for_terminals(result.err));
        }
    }
    CHECK(cli.run({"items", "list", "--pair", "%"}).exit == 18);
    CHECK(cli.run({"items", "list", "--pair", "' OR 1=1 --"}).exit == 18);
    CHECK(cli.run({"connector", "show", "d_v"}).exit == 18);
    CHECK(envelope_of(cli.must({"connector", "list", "--json"}))["data"].size() == 2);
}

} // namespace syncctl::test
