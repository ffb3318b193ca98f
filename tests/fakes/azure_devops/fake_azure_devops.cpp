#include "fakes/azure_devops/fake_impl.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace syncctl::fakes {

namespace {

/// A slip in a test, not something that a server would say.
[[noreturn]] void wrong_use(const std::string& what)
{
    throw std::logic_error("FakeAzureDevOps: " + what);
}

void add_person(World& world,
                const std::string& display_name,
                const std::string& mail,
                bool is_inactive)
{
    const std::string id = world.new_guid();
    world.people.push_back({.display_name = display_name,
                            .mail = mail,
                            .id = id,
                            .descriptor = "aad." + id,
                            .is_inactive = is_inactive});
}

Node new_root(World& world, const std::string& name)
{
    return {.id = world.next_node++,
            .identifier = world.new_guid(),
            .name = name,
            .children = {},
            .attributes = {}};
}

void add_project(World& world, const std::string& name, Process process)
{
    Project project{.id = world.new_guid(),
                    .name = name,
                    .process = std::move(process),
                    .areas = {},
                    .iterations = {}};
    project.areas = new_root(world, name);
    project.iterations = new_root(world, name);
    world.projects.push_back(std::move(project));
}

Project& project_named(World& world, const std::string& name)
{
    Project* project = name.empty() ? &world.projects.front() : world.project(name);
    if (project == nullptr) {
        wrong_use("no project " + name);
    }
    return *project;
}

Json field_operations(const Json& fields)
{
    Json operations = Json::array();
    for (const auto& [name, value] : fields.items()) {
        operations.push_back({{"op", "replace"}, {"path", "/fields/" + name}, {"value", value}});
    }
    return operations;
}

/// While it lives, changes are made by the second person.
class AsPeople {
public:
    explicit AsPeople(World& world) : m_world{world} { world.actor = 1; }

    ~AsPeople() { m_world.actor = 0; }

    AsPeople(const AsPeople&) = delete;
    AsPeople& operator=(const AsPeople&) = delete;

private:
    World& m_world;
};

} // namespace

FakeAzureDevOps::Impl::Impl(FakeAzureDevOps& traffic, Setup setup)
    : collection{setup.collection}, is_checking{setup.is_checking}
{
    world.clock = &traffic.used_clock();
    add_person(world, "Sync Service", "sync@fabrikam.example", false);
    add_person(world, "Jamal Hartnett", "jamal@fabrikam.example", false);
    add_project(world, setup.project, std::move(setup.process));
    server = std::make_unique<LoopbackServer>(
        [this, &traffic](const HttpRequest& request) { return traffic.serve(*this, request); },
        [this] { wait_for_connection(); });
    const std::lock_guard lock{mutex};
    world.base_url = fmt::format("http://127.0.0.1:{}/{}", server->port(), collection);
}

Patched FakeAzureDevOps::Impl::patch_as_people(int id, const Json& operations)
{
    const auto item = world.items.find(id);
    if (item == world.items.end()) {
        wrong_use("no item " + std::to_string(id));
    }
    const AsPeople people{world};
    PatchRequest request;
    request.item = &item->second;
    request.operations = operations;
    request.is_bypassing_rules = true;
    return apply_patch(world, request);
}

FakeAzureDevOps::FakeAzureDevOps() : FakeAzureDevOps(Setup{}) {}

FakeAzureDevOps::FakeAzureDevOps(Setup setup)
    : Traffic{setup.clock, setup.is_logging},
      m_impl{std::make_unique<Impl>(*this, std::move(setup))}
{
}

FakeAzureDevOps::~FakeAzureDevOps() = default;

std::string FakeAzureDevOps::url() const
{
    return m_impl->world.base_url;
}

int FakeAzureDevOps::port() const
{
    return m_impl->server->port();
}

std::string FakeAzureDevOps::token() const
{
    const std::lock_guard lock{m_impl->mutex};
    return token_of(m_impl->world);
}

void FakeAzureDevOps::renew_token()
{
    const std::lock_guard lock{m_impl->mutex};
    ++m_impl->world.token_number;
}

void FakeAzureDevOps::change(const std::function<void(Switches&)>& change)
{
    const std::lock_guard lock{m_impl->mutex};
    change(m_impl->world.switches);
}

void FakeAzureDevOps::has_project(const std::string& name, Process process)
{
    const std::lock_guard lock{m_impl->mutex};
    add_project(m_impl->world, name, std::move(process));
}

void FakeAzureDevOps::has_person(const std::string& display_name, const std::string& mail)
{
    const std::lock_guard lock{m_impl->mutex};
    add_person(m_impl->world, display_name, mail, false);
}

