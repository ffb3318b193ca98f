#include "app_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/setup.hpp"

#include <utility>

namespace syncctl::test {

namespace {

/// Answers what the use cases ask; holds two items.
class SmallTracker final : public connectors::Connector {
public:
    explicit SmallTracker(AppWorld& world) : m_world{world} {}

    connectors::Capabilities capabilities() const override { return {}; }

    std::vector<connectors::Check> test() override
    {
        return {{.name = "connection",
                 .ok = m_world.is_reachable,
                 .detail = m_world.is_reachable ? "" : "nobody answers",
                 .hint = m_world.is_reachable ? "" : "switch it on"}};
    }

    model::Metadata describe() override
    {
        model::TypeInfo type;
        type.name = "Bug";
        type.statuses = {{.name = "New", .category = model::StatusCategory::proposed}};
        model::FieldInfo title;
        title.name = title.reference = "Title";
        model::FieldInfo state;
        state.name = state.reference = "State";
        state.type = model::FieldType::status;
        type.fields = {title, state};
        return {.types = {type}};
    }

    std::optional<std::string> filter_problem(const std::string& filter) const override
    {
        return filter == "bad" ? std::optional<std::string>{"not a filter"} : std::nullopt;
    }

    bool matches_filter(const model::WorkItem&, const std::string&) const override { return true; }

    std::unique_ptr<connectors::ChangeReader> changes(const connectors::ChangeQuery&) override
    {
        return nullptr;
    }

    std::vector<connectors::GetResult> get(std::span<const std::string> ids) override
    {
        std::vector<connectors::GetResult> results;
        for (const auto& id : ids) {
            if (id == "1" || id == "2") {
                model::WorkItem item;
                item.id = id;
                item.type = "Bug";
                item.revision.text = "r1";
                results.emplace_back(item);
            } else if (id == "secret") {
                results.emplace_back(connectors::Forbidden{"not for you"});
            } else if (id == "broken") {
                results.emplace_back(connectors::Unreadable{"half written"});
            } else {
                results.emplace_back(connectors::Absent{});
            }
        }
        return results;
    }

    std::vector<connectors::WriteResult> write(std::span<const connectors::Operation>) override
    {
        return {};
    }

    std::vector<connectors::SettleResult> settle(std::span<const model::Intent>) override
    {
        return {};
    }

    int api_calls() const override { return 0; }

    std::optional<base::Timestamp> quiet_until() const override { return m_world.told; }

private:
    AppWorld& m_world;
};

std::string origin_of(const std::string& url)
{
    return url.substr(0, url.find('/', url.find("://") + 3));
}

connectors::ConnectorType basic_type(AppWorld& world, std::string name)
{
    connectors::ConnectorType type;
    type.name = std::move(name);
    type.purpose = "for tests";
    type.url_form = "https://HOST";
    type.url_problem = [](const std::string& url) {
        return url.rfind("http", 0) == 0 ? std::nullopt
                                         : std::optional<std::string>{"no web address"};
    };
    type.normalise_url = [](const std::string& url) {
        return url.back() == '/' ? url.substr(0, url.size() - 1) : url;
    };
    type.origins = [](const std::string& url, const std::map<std::string, std::string>& settings) {
        std::vector<std::string> origins{origin_of(url)};
        const auto accounts = settings.find("accounts");
        if (accounts != settings.end()) {
            origins.push_back(origin_of(accounts->second));
        }
        return origins;
    };
    type.make =
        [&world](connectors::ConnectorSetup setup) -> std::unique_ptr<connectors::Connector> {
        ++world.constructions;
        const auto token = setup.credentials.find("token");
        world.last_token =
            token == setup.credentials.end() ? "" : std::string{token->second.reveal()};
        world.last_not_before = setup.not_before;
        world.last_tokens = setup.tokens;
        if (world.on_construction) {
            world.on_construction(*setup.tokens);
        }
        return std::make_unique<SmallTracker>(world);
    };
    return type;
}

} // namespace

AppWorld::AppWorld()
{
    auto vault = basic_type(*this, "vault");
    vault.settings = {
        {.name = "token", .description = "the key to it", .is_required = true, .is_secret = true},
        {.name = "project", .description = "which one", .is_required = true, .is_secret = false},
        {.name = "accounts", .description = "who signs", .is_required = false, .is_secret = false},
        {.name = "second", .description = "another", .is_required = false, .is_secret = true}};
    registry.add(std::move(vault));
    registry.add(basic_type(*this, "plain"));
    m_workspace = std::make_unique<app::Workspace>(options(), services());
}

AppWorld::~AppWorld() = default;

app::WorkspaceOptions AppWorld::options() const
{
    app::WorkspaceOptions options;
    options.database = m_folder / "sync.db";
    options.key_sources.default_file = m_folder / "encryption.key";
    return options;
}

app::Services AppWorld::services()
{
    return {.registry = registry, .clock = clock, .random = random, .log = log, .stop = stop};
}

void AppWorld::is_set_up()
{
    static_cast<void>(app::setup(*m_workspace, false));
}

void AppWorld::has_connector(const std::string& name,
                             const std::string& url,
                             const std::string& token)
{
    app::ConnectorAddition addition;
    addition.name = name;
    addition.type = "vault";
    addition.url = url;
    addition.settings = {{"project", "p"}};
    addition.secrets["token"] = [token] { return base::Secret{token}; };
    static_cast<void>(app::add_connector(*m_workspace, addition));
}

model::ConnectorConfig AppWorld::stored(const std::string& name)
{
    return m_workspace->reading().connectors.find(name).value();
}

void AppWorld::tamper(const model::ConnectorConfig& connector)
{
    m_workspace->writing().connectors.update(connector, clock.now());
}

app::Workspace& AppWorld::reopened()
{
    m_workspace = std::make_unique<app::Workspace>(options(), services());
    return *m_workspace;
}

} // namespace syncctl::test
