// Reads the includes of the whole tree and holds it to the map in docs/architecture.md.

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct SourceFile {
    std::string path; ///< from the root of the project
    std::string module;
    std::string text;
    std::vector<std::string> includes;
};

std::string read(const fs::path& path)
{
    std::ifstream in{path};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// `src/connectors/files/x.cpp` -> `connectors/files`; `include/syncctl/store/x.hpp` -> `store`.
std::string module_of(const std::string& path)
{
    std::smatch match;
    if (std::regex_search(path, match, std::regex{"^src/connectors/([a-z_]+)/"})) {
        return "connectors/" + match[1].str();
    }
    if (std::regex_search(path, match, std::regex{"^(?:src|include/syncctl)/([a-z_]+)/"})) {
        return match[1].str();
    }
    return {};
}

const std::vector<SourceFile>& tree()
{
    static const auto files = [] {
        std::vector<SourceFile> found;
        const fs::path root{SYNCCTL_SOURCE_DIR};
        const std::regex include{R"(#include ["<]([^">]+)[">])"};
        for (const auto* folder : {"src", "include"}) {
            for (const auto& entry : fs::recursive_directory_iterator{root / folder}) {
                const auto extension = entry.path().extension();
                if (extension != ".cpp" && extension != ".hpp") {
                    continue;
                }
                SourceFile file;
                file.path = fs::relative(entry.path(), root).string();
                file.module = module_of(file.path);
                file.text = read(entry.path());
                for (std::sregex_iterator at{file.text.begin(), file.text.end(), include}, end;
                     at != end;
                     ++at) {
                    file.includes.push_back((*at)[1].str());
                }
                found.push_back(std::move(file));
            }
        }
        return found;
    }();
    return files;
}

/// Which modules each module may include, beside itself.
const std::map<std::string, std::set<std::string>>& allowed()
{
    static const std::map<std::string, std::set<std::string>> map{
        {"base", {}},
        {"model", {"base"}},
        {"vault", {"base"}},
        {"http", {"base"}},
        {"markup", {"base"}},
        {"schedule", {"base"}},
        {"mapping", {"base", "model", "markup", "schedule"}},
        {"connectors", {"base", "model"}},
        {"connectors/azure_devops", {"base", "model", "http", "connectors", "connectors/web"}},
        {"connectors/servicedesk_plus", {"base", "model", "http", "connectors", "connectors/web"}},
        {"connectors/web", {"base", "model", "http", "connectors"}},
        {"connectors/files", {"base", "model", "connectors"}},
        {"store", {"base", "model", "vault"}},
        {"engine", {"base", "model", "mapping", "connectors", "store"}},
        {"app",
         {"base",
          "model",
          "markup",
          "vault",
          "http",
          "mapping",
          "connectors",
          "store",
          "engine",
          "schedule"}},
        {"cli", {"base", "model", "app"}},
    };
    return map;
}

/// Library header -> the only files that may name it.
struct Reserved {
    std::string header;
    std::regex where;
};

} // namespace

TEST_CASE("a module includes only what stands below it", "[architecture]")
{
    REQUIRE(tree().size() > 50);
    const std::regex ours{"^syncctl/([a-z_]+)/"};
    for (const auto& file : tree()) {
        const auto known = allowed().find(file.module);
        INFO(file.path);
        REQUIRE(known != allowed().end());
        for (const auto& include : file.includes) {
            std::smatch match;
            if (std::regex_search(include, match, ours)) {
                INFO(include);
                const auto used = match[1].str();
                CHECK((used == file.module || known->second.contains(used) ||
                       (file.module.rfind("connectors/", 0) == 0 && used == "connectors")));
            }
        }
    }
}

TEST_CASE("each C library has one room", "[architecture]")
{
    const std::vector<Reserved> reserved{
        {"sqlite3.h", std::regex{"^src/store/"}},
        {"openssl/", std::regex{"^src/vault/"}},
        {"sodium.h", std::regex{"^src/(vault/|base/secret\\.cpp)"}},
        {"yaml.h", std::regex{"^src/mapping/"}},
        {"pcre2.h", std::regex{"^src/mapping/(functions/pattern|library_versions)\\.cpp"}},
        {"date/", std::regex{"^src/(schedule|mapping/functions)/"}},
        {"curl/", std::regex{"^src/http/"}},
        {"libxml/", std::regex{"^src/markup/"}},
        {"md4c.h", std::regex{"^src/markup/"}},
        {"zlib.h", std::regex{"^src/http/(gunzip|library_versions)\\.cpp"}},
        {"CLI/", std::regex{"^src/cli/"}},
    };
    for (const auto& file : tree()) {
        for (const auto& include : file.includes) {
            for (const auto& rule : reserved) {
                if (include.rfind(rule.header, 0) == 0) {
                    INFO(file.path << " includes " << include);
                    CHECK(std::regex_search(file.path, rule.where));
                }
            }
        }
    }
}

TEST_CASE("public headers name no heavy or C library", "[architecture]")
{
    for (const auto& file : tree()) {
        if (file.path.rfind("include/", 0) != 0) {
            continue;
        }
        for (const auto& include : file.includes) {
            INFO(file.path << " includes " << include);
            CHECK(include.find(".h>") == std::string::npos);
            CHECK(include != "nlohmann/json.hpp");
            CHECK(include.rfind("CLI/", 0) != 0);
        }
    }
}

TEST_CASE("SQL stands in sql/, not in C++", "[architecture]")
{
    const std::regex sql{
        R"re("[^"\n]*\b(SELECT\s.*\sFROM|INSERT\s+INTO|UPDATE\s.*\sSET|DELETE\s+FROM|CREATE\s+TABLE)\b)re"};
    // WIQL, the query language of a tracker, looks the same.
    const std::string wiql = "src/connectors/azure_devops/wiql.cpp";
    for (const auto& file : tree()) {
        if (file.module != "store" && file.path != wiql) {
            INFO(file.path);
            CHECK_FALSE(std::regex_search(file.text, sql));
        }
    }
}

TEST_CASE("the engine and the store name no tracker", "[architecture]")
{
    const std::regex tracker{"azure|servicedesk|connectors/files", std::regex::icase};
    for (const auto& file : tree()) {
        if (file.module == "engine" || file.module == "store") {
            INFO(file.path);
            CHECK_FALSE(std::regex_search(file.text, tracker));
        }
    }
}

TEST_CASE("only the command line front prints", "[architecture]")
{
    const std::regex printing{R"(std::cout|std::cerr|\bfmt::print|\bprintf\()"};
    for (const auto& file : tree()) {
        if (file.module != "cli") {
            INFO(file.path);
            CHECK_FALSE(std::regex_search(file.text, printing));
        }
    }
}