void FakeAzureDevOps::has_inactive_person(const std::string& display_name, const std::string& mail)
{
    const std::lock_guard lock{m_impl->mutex};
    add_person(m_impl->world, display_name, mail, true);
}

void FakeAzureDevOps::has_area(const std::string& path)
{
    const std::lock_guard lock{m_impl->mutex};
    Project& project = project_named(m_impl->world, path.substr(0, path.find('\\')));
    ensure_node(m_impl->world, project.areas, path);
}

void FakeAzureDevOps::has_iteration(const std::string& path)
{
    const std::lock_guard lock{m_impl->mutex};
    Project& project = project_named(m_impl->world, path.substr(0, path.find('\\')));
    ensure_node(m_impl->world, project.iterations, path).attributes = {
        {"startDate", "2026-01-05T00:00:00Z"}, {"finishDate", "2026-01-16T00:00:00Z"}};
}

void FakeAzureDevOps::customise(const std::function<void(Process&)>& change,
                                const std::string& project)
{
    const std::lock_guard lock{m_impl->mutex};
    change(project_named(m_impl->world, project).process);
}

int FakeAzureDevOps::has_item(const std::string& type,
                              const Json& fields,
                              const std::string& project)
{
    const std::lock_guard lock{m_impl->mutex};
    const AsPeople people{m_impl->world};
    PatchRequest request;
    request.project = &project_named(m_impl->world, project);
    request.type = request.project->process.type(type);
    if (request.type == nullptr) {
        wrong_use("no type " + type);
    }
    request.operations = field_operations(fields);
    request.is_bypassing_rules = true;
    return apply_patch(m_impl->world, request).id;
}

void FakeAzureDevOps::edit(int id, const Json& fields)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->patch_as_people(id, field_operations(fields));
}

void FakeAzureDevOps::link(int id, const std::string& rel, const std::string& url)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->patch_as_people(
        id,
        Json::array(
            {{{"op", "add"}, {"path", "/relations/-"}, {"value", {{"rel", rel}, {"url", url}}}}}));
}

void FakeAzureDevOps::move_to_project(int id, const std::string& project)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->patch_as_people(
        id,
        Json::array(
            {{{"op", "replace"}, {"path", "/fields/System.TeamProject"}, {"value", project}},
             {{"op", "replace"}, {"path", "/fields/System.AreaPath"}, {"value", project}},
             {{"op", "replace"}, {"path", "/fields/System.IterationPath"}, {"value", project}}}));
}

/// What the items say changes with it, their history included, and no revision is made.
void FakeAzureDevOps::rename_project(const std::string& name, const std::string& new_name)
{
    const std::lock_guard lock{m_impl->mutex};
    auto* project = m_impl->world.project(name);
    project->name = new_name;
    project->areas.name = new_name;
    project->iterations.name = new_name;
    for (auto& [id, item] : m_impl->world.items) {
        for (Revision& revision : item.history) {
            Json fields = *revision.fields;
            if (fields["System.TeamProject"] != name) {
                continue;
            }
            for (const char* field :
                 {"System.TeamProject", "System.AreaPath", "System.IterationPath"}) {
                fields[field] = new_name + fields[field].get<std::string>().substr(name.size());
            }
            revision.fields = std::make_shared<const Json>(std::move(fields));
        }
    }
}

void FakeAzureDevOps::rename_person(const std::string& mail, const std::string& display_name)
{
    const std::lock_guard lock{m_impl->mutex};
    for (Person& person : m_impl->world.people) {
        if (same_text(person.mail, mail)) {
            person.display_name = display_name;
        }
    }
}

std::optional<FakeAzureDevOps::Snapshot> FakeAzureDevOps::item(int id) const
{
    const std::lock_guard lock{m_impl->mutex};
    const auto found = m_impl->world.items.find(id);
    if (found == m_impl->world.items.end()) {
        return std::nullopt;
    }
    const Revision& last = found->second.history.back();
    return Snapshot{.id = id,
                    .rev = last.rev,
                    .is_deleted = last.is_deleted,
                    .fields = *last.fields,
                    .relations = *last.relations};
}

std::vector<int> FakeAzureDevOps::ids() const
{
    const std::lock_guard lock{m_impl->mutex};
    std::vector<int> ids;
    for (const auto& [id, item] : m_impl->world.items) {
        ids.push_back(id);
    }
    return ids;
}

std::vector<std::string> FakeAzureDevOps::titles() const
{
    const std::lock_guard lock{m_impl->mutex};
    std::vector<std::string> titles;
    for (const auto& [id, item] : m_impl->world.items) {
        if (!item.history.back().is_deleted) {
            titles.push_back(item.history.back().fields->value("System.Title", ""));
        }
    }
    return titles;
}

} // namespace syncctl::fakes
