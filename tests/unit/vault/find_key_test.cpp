#include "support/temp_dir.hpp"
#include "unit/base/vectors.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/vault/key_source.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::vault; // NOLINT(google-build-using-namespace): this file tests that one
                                // module
using syncctl::ErrorCode;
using syncctl::base::Secret;

namespace {

const std::string k_key = "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81f4d5b0793c2e8d6fa1049b7c35e";
const std::string k_other = "3b8e21d7f90a46c5b1e07c94a2d8536f1e4b9a7c0d62f8e35a917bc4d06e8f21";

std::string id_of(const std::string& key)
{
    return parse_key(key, false).id();
}

syncctl::Error refusal(const KeySources& sources)
{
    try {
        (void)find_key(sources);
    } catch (const syncctl::Error& error) {
        return error;
    }
    FAIL("a key was found");
    return {ErrorCode::failed, ""};
}

/// A folder with key files.
struct Sources {
    [[nodiscard]] std::filesystem::path file(const std::string& name,
                                             const std::string& content) const
    {
        syncctl::base::create_private_file(dir / name, content);
        return dir / name;
    }

    [[nodiscard]] syncctl::Error command_refusal(const std::string& command) const
    {
        KeySources sources;
        sources.command = command;
        auto error = refusal(sources);
        CHECK(error.message().find(k_key) == std::string::npos);
        return error;
    }

    syncctl::test::TempDir dir;
};

} // namespace

TEST_CASE("the sources of the key have an order", "[vault]")
{
    const Sources made;
    std::filesystem::create_directory(made.dir / "credentials");
    KeySources sources;
    sources.default_file = made.file("default", k_other + "\n");
    CHECK(find_key(sources).source == "key file " + sources.default_file.string());
    CHECK(find_key(sources).key.id() == id_of(k_other));

    sources.credentials_directory = made.dir / "credentials";
    CHECK(find_key(sources).key.id() == id_of(k_other));
    const auto credential = made.file("credentials/encryption_key", k_key);
    CHECK(find_key(sources).key.id() == id_of(k_key));
    CHECK(find_key(sources).source == "key file " + credential.string());

    sources.command = "/bin/cat " + sources.default_file.string();
    CHECK(find_key(sources).key.id() == id_of(k_other));
    CHECK(find_key(sources).source == "key command /bin/cat (ENCRYPTION_KEY_COMMAND)");

    sources.file = sources.default_file;
    CHECK(find_key(sources).source == "key file " + sources.default_file.string());

    sources.environment = Secret{std::string_view{k_other}};
    CHECK(find_key(sources).source == "environment variable ENCRYPTION_KEY");
}

TEST_CASE("without any key the message says where was looked", "[vault]")
{
    KeySources sources;
    CHECK(refusal(sources).code() == ErrorCode::no_key);
    CHECK(refusal(sources).message().find("ENCRYPTION_KEY") != std::string::npos);
    CHECK(refusal(sources).hint().find("syncctl key generate") != std::string::npos);
    sources.default_file = "/nonexistent/encryption.key";
    sources.credentials_directory = "/nonexistent/credentials";
    CHECK(refusal(sources).code() == ErrorCode::no_key);
    CHECK(refusal(sources).message().find("/nonexistent/encryption.key") != std::string::npos);
    CHECK(refusal(sources).message().find("/nonexistent/credentials/encryption_key") !=
          std::string::npos);
}

TEST_CASE("two named sources must give the same key", "[vault]")
{
    const Sources made;
    KeySources sources;
    sources.environment = Secret{std::string_view{k_key}};
    sources.file = made.file("same", k_key + "\n");
    CHECK(find_key(sources).key.id() == id_of(k_key));

    sources.command = "/bin/cat " + made.file("different", k_other).string();
    const auto error = refusal(sources);
    CHECK(error.code() == ErrorCode::ambiguous_key);
    CHECK(error.message().find(id_of(k_key)) != std::string::npos);
    CHECK(error.message().find(id_of(k_other)) != std::string::npos);

    // The default is only a default.
    sources.command.reset();
    sources.default_file = made.dir / "different";
    CHECK(find_key(sources).key.id() == id_of(k_key));
}

TEST_CASE("an empty variable is an error, never no encryption", "[vault]")
{
    const Sources made;
    KeySources sources;
    sources.environment = Secret{};
    sources.default_file = made.file("default", k_key);
    const auto error = refusal(sources);
    CHECK(error.code() == ErrorCode::bad_key);
    CHECK(error.message().find("environment variable ENCRYPTION_KEY: ") == 0);
}

