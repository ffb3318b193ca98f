#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace syncctl::store {

/// Rows of the older Node.js tool, as they stand in its file: any text may be anything. A NULL and
/// a value that is no UTF-8 text read as "".
struct OlderConnector {
    std::int64_t id = 0;
    std::string name;
    std::string type;
    std::string url;
    std::string endpoint; ///< the project, the portal or nothing
    std::string sealed_credentials;
    bool is_active = true;
};

struct OlderPair {
    std::int64_t id = 0;
    std::string name;
    std::string description;
    std::int64_t source = 0;
    std::int64_t target = 0;
    std::string direction;
    std::string trigger;
    std::string schedule;
    std::string strategy;
    bool is_active = true;
    std::string filter; ///< JSON
};

struct OlderTypeRule {
    std::int64_t id = 0;
    std::int64_t pair = 0;
    std::string source; ///< names; empty when the row they refer to is gone
    std::string target;
    bool is_active = true;
};

struct OlderStatusRule {
    std::int64_t type_rule = 0;
    std::string source;
    std::string target;
    bool is_constant = false;
    std::string constant;
};

struct OlderFieldRule {
    std::int64_t type_rule = 0;
    std::string source; ///< references
    std::string target;
    bool is_constant = false;
    std::string constant;
    std::string function; ///< a name, or JSON
    std::string config;   ///< JSON
    bool is_active = true;
};

struct OlderLink {
    std::int64_t pair = 0;
    std::int64_t source_connector = 0;
    std::string source_item;
    std::string target_item;
    std::string source_type;
    std::string target_type;
    std::string status;
};

struct OlderContent {
    std::vector<OlderConnector> connectors;
    std::vector<OlderPair> pairs;
    std::vector<OlderTypeRule> types;
    std::vector<OlderStatusRule> statuses;
    std::vector<OlderFieldRule> fields;
    std::vector<OlderLink> links;
};

/// Reads the database of the older tool. The file is hostile and not ours: it is opened as one that
/// cannot change, so that nothing is written to it or beside it, and only plain tables are read.
/// \throws Error{no_database, foreign_database, damaged_database}; Error{locked} when another
/// program is writing it
[[nodiscard]] OlderContent read_older_database(const std::filesystem::path& path);

} // namespace syncctl::store
