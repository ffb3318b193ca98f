#include "run_world.hpp"

#include "support/borrowed_connector.hpp"
#include "support/pair_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/mappings.hpp"
#include "syncctl/app/setup.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace syncctl::test {

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    const auto at = text.find(what);
    return text.replace(at, what.size(), by);
}

} // namespace

RunWorld::RunWorld(std::size_t pairs)
{
    add_type();
    {
        // setup makes the key; from then on it comes from the command.
        app::WorkspaceOptions first;
        first.database = m_folder / "sync.db";
        first.key_sources.default_file = m_folder / "key";
        app::Workspace workspace{std::move(first), services()};
        static_cast<void>(app::setup(workspace, false));
    }
    std::ofstream{m_folder / "key-command"} << "#!/bin/sh\ncd " << m_folder.path().string()
                                            << " && echo asked >> lookups && cat key\n";
    std::filesystem::permissions(m_folder / "key-command", std::filesystem::perms::owner_all);
    m_workspace = std::make_unique<app::Workspace>(options(), services());
    for (std::size_t number = 0; number < pairs; ++number) {
        add_pair(number);
    }
    std::filesystem::remove(m_folder / "lookups");
    static_cast<void>(reopened());
}

void RunWorld::add_type()
{
    registry.add(type_with_token(
        "fake",
        [this](const connectors::ConnectorSetup& setup) -> std::unique_ptr<connectors::Connector> {
            const auto number = std::stoul(setup.name.substr(1));
            return std::make_unique<BorrowedConnector>(setup.name.front() == 'a' ? source(number)
                                                                                 : target(number));
        }));
}

void RunWorld::add_pair(std::size_t number)
{
    const auto digits = std::to_string(number);
    m_sources.push_back(std::make_unique<FakeTracker>("a" + digits, development_metadata(), clock));
    m_targets.push_back(
        std::make_unique<FakeTracker>("b" + digits, service_desk_metadata(), clock));
    for (const auto* side : {"a", "b"}) {
        app::ConnectorAddition connector;
        connector.name = side + digits;
        connector.type = "fake";
        connector.url = "https://" + connector.name + ".example";
        connector.secrets["token"] = [] { return base::Secret{std::string_view{"t"}}; };
        static_cast<void>(app::add_connector(*m_workspace, connector));
    }
    app::PairAddition pair;
    pair.name = "p" + digits;
    pair.source = "a" + digits;
    pair.target = "b" + digits;
    static_cast<void>(app::add_pair(*m_workspace, pair));
    app::MappingImport mapping;
    mapping.pair = pair.name;
    mapping.file_name = "mapping.yaml";
    mapping.document =
        replaced(replaced(std::string{k_plain_mapping}, "dev", pair.source), "desk", pair.target);
    if (app::import_mapping(*m_workspace, mapping).check.has_errors) {
        throw std::runtime_error{"the mapping has errors"};
    }
}

app::WorkspaceOptions RunWorld::options() const
{
    app::WorkspaceOptions options;
    options.database = m_folder / "sync.db";
    options.key_sources.command = (m_folder / "key-command").string();
    return options;
}

app::Services RunWorld::services()
{
    return {.registry = registry, .clock = clock, .random = random, .log = log, .stop = stop};
}

app::Workspace& RunWorld::reopened()
{
    m_workspace.reset();
    m_workspace = std::make_unique<app::Workspace>(options(), services());
    return *m_workspace;
}

app::RunSummary RunWorld::run(const app::RunRequest& request)
{
    for (std::size_t number = 0; number < m_sources.size(); ++number) {
        source(number).begin_run();
        target(number).begin_run();
    }
    return app::run_pairs(reopened(), request);
}

app::RunSummary RunWorld::run_all()
{
    app::RunRequest request;
    request.is_all = true;
    return run(request);
}

app::RunSummary RunWorld::run_due()
{
    app::RunRequest request;
    request.is_due = true;
    return run(request);
}

void RunWorld::has_bugs(int count)
{
    for (auto& tracker : m_sources) {
        for (int number = 0; number < count; ++number) {
            tracker->add("Bug",
                         {{"Title", model::Value{"bug " + std::to_string(number)}},
                          {"State", model::Value{std::string{"New"}}}});
        }
    }
}

void RunWorld::may_run_at_once(int pairs)
{
    m_workspace->writing().settings.set("max_concurrent_syncs", std::to_string(pairs));
}

void RunWorld::has_schedule(std::size_t pair, const std::string& cron, const std::string& time_zone)
{
    app::PairEdit edit;
    edit.name = "p" + std::to_string(pair);
    edit.schedule = cron;
    edit.time_zone = time_zone;
    static_cast<void>(app::edit_pair(*m_workspace, edit));
}

model::Pair RunWorld::pair(std::size_t number)
{
    return m_workspace->reading().pairs.find("p" + std::to_string(number)).value();
}

std::vector<std::string> RunWorld::triggers(std::size_t pair)
{
    std::vector<std::string> triggers;
    const auto name = "p" + std::to_string(pair);
    for (const auto& execution : m_workspace->reading().executions.list(name, 100)) {
        triggers.push_back(execution.trigger);
    }
    return triggers;
}

std::size_t RunWorld::key_lookups() const
{
    std::ifstream lookups{m_folder / "lookups"};
    std::size_t count = 0;
    for (std::string line; std::getline(lookups, line);) {
        ++count;
    }
    return count;
}

void RunWorld::loses_the_key() const
{
    std::filesystem::remove(m_folder / "key");
}

std::vector<std::string> results_of(const app::RunSummary& summary)
{
    std::vector<std::string> results;
    for (const auto& run : summary.pairs) {
        results.emplace_back(app::result_of(run));
    }
    return results;
}

std::vector<std::string> names_of(const app::RunSummary& summary)
{
    std::vector<std::string> names;
    for (const auto& run : summary.pairs) {
        names.push_back(run.pair);
    }
    return names;
}

} // namespace syncctl::test