TEST_CASE("a named key file must be there and be right", "[vault]")
{
    const Sources made;
    KeySources sources;
    sources.file = made.dir / "none";
    sources.default_file = made.file("default", k_key);
    CHECK(refusal(sources).code() == ErrorCode::key_source);
    sources.file = made.file("short", k_key.substr(1));
    CHECK(refusal(sources).code() == ErrorCode::bad_key);
    CHECK(refusal(sources).message().find((made.dir / "short").string()) != std::string::npos);
    CHECK(refusal(sources).message().find(k_key.substr(1)) == std::string::npos);
}

TEST_CASE("a loose default key file is refused, not passed over", "[vault]")
{
    const Sources made;
    KeySources sources;
    sources.default_file = made.file("default", k_key);
    std::filesystem::permissions(sources.default_file, std::filesystem::perms{0644});
    CHECK(refusal(sources).code() == ErrorCode::key_source);
    CHECK(refusal(sources).hint() == "chmod 600 " + sources.default_file.string());
}

TEST_CASE("every source treats key texts as the vectors say", "[vault][vectors]")
{
    const Sources made;
    const auto tests = syncctl::test::vectors("key-inputs.json").at("tests");
    REQUIRE(tests.size() == 26);
    for (const auto& test : tests) {
        INFO(test.at("tcId") << " " << test.at("comment"));
        const auto text = syncctl::test::octets(test, "textHex");
        const auto from = test.at("from").get<std::string>();
        const auto path = made.file("key " + std::to_string(test.at("tcId").get<int>()), text);
        KeySources sources;
        if (from == "env") {
            sources.environment = Secret{std::string_view{text}};
        } else if (from == "file") {
            sources.file = path;
        } else {
            sources.command = "/bin/cat '" + path.string() + "'";
        }
        if (test.at("accept").get<bool>()) {
            CHECK(find_key(sources).key.id() == id_of(k_key));
        } else {
            CHECK(refusal(sources).code() == ErrorCode::bad_key);
        }
    }
}

TEST_CASE("a key command that fails in any way is an error of the source", "[vault]")
{
    const Sources made;
    const auto key_file = made.file("key", k_key).string();
    for (const auto& command : {std::string{"/bin/false"},
                                "/bin/sh -c 'cat " + key_file + "; exit 1'",
                                std::string{"/bin/true"},
                                std::string{"/bin/sh -c 'exec cat /dev/null >&2'"},
                                std::string{"/usr/bin/yes"},
                                std::string{"/usr/bin/head -c 1073741824 /dev/zero"},
                                "cat " + key_file,
                                "./cat " + key_file,
                                std::string{"/nonexistent/program"},
                                std::string{"/bin/cat 'unterminated"},
                                std::string{},
                                std::string{" "}}) {
        INFO(command);
        const auto error = made.command_refusal(command);
        CHECK(error.code() == ErrorCode::key_source);
        CHECK(error.message().find("ENCRYPTION_KEY_COMMAND") != std::string::npos);
    }
}

TEST_CASE("no shell reads a key command", "[vault]")
{
    const Sources made;
    const auto key_file = made.file("key", k_key).string();
    const auto planted = (made.dir / "planted").string();
    for (const auto& tail : {"; touch " + planted,
                             " && touch " + planted,
                             "$(touch " + planted + ")",
                             "`touch " + planted + "`",
                             " > " + planted,
                             " | tee " + planted}) {
        INFO(tail);
        CHECK(made.command_refusal("/bin/cat " + key_file + tail).code() == ErrorCode::key_source);
        CHECK_FALSE(std::filesystem::exists(planted));
    }
}

TEST_CASE("the next key is looked for at the places beside those of the present one", "[vault]")
{
    const Sources made;
    std::filesystem::create_directory(made.dir / "credentials");
    KeySources sources;
    sources.environment = Secret{std::string_view{k_key}};
    CHECK_FALSE(find_next_key(sources).has_value());

    sources.next.default_file = made.file("encryption.key.next", k_other + "\n");
    CHECK(find_next_key(sources)->source == "key file " + sources.next.default_file.string());
    CHECK(find_next_key(sources)->key.id() == id_of(k_other));
    // It is no source of the present key.
    sources.environment.reset();
    CHECK(refusal(sources).code() == ErrorCode::no_key);

    sources.credentials_directory = made.dir / "credentials";
    const auto credential = made.file("credentials/encryption_key_next", k_key);
    CHECK(find_next_key(sources)->source == "key file " + credential.string());

    sources.next.command = "/bin/cat " + sources.next.default_file.string();
    CHECK(find_next_key(sources)->source == "key command /bin/cat (ENCRYPTION_KEY_NEXT_COMMAND)");

    sources.next.environment = Secret{std::string_view{k_other}};
    CHECK(find_next_key(sources)->source == "environment variable ENCRYPTION_KEY_NEXT");

    sources.next.file = credential;
    CHECK_THROWS_AS((void)find_next_key(sources), syncctl::Error); // they differ
}
