#include "commands/commands.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace syncctl::test {

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string output_of(const std::string& program, std::vector<std::string> arguments)
{
    auto result = run_process(
        program, {.arguments = std::move(arguments), .environment = {{"PATH", "/usr/bin:/bin"}}});
    INFO(result.err);
    REQUIRE(result.exit == 0);
    return result.out;
}

/// `cmake --install` into a folder of its own.
class Installed {
public:
    Installed()
    {
        output_of(SYNCCTL_CMAKE, {"--install", SYNCCTL_BUILD_DIR, "--prefix", m_prefix.path()});
    }

    [[nodiscard]] fs::path operator/(const std::string& path) const { return m_prefix / path; }

    [[nodiscard]] const fs::path& prefix() const { return m_prefix.path(); }

private:
    TempDir m_prefix;
};

/// Of a line `NAME=VALUE`, each time it occurs.
std::vector<std::string> values_of(const std::string& unit, const std::string& name)
{
    std::vector<std::string> values;
    for (std::size_t at = 0; at < unit.size();) {
        const auto end = std::min(unit.find('\n', at), unit.size());
        if (unit.compare(at, name.size() + 1, name + "=") == 0) {
            values.push_back(unit.substr(at + name.size() + 1, end - at - name.size() - 1));
        }
        at = end + 1;
    }
    return values;
}

} // namespace

TEST_CASE("everything is installed where Debian looks for it", "[packaging]")
{
    const Installed installed;
    for (const std::string path : {"bin/syncctl",
                                   "sbin/syncctl-service",
                                   "lib/systemd/system/syncctl.service",
                                   "lib/systemd/system/syncctl.timer",
                                   "lib/systemd/system/syncctl@.service",
                                   "lib/systemd/system/syncctl@.timer",
                                   "share/bash-completion/completions/syncctl",
                                   "share/zsh/vendor-completions/_syncctl",
                                   "share/fish/vendor_completions.d/syncctl.fish",
                                   "share/man/man8/syncctl-service.8.gz",
                                   "share/syncctl/mappings/azure-devops-servicedesk-plus.yaml",
                                   "share/syncctl/webhooks/nginx.conf",
                                   "share/doc/syncctl/copyright",
                                   "share/doc/syncctl/changelog.gz",
                                   "share/doc/syncctl/changelog.Debian.gz",
                                   "share/doc/syncctl/tutorial.md",
                                   "share/doc/syncctl/examples/cron/syncctl",
                                   "share/doc/syncctl/examples/logrotate/syncctl"}) {
        INFO(path);
        CHECK(fs::is_regular_file(installed / path));
    }
    CHECK(output_of((installed / "bin/syncctl").string(), {"version"}) == "syncctl " SYNCCTL_VERSION
                                                                          "\n");
    for (const std::string shell : {"bash", "zsh", "fish"}) {
        const auto printed = output_of((installed / "bin/syncctl").string(), {"completion", shell});
        const auto path = shell == "bash"  ? "share/bash-completion/completions/syncctl"
                          : shell == "zsh" ? "share/zsh/vendor-completions/_syncctl"
                                           : "share/fish/vendor_completions.d/syncctl.fish";
        CHECK(printed == read(installed / path));
    }
}

TEST_CASE("each command has its manual page, compressed as the last build made it", "[packaging]")
{
    const Installed installed;
    std::vector<std::string> names{"syncctl"};
    for (const auto& entry : cli::all_commands()) {
        auto name = "syncctl-" + std::string{entry.path};
        std::replace(name.begin(), name.end(), ' ', '-');
        names.push_back(std::move(name));
    }
    for (const auto& name : names) {
        INFO(name);
        const auto page =
            output_of("/bin/gzip", {"-dc", installed / ("share/man/man1/" + name + ".1.gz")});
        CHECK(page.find("\n.TH ") != std::string::npos);
    }
    const auto pages = std::distance(fs::directory_iterator{installed / "share/man/man1"},
                                     fs::directory_iterator{});
    CHECK(static_cast<std::size_t>(pages) == names.size());
}

TEST_CASE("nothing that is installed names the folder that it was built in", "[packaging]")
{
    const Installed installed;
    for (const auto& entry : fs::recursive_directory_iterator{installed.prefix()}) {
        if (entry.is_regular_file()) {
            INFO(entry.path());
            CHECK(read(entry.path()).find(SYNCCTL_SOURCE_DIR "/") == std::string::npos);
        }
    }
}

TEST_CASE("the version of the package is the program's", "[packaging]")
{
    const auto changelog = read(SYNCCTL_SOURCE_DIR "/data/debian/changelog");
    CHECK(changelog.rfind("syncctl (" SYNCCTL_VERSION "-1) ", 0) == 0);
    const auto vcpkg = read(SYNCCTL_SOURCE_DIR "/vcpkg.json");
    CHECK(vcpkg.find("\"version\": \"" SYNCCTL_VERSION "\"") != std::string::npos);
}

TEST_CASE("the service may do little, and what a run says with its exit code counts", "[packaging]")
{
    using Values = std::vector<std::string>;
    const auto folder = fs::path{SYNCCTL_SOURCE_DIR "/data/systemd"};
    for (const std::string name : {"syncctl.service", "syncctl@.service"}) {
        INFO(name);
        const auto unit = read(folder / name);
        CHECK(values_of(unit, "ExecStart") == Values{"/usr/bin/syncctl run --due -q"});
        CHECK(values_of(unit, "SuccessExitStatus") == Values{"11 14"});
        CHECK(values_of(unit, "NoNewPrivileges") == Values{"yes"});
        CHECK(values_of(unit, "CapabilityBoundingSet") == Values{""});
        CHECK(values_of(unit, "ProtectSystem") == Values{"strict"});
        CHECK(values_of(unit, "MemoryDenyWriteExecute") == Values{"yes"});
        CHECK(values_of(unit, "SystemCallFilter") == Values{"@system-service", "~@privileged"});
        CHECK(values_of(unit, "UMask") == Values{"0077"});
        // A key in a unit file could be read by everybody.
        CHECK(unit.find("ENCRYPTION_KEY") == std::string::npos);
    }
    const auto service = read(folder / "syncctl.service");
    CHECK(values_of(service, "User") == Values{"syncctl"});
    CHECK(values_of(service, "StateDirectoryMode") == Values{"0700"});
    CHECK(values_of(service, "LoadCredential") ==
          Values{"encryption_key:/etc/syncctl/encryption.key"});
}

} // namespace syncctl::test
