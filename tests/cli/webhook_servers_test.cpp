// The files of data/webhooks, run by the servers that they are for.

#include "demo_world.hpp"
#include "support/free_port.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

namespace syncctl::test {

namespace {

constexpr int k_attempts = 10;
constexpr std::chrono::seconds k_patience{20};
constexpr const char* k_secret = "correct horse battery staple";
const std::filesystem::path k_files = std::filesystem::path{SYNCCTL_SOURCE_DIR} / "data/webhooks";

std::string replaced(std::string text, const std::string& old, const std::string& with)
{
    const auto place = text.find(old);
    INFO("data/webhooks has no longer: " << old);
    REQUIRE(place != std::string::npos);
    for (auto at = place; at != std::string::npos; at = text.find(old, at + with.size())) {
        text.replace(at, old.size(), with);
    }
    return text;
}

/// Two trackers in step, `dev` with a webhook secret; servers find the binary and its state.
class ServedWorld : public DemoWorld {
public:
    ServedWorld()
    {
        std::filesystem::copy_file(std::filesystem::path{SYNCCTL_SOURCE_DIR} /
                                       "data/demo/mapping.yaml",
                                   home() / "mapping.yaml");
        must({"mapping", "import", "demo", "mapping.yaml"});
        must({"run", "demo"});
        must({"connector", "edit", "dev", "--webhook-secret", "stdin"}, {.input = k_secret});
        std::filesystem::create_symlink(SYNCCTL_BINARY, home() / "syncctl");
        environment["PATH"] = home().string() + ":/usr/bin:/bin";
        environment["TMPDIR"] = home().string();
    }

    [[nodiscard]] std::unique_ptr<Process> start(const std::string& program,
                                                 std::vector<std::string> arguments) const
    {
        if (!std::filesystem::exists(program)) {
            throw std::runtime_error{program + " is not there: scripts/packages test"};
        }
        return std::make_unique<Process>(program,
                                         ProcessOptions{.arguments = std::move(arguments),
                                                        .environment = environment,
                                                        .directory = home(),
                                                        .timeout = k_patience});
    }

    /// A program that listens on a port, which somebody may take first.
    /// \param ready what it says once it listens
    int start_on_a_port(const std::string& ready,
                        const std::function<std::unique_ptr<Process>(int port)>& start_server)
    {
        for (int i = 0; i < k_attempts; ++i) {
            const int port = free_port();
            auto server = start_server(port);
            if (server->wait_for(ready)) {
                servers.push_back(std::move(server));
                return port;
            }
        }
        throw std::runtime_error{"the server does not start"};
    }

    /// The status that curl gets for a delivery.
    [[nodiscard]] std::string post(const std::string& url,
                                   const std::string& body,
                                   const std::vector<std::string>& headers) const
    {
        write(home() / "body", body);
        std::vector<std::string> arguments{"-s", "-o", home() / "answer", "-w", "%{http_code}"};
        arguments.insert(arguments.end(), {"--data-binary", "@body", "-H", "Expect:"});
        for (const auto& header : headers) {
            arguments.insert(arguments.end(), {"-H", header});
        }
        arguments.push_back(url);
        return run_process("/usr/bin/curl",
                           {.arguments = std::move(arguments),
                            .environment = environment,
                            .directory = home(),
                            .timeout = k_patience})
            .out;
    }

    void rename_bug(const std::string& id, const std::string& title) const
    {
        const auto file = home() / "development/items" / (id + ".json");
        auto item = nlohmann::json::parse(read_text(file));
        item["fields"]["System.Title"] = title;
        write(file, item.dump());
    }

    [[nodiscard]] bool desk_has(const std::string& subject) const
    {
        for (const auto& entry :
             std::filesystem::directory_iterator{home() / "service-desk/items"}) {
            if (contains(read_text(entry.path()), subject)) {
                return true;
            }
        }
        return false;
    }

    /// How many pairs had something due, and how much of it was written.
    [[nodiscard]] std::pair<std::size_t, int> run_queued() const
    {
        const auto runs = envelope_of(must({"run", "--queued", "--json"})).at("data");
        return {runs.size(), runs.empty() ? 0 : runs.at(0).at("updated").get<int>()};
    }

