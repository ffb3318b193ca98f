#include "syncctl/app/known_names.hpp"

#include "syncctl/store/conflict_names.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

constexpr std::size_t k_most = 1000;

/// The first entries of a list, each made a name.
template <class List, class MakeName>
std::vector<KnownName> names_of(const List& list, MakeName make_name)
{
    std::vector<KnownName> names;
    for (const auto& entry : list) {
        if (names.size() == k_most) {
            break;
        }
        names.push_back(make_name(entry));
    }
    return names;
}

} // namespace

std::vector<KnownName> known_pairs(Workspace& workspace)
{
    return names_of(workspace.reading().pairs.list(), [](const model::Pair& pair) {
        return KnownName{.name = pair.name, .about = pair.description};
    });
}

std::vector<KnownName> known_connectors(Workspace& workspace)
{
    return names_of(workspace.reading().connectors.list(),
                    [](const model::ConnectorConfig& connector) {
                        return KnownName{.name = connector.name, .about = connector.type};
                    });
}

std::vector<KnownName> known_settings(Workspace& workspace)
{
    return names_of(workspace.reading().settings.list(), [](const store::Setting& setting) {
        return KnownName{.name = setting.key, .about = setting.description};
    });
}

std::vector<KnownName> known_conflicts(Workspace& workspace)
{
    return names_of(store::open_conflict_names(workspace.reading().database, k_most),
                    [](const store::ConflictName& conflict) {
                        return KnownName{.name = std::to_string(conflict.id.value),
                                         .about =
                                             fmt::format("{}: {}", conflict.pair, conflict.field)};
                    });
}

} // namespace syncctl::app
