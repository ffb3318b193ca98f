#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sys/stat.h>

namespace syncctl::test {

namespace fs = std::filesystem;

namespace {

const std::string k_key = "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e";
const std::string k_other_key = "1f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e";

std::string from_hex(const std::string& hex)
{
    std::string text;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        text += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    return text;
}

} // namespace

TEST_CASE("every key input is taken or refused as the table says, from each source",
          "[cli][attack-2][attack-3]")
{
    std::ifstream in{SYNCCTL_TEST_DATA "/vectors/key-inputs.json"};
    const auto vectors = nlohmann::json::parse(in);
    REQUIRE(vectors.at("tests").size() >= 26);
    for (const auto& test : vectors.at("tests")) {
        INFO(test["tcId"] << " " << test["comment"]);
        CliWorld cli;
        const auto text = from_hex(test["textHex"]);
        const auto file = cli.home() / "key";
        cli.write(file, text);
        fs::permissions(file, fs::perms{0600});
        if (test["from"] == "env") {
            cli.environment["ENCRYPTION_KEY"] = text;
        } else if (test["from"] == "file") {
            cli.environment["ENCRYPTION_KEY_FILE"] = file.string();
        } else {
            cli.environment["ENCRYPTION_KEY_COMMAND"] = "/bin/cat " + file.string();
        }
        const auto result = cli.run({"key", "check"});
        CHECK(result.exit == (test["accept"] == true ? 0 : 12));
        if (text.size() > 16) {
            CHECK_FALSE(contains(result.err, text));
        }
    }
}

TEST_CASE("a key file that others can read, or that is no plain file, is refused",
          "[cli][attack-4]")
{
    const CliWorld cli;
    const auto file = cli.home() / "key";
    cli.write(file, k_key);
    for (const unsigned mode : {0640U, 0604U, 0660U}) {
        fs::permissions(file, fs::perms{mode});
        const auto result = cli.run({"--key-file", file.string(), "key", "check"});
        CHECK(result.exit == 12);
        CHECK(contains(result.err, "chmod"));
    }
    fs::permissions(file, fs::perms{0600});
    cli.must({"--key-file", file.string(), "key", "check"});
    fs::create_symlink(file, cli.home() / "link");
    fs::create_directory(cli.home() / "folder");
    REQUIRE(::mkfifo((cli.home() / "fifo").c_str(), 0600) == 0);
    cli.write(cli.home() / "large", std::string(5U << 20U, 'a'));
    fs::permissions(cli.home() / "large", fs::perms{0600});
    for (const auto* name : {"link", "folder", "fifo", "large", "missing"}) {
        INFO(name);
        const auto result = cli.run({"--key-file", (cli.home() / name).string(), "key", "check"});
        CHECK(result.exit == 12);
        CHECK_FALSE(result.has_timed_out);
    }
}

TEST_CASE("a key command that misbehaves is an error, and no shell is involved", "[cli][attack-5]")
{
    CliWorld cli;
    for (const auto* command : {"/bin/false",
                                "/bin/true",
                                "relative/key-command",
                                "/bin/echo x; /bin/touch pwned",
                                "/usr/bin/yes",
                                "/nonexistent",
                                "'unterminated"}) {
        INFO(command);
        cli.environment["ENCRYPTION_KEY_COMMAND"] = command;
        CHECK(cli.run({"key", "check"}).exit == 12);
        CHECK_FALSE(fs::exists(cli.home() / "pwned"));
    }
}

TEST_CASE("two sources with two keys are ambiguous, with one key they agree", "[cli][attack-6]")
{
    CliWorld cli;
    cli.environment["ENCRYPTION_KEY"] = k_key;
    const auto file = cli.home() / "key";
    cli.write(file, k_other_key);
    fs::permissions(file, fs::perms{0600});
    const auto refused = cli.run({"--key-file", file.string(), "key", "check", "--json"});
    CHECK(refused.exit == 12);
    CHECK(envelope_of(refused)["error"]["code"] == "ambiguous_key");
    cli.write(file, k_key);
    cli.must({"--key-file", file.string(), "key", "check"});
}

TEST_CASE("a wrong key is told before anything happens, and the database stays as it was",
          "[cli][attack-7]")
{
    CliWorld cli;
    cli.has_a_pair();
    cli.must({"status"});
    const auto before = read_text(cli.database());
    cli.environment["ENCRYPTION_KEY"] = k_other_key;
    const auto run = cli.run({"run", "dev-desk", "--json"});
    CHECK(run.exit == 12);
    CHECK(envelope_of(run)["error"]["code"] == "wrong_key");
    CHECK(contains(run.err, "ENCRYPTION_KEY"));
    CHECK(cli.run({"key", "check"}).exit == 12);
    CHECK(cli.run({"setup"}).exit == 12);
    CHECK(read_text(cli.database()) == before);
}

TEST_CASE("key check names the key, its source and the database's key", "[cli]")
{
    const CliWorld cli;
    cli.must({"key", "generate"});
    CHECK(envelope_of(cli.must({"key", "check", "--json"}))["data"][0]["matches"].is_null());
    cli.must({"setup"});
    const auto row = envelope_of(cli.must({"key", "check", "--json"}))["data"][0];
    CHECK(row["matches"] == true);
    CHECK(row["key_id"] == row["database_key_id"]);
    CHECK(contains(row["source"].get<std::string>(), cli.key_file().string()));
}

TEST_CASE("key generate never overwrites a key and prints one only when asked", "[cli]")
{
    const CliWorld cli;
    const auto made = cli.must({"key", "generate"});
    CHECK(made.out.empty());
    CHECK(mode_of(cli.key_file()) == 0600);
    const auto key = read_text(cli.key_file());
    CHECK_FALSE(contains(made.err, key.substr(0, 64)));
    CHECK(cli.run({"key", "generate"}).exit == 1);
    CHECK(read_text(cli.key_file()) == key);
    const auto printed = cli.must({"key", "generate", "--out", "-"}).out;
    CHECK(printed.size() == 65);
    CHECK(printed != cli.must({"key", "generate", "--out", "-"}).out);
    cli.must({"key", "generate", "--out", "elsewhere.key"});
    CHECK(mode_of(cli.home() / "elsewhere.key") == 0600);
    cli.must({"key", "generate", "--out", "not-made.key", "-n"});
    CHECK_FALSE(fs::exists(cli.home() / "not-made.key"));
}

} // namespace syncctl::test