    std::vector<std::unique_ptr<Process>> servers;
};

class NginxWorld : public ServedWorld {
public:
    NginxWorld()
    {
        socket = home() / "fcgi.sock";
        servers.push_back(start("/usr/sbin/fcgiwrap", {"-f", "-s", "unix:" + socket}));
        const auto deadline = std::chrono::steady_clock::now() + k_patience;
        while (!std::filesystem::exists(socket) && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        auto common = read_text(k_files / "fastcgi.conf");
        common = replaced(common, "/run/syncctl/webhooks.socket", socket);
        common = replaced(common, "/usr/share/syncctl/webhooks", k_files);
        write(home() / "fastcgi.conf", common);
        const auto port = start_on_a_port("using the \"epoll\" event method", [&](int free) {
            write(home() / "nginx.conf", configuration(free));
            return start("/usr/sbin/nginx",
                         {"-p", home(), "-c", home() / "nginx.conf", "-e", "stderr"});
        });
        url = "http://127.0.0.1:" + std::to_string(port) + "/syncctl/";
    }

    std::string url;
    std::string socket;

private:
    /// One process in the foreground that writes nowhere else; plain HTTP.
    [[nodiscard]] std::string configuration(int port) const
    {
        auto server = read_text(k_files / "nginx.conf");
        server =
            replaced(server, "listen 443 ssl;", "listen 127.0.0.1:" + std::to_string(port) + ";");
        server = replaced(server, "ssl_certificate ", "# ssl_certificate ");
        server = replaced(server, "ssl_certificate_key", "# ssl_certificate_key");
        server =
            replaced(server, "/usr/share/syncctl/webhooks/fastcgi.conf", home() / "fastcgi.conf");
        return "daemon off; master_process off; pid nginx.pid; error_log stderr notice;\n"
               "events {}\nhttp {\naccess_log off; client_body_temp_path body-files;\n"
               "fastcgi_temp_path a; proxy_temp_path b; scgi_temp_path c; uwsgi_temp_path d;\n" +
               server + "}\n";
    }
};

class HookServerWorld : public ServedWorld {
public:
    HookServerWorld()
    {
        write(home() / "hooks.json",
              replaced(read_text(k_files / "hooks.json"), "/usr/share/syncctl/webhooks", k_files));
        const auto port = start_on_a_port("serving hooks on", [&](int free) {
            return start("/usr/bin/webhook",
                         {"-hooks",
                          home() / "hooks.json",
                          "-nopanic",
                          "-verbose",
                          "-ip",
                          "127.0.0.1",
                          "-port",
                          std::to_string(free)});
        });
        url = "http://127.0.0.1:" + std::to_string(port) + "/hooks/";
    }

    std::string url;
};

const std::string k_good = std::string{"X-Syncctl-Secret: "} + k_secret;

/// Bug 101 is renamed, announced and carried over.
template <class World>
void announces_a_change(const World& world, const std::string& good_status)
{
    world.rename_bug("101", "a title from today");
    CHECK(world.post(world.url + "dev", R"({"id":101})", {k_good}) == good_status);
    CHECK_FALSE(world.desk_has("a title from today"));
    CHECK(world.run_queued() == std::pair<std::size_t, int>{1, 1});
    CHECK(world.desk_has("a title from today"));
    const auto runs = envelope_of(world.must({"history", "--json"})).at("data");
    CHECK(runs.at(0).at("trigger") == "webhook");
    CHECK(world.run_queued() == std::pair<std::size_t, int>{0, 0});
}

} // namespace

TEST_CASE("nginx and fcgiwrap hand deliveries over", "[cli][webhook]")
{
    const NginxWorld world;
    announces_a_change(world, "204");
    const auto to_dev = world.url + "dev";
    CHECK(world.post(to_dev, R"({"id":102})", {}) == "403");
    CHECK(world.post(to_dev, R"({"id":102})", {"X-Syncctl-Secret: wrong"}) == "403");
    CHECK(world.post(to_dev, R"({"id":102})", {k_good, "X-Syncctl-Secret: wrong"}) == "403");
    CHECK(world.post(to_dev, R"({"id":102})", {"x-syncctl-SECRET: " + std::string{k_secret}}) ==
          "204");
    CHECK(world.post(to_dev, "{", {k_good}) == "400");
    CHECK(world.post(world.url + "desk", R"({"id":5001})", {k_good}) == "403");
    CHECK(world.post(world.url + "other", "{}", {k_good}) == "404");
    CHECK(world.post(to_dev, std::string(std::size_t{6} << 20U, ' '), {k_good}) == "413");
    CHECK(world.run_queued() == std::pair<std::size_t, int>{1, 0});
}

TEST_CASE("Debian's webhook server hands deliveries over", "[cli][webhook]")
{
    const HookServerWorld world;
    announces_a_change(world, "200");
    const auto to_dev = world.url + "dev";
    CHECK(world.post(to_dev, R"({"id":102})", {}) == "500");
    CHECK(world.post(to_dev, R"({"id":102})", {"X-Syncctl-Secret: wrong"}) == "500");
    CHECK_FALSE(contains(read_text(world.home() / "answer"), "refused"));
    CHECK(world.post(to_dev, "{", {k_good}) == "500");
    CHECK(world.post(to_dev, std::string(std::size_t{6} << 20U, ' '), {k_good}) == "500");
    CHECK(world.post(world.url + "other", "{}", {k_good}) == "404");
    CHECK(world.run_queued() == std::pair<std::size_t, int>{0, 0});
}

} // namespace syncctl::test
