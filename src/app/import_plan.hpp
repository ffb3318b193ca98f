#pragma once

#include "credentials.hpp"

#include "syncctl/app/import_older.hpp"
#include "syncctl/connectors/registry.hpp"
#include "syncctl/model/link.hpp"
#include "syncctl/model/mapping_rows.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace syncctl::app {

/// A connector of ours as the older one becomes it.
struct PlannedConnector {
    std::int64_t older_id = 0;
    model::ConnectorConfig config; ///< without UUID and credentials
    Credentials credentials;
};

/// A mapping of ours; without a document nothing of it could be carried over.
struct PlannedMapping {
    std::string document;
    model::MappingRows rows;
    std::size_t rules = 0;
    std::vector<std::string> left_out;
};

struct PlannedPair {
    std::int64_t source = 0; ///< ids of the older tool
    std::int64_t target = 0;
    model::Pair pair;
    PlannedMapping mapping;
    std::vector<model::Link> links;
    std::size_t links_left_out = 0;
};

struct ImportPlan {
    std::vector<PlannedConnector> connectors;
    std::vector<PlannedPair> pairs;
    std::vector<ImportLine> left_out;
    std::vector<std::string> warnings;
};

/// What the older content becomes. Asks no tracker and no database.
[[nodiscard]] ImportPlan
plan_import(const OlderSource& source, const connectors::Registry& registry, base::Log& log);

/// The rules of one pair as a document that compiles; every rule that does not is left out.
[[nodiscard]] PlannedMapping plan_mapping(const store::OlderContent& content,
                                          const store::OlderPair& older,
                                          model::Direction direction,
                                          std::string_view source_name,
                                          std::string_view target_name);

/// By the ids of the older tool: those that could be made of what it has. They send nothing.
using MadeConnectors = std::map<std::int64_t, std::unique_ptr<connectors::Connector>>;

/// Its parts, in this order.
void plan_connectors(const OlderSource& source,
                     const connectors::Registry& registry,
                     base::Log& log,
                     ImportPlan& plan,
                     MadeConnectors& made);
void plan_pairs(const OlderSource& source, ImportPlan& plan, const MadeConnectors& made);

/// One line that a terminal can be shown, and not endless.
[[nodiscard]] bool is_usable_text(const std::string& text);

/// Hands out names that a connector or pair of ours can have, each once.
class NameGiver {
public:
    [[nodiscard]] std::string
    name_for(std::string_view kind, std::string_view older, std::int64_t older_id);

private:
    std::set<std::string> m_taken;
};

} // namespace syncctl::app
