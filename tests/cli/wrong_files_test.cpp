// Files that are given where a configuration is wanted, and are something else.

#include "demo_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace syncctl::test {

namespace fs = std::filesystem;

namespace {

struct Refusal {
    std::vector<std::string> command;
    int exit;
    std::string word;
};

/// What each command that reads a file says to this one.
void check_refused(const CliWorld& cli, const std::string& file, const std::vector<Refusal>& all)
{
    for (const auto& refusal : all) {
        auto command = refusal.command;
        command.push_back(file);
        const auto result = cli.run(command);
        INFO(file << " " << result.err);
        CHECK(result.exit == refusal.exit);
        CHECK(contains(result.err, refusal.word));
        CHECK(result.out.empty());
        CHECK(std::count(result.err.begin(), result.err.end(), '\n') < 8);
    }
}

const std::vector<std::string> k_import{"mapping", "import", "dev-desk"};
const std::vector<std::string> k_settings{"status", "--env-file"};
const std::vector<std::string> k_backup{"restore", "-y"};

} // namespace

TEST_CASE("a huge file, an archive and a database are refused where a configuration is wanted",
          "[cli][attack-63]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto before = read_text(cli.database());
    const std::vector<std::string> older{
        "setup", "--import-key-file", cli.key_file().string(), "--import"};
    SECTION("5 GiB")
    {
        cli.write(cli.home() / "big.json", "{");
        fs::resize_file(cli.home() / "big.json", std::uintmax_t{5} << 30U);
        check_refused(cli,
                      "big.json",
                      {{k_import, 1, "is larger than"},
                       {older, 10, "no SQLite file"},
                       {k_settings, 1, "is larger than"},
                       {k_backup, 10, "no SQLite file"}});
    }
    SECTION("a tar archive")
    {
        // A header of POSIX ustar and the end of an archive: names and zeros.
        cli.write(cli.home() / "a.tar",
                  "mapping.yaml" + std::string(245, '\0') + "ustar" + std::string(1274, '\0'));
        check_refused(cli,
                      "a.tar",
                      {{k_import, 16, "the file is no text"},
                       {older, 10, "no SQLite file"},
                       {k_settings, 2, "a.tar:1: no KEY=VALUE line"},
                       {k_backup, 10, "no SQLite file"}});
    }
    SECTION("our own database")
    {
        fs::copy_file(cli.database(), cli.home() / "own.db");
        check_refused(cli,
                      "own.db",
                      {{k_import, 16, "the document has"},
                       {older, 10, "it is one of syncctl itself"},
                       {k_settings, 1, "is larger than"}});
    }
    CHECK(read_text(cli.database()) == before);
}

} // namespace syncctl::test
