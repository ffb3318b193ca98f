#include "names.hpp"
#include "pair_views.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::app {

namespace {

void require_good_filter(Workspace& workspace,
                         const model::ConnectorConfig& connector,
                         std::string_view option,
                         const std::string& filter)
{
    if (filter.empty()) {
        return;
    }
    if (const auto problem = workspace.connect(connector)->filter_problem(filter)) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} {}: {} (language of connector {})",
                                option,
                                shown(filter),
                                *problem,
                                shown(connector.name))};
    }
}

void require_good_description(const std::string& description)
{
    if (description.size() > 1024 || base::term_safe(description) != description) {
        throw Error{ErrorCode::usage,
                    "--description: at most 1024 octets, one line, no control characters"};
    }
}

} // namespace

PairView add_pair(Workspace& workspace, const PairAddition& addition)
{
    require_valid_name("pair", addition.name);
    if (addition.source == addition.target) {
        throw Error{ErrorCode::usage,
                    fmt::format("pair {}: connector {} cannot be on both sides",
                                shown(addition.name),
                                shown(addition.source)),
                    "syncctl connector list"};
    }
    require_good_description(addition.description);
    auto& store = addition.is_dry_run ? workspace.reading() : workspace.writing();
    const auto source = require_connector(store, addition.source);
    const auto target = require_connector(store, addition.target);
    if (store.pairs.find(addition.name)) {
        throw Error{ErrorCode::failed,
                    fmt::format("there is a pair {} already", shown(addition.name)),
                    fmt::format("syncctl pair show {}", addition.name)};
    }
    require_good_filter(workspace, source, "--source-filter", addition.source_filter);
    require_good_filter(workspace, target, "--target-filter", addition.target_filter);
    model::Pair pair;
    pair.uuid = base::random_uuid(workspace.services().random);
    pair.name = addition.name;
    pair.description = addition.description;
    pair.source = source.id;
    pair.target = target.id;
    pair.direction = addition.direction;
    pair.source_filter = addition.source_filter;
    pair.target_filter = addition.target_filter;
    pair.created_at = workspace.now();
    if (!addition.is_dry_run) {
        store::Transaction transaction{store.database};
        pair.id = store.pairs.insert(pair, workspace.now());
        transaction.commit();
    }
    return pair_view(store, pair);
}

} // namespace syncctl::app
