#include "key_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <sys/stat.h>

namespace syncctl::test {

namespace {

constexpr const char* k_all_envelopes =
    "SELECT encrypted_credentials FROM connectors WHERE encrypted_credentials IS NOT NULL UNION "
    "ALL "
    "SELECT access_token FROM connectors WHERE access_token IS NOT NULL UNION ALL "
    "SELECT webhook_secret FROM connectors WHERE webhook_secret IS NOT NULL UNION ALL "
    "SELECT previous_webhook_secret FROM connectors WHERE previous_webhook_secret IS NOT NULL "
    "UNION ALL SELECT value FROM system_settings WHERE value_type = 'secret'";

FilesWorldOptions without_database()
{
    FilesWorldOptions options;
    options.has_database = false;
    return options;
}

/// Made once: a test gets a copy of its database.
const FilesWorld& model_world()
{
    static const auto model = [] {
        auto made = std::make_unique<FilesWorld>();
        made->env["SECRET"] = "token-of-a-tracker";
        for (const auto* name : {"ado", "spare"}) {
            const auto added = made->syncctl({"connector",
                                              "add",
                                              name,
                                              "--type",
                                              "azure-devops",
                                              "--url",
                                              "https://dev.azure.com/acme",
                                              "--set",
                                              "project=Fabrikam",
                                              "--no-test",
                                              "--secret",
                                              "token=env:SECRET"});
            REQUIRE(added.exit == 0);
        }
        return made;
    }();
    return *model;
}

} // namespace

KeyWorld::KeyWorld() : FilesWorld{without_database()}
{
    const auto& model = model_world();
    for (const auto* folder : {"state", "config"}) {
        std::filesystem::copy(
            model.path(folder), path(folder), std::filesystem::copy_options::recursive);
    }
    for (const auto* side : {"dev", "desk"}) {
        sql("UPDATE connectors SET base_url = '" + path(side) + "' WHERE name = '" + side + "'");
    }
    env = model.env;
}

ProcessResult KeyWorld::must(const std::vector<std::string>& arguments, int exit)
{
    auto result = syncctl(arguments);
    INFO(result.out << result.err);
    REQUIRE(result.exit == exit);
    return result;
}

nlohmann::json KeyWorld::row(std::vector<std::string> arguments)
{
    arguments.emplace_back("--json");
    return nlohmann::json::parse(must(arguments).out).at("data").at(0);
}

std::string KeyWorld::error_code(std::vector<std::string> arguments, int exit)
{
    arguments.emplace_back("--json");
    return nlohmann::json::parse(must(arguments, exit).out)["error"]["code"];
}

std::string KeyWorld::file(std::string_view name, std::string_view content, unsigned mode) const
{
    const auto place = path(name);
    std::ofstream{place, std::ios::binary} << content;
    std::filesystem::permissions(place, std::filesystem::perms{mode});
    return place;
}

std::string KeyWorld::active_key()
{
    return sql("SELECT kid FROM keyring WHERE state = 'active'");
}

std::string KeyWorld::envelopes()
{
    return sql(k_all_envelopes);
}

std::vector<std::string> KeyWorld::files_with(std::string_view text) const
{
    std::vector<std::string> files;
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        const auto file = path("state/sync.db") + suffix;
        if (std::filesystem::exists(file) && contains(read_text(file), text)) {
            files.push_back(file);
        }
    }
    return files;
}

std::string KeyWorld::octets() const
{
    const auto log = path("state/sync.db-wal");
    return read_text(path("state/sync.db")) +
           (std::filesystem::exists(log) ? read_text(log) : std::string{});
}

OtherReader::OtherReader(const std::string& database)
{
    REQUIRE(sqlite3_open_v2(database.c_str(), &m_database, SQLITE_OPEN_READWRITE, nullptr) ==
            SQLITE_OK);
    REQUIRE(sqlite3_exec(m_database, "BEGIN; SELECT * FROM meta", nullptr, nullptr, nullptr) ==
            SQLITE_OK);
}

OtherReader::~OtherReader()
{
    sqlite3_close(m_database);
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string read_text(const std::string& file)
{
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace syncctl::test
