#include "world.hpp"

#include "support/borrowed_connector.hpp"
#include "support/pair_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/mappings.hpp"
#include "syncctl/app/pairs.hpp"
#include "syncctl/app/setup.hpp"
#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace syncctl::year {

namespace {

constexpr std::string_view k_url = "https://";

/// Type `tracker`: takes a secret, and is one of the world's trackers by its host name.
connectors::ConnectorType tracker_type(std::map<std::string, test::FakeTracker*> trackers)
{
    return test::type_with_token(
        "tracker",
        [trackers = std::move(trackers)](
            const connectors::ConnectorSetup& setup) -> std::unique_ptr<connectors::Connector> {
            const auto token = setup.credentials.find("token");
            const auto name = setup.url.substr(k_url.size());
            if (token == setup.credentials.end() || token->second.reveal() != "token of " + name) {
                throw Error{ErrorCode::authentication, "the tracker does not know this token"};
            }
            return std::make_unique<test::BorrowedConnector>(*trackers.at(name));
        });
}

/// An item as both sides should have it.
std::string in_common(const test::FakeTracker& tracker, const std::string& id, bool is_source)
{
    static const std::map<std::string, std::string> k_states{
        {"Open", "New"}, {"In Progress", "Active"}, {"On Hold", "Active"}, {"Done", "Closed"}};
    const auto state = tracker.text(id, is_source ? "State" : "status");
    const auto found = k_states.find(state);
    return fmt::format("{} | {} | {}",
                       tracker.text(id, is_source ? "Title" : "subject"),
                       is_source                 ? state
                       : found == k_states.end() ? state
                                                 : found->second,
                       tracker.text(id, is_source ? "Notes" : "description"));
}

std::vector<std::string> contents(const test::FakeTracker& tracker, bool is_source)
{
    std::vector<std::string> lines;
    for (const auto& id : tracker.ids()) {
        lines.push_back(in_common(tracker, id, is_source));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace

PairOfTrackers::PairOfTrackers(std::string pair_name,
                               std::string mapping_end,
                               test::FixedClock& clock)
    : name{std::move(pair_name)},
      mapping{std::string{test::k_plain_mapping} + std::move(mapping_end)},
      source{name + "-dev", test::development_metadata(), clock},
      target{name + "-desk", test::service_desk_metadata(), clock}
{
    // Names of connectors, which a mapping has in its head.
    const auto put = [this](const std::string& line, const std::string& instead) {
        mapping.replace(mapping.find(line), line.size(), instead);
    };
    put("source: dev\n", "source: " + name + "-dev\n");
    put("target: desk\n", "target: " + name + "-desk\n");
}

std::vector<std::string> PairOfTrackers::differences() const
{
    const auto there = contents(source, true);
    const auto here = contents(target, false);
    std::vector<std::string> lines;
    std::vector<std::string> only;
    std::set_difference(
        there.begin(), there.end(), here.begin(), here.end(), std::back_inserter(only));
    for (const auto& line : only) {
        lines.push_back(name + ", only in the source: " + line);
    }
    only.clear();
    std::set_difference(
        here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(only));
    for (const auto& line : only) {
        lines.push_back(name + ", only in the target: " + line);
    }
    return lines;
}

YearWorld::YearWorld()
    : pairs{PairOfTrackers{"shop", "deletes: mirror\n", clock},
            PairOfTrackers{"works", "deletes: mirror\nconflicts: { default: manual }\n", clock}},
      m_folder{test::memory_folder()}
{
    std::map<std::string, test::FakeTracker*> trackers;
    for (auto& pair : pairs) {
        trackers.emplace(pair.name + "-dev", &pair.source);
        trackers.emplace(pair.name + "-desk", &pair.target);
    }
    m_registry.add(tracker_type(std::move(trackers)));
    m_key = new_key();
}

std::size_t YearWorld::count_items() const
{
    std::size_t count = 0;
    for (const auto& pair : pairs) {
        count += pair.source.count() + pair.target.count();
    }
    return count;
}

std::string YearWorld::new_key()
{
    return std::string{vault::generate_key(random).reveal()};
}

std::unique_ptr<app::Workspace> YearWorld::workspace()
{
    app::WorkspaceOptions options;
    options.database = database();
    options.key_sources.environment = base::Secret{m_key};
    return std::make_unique<app::Workspace>(std::move(options),
                                            app::Services{.registry = m_registry,
                                                          .clock = clock,
                                                          .random = random,
                                                          .log = m_log,
                                                          .stop = m_stop});
}

void YearWorld::set_up()
{
    const auto opened = workspace();
    static_cast<void>(app::setup(*opened, false));
    for (const auto& pair : pairs) {
        for (const auto* side : {"-dev", "-desk"}) {
            app::ConnectorAddition addition;
            addition.name = pair.name + side;
            addition.type = "tracker";
            addition.url = std::string{k_url} + pair.name + side;
            addition.secrets["token"] = [name = addition.name] {
                return base::Secret{"token of " + name};
            };
            static_cast<void>(app::add_connector(*opened, addition));
        }
        app::PairAddition addition;
        addition.name = pair.name;
        addition.source = pair.name + "-dev";
        addition.target = pair.name + "-desk";
        static_cast<void>(app::add_pair(*opened, addition));
        const auto imported = app::import_mapping(
            *opened, {.pair = pair.name, .file_name = "mapping.yaml", .document = pair.mapping});
        if (imported.check.has_errors) {
            throw std::runtime_error{imported.check.findings.front().rendered};
        }
    }
}

} // namespace syncctl::year
