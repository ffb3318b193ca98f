#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/store/older_database.hpp"
#include "syncctl/vault/older_key.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::app {

/// What `setup --import` was given, read and found usable.
struct OlderSource {
    std::filesystem::path file;
    store::OlderContent content;
    std::optional<vault::OlderKey> key; ///< nullopt: credentials are not carried over
};

/// \param key_file empty: none
/// \throws Error{foreign_database, ...}; Error{wrong_key} when the key opens not one credential
[[nodiscard]] OlderSource read_older(const std::filesystem::path& file,
                                     const std::filesystem::path& key_file);

struct ImportLine {
    std::string what;  ///< connector NAME, pair NAME, mapping of NAME, links of NAME
    std::string state; ///< imported, present, left out; with a dry run: would import
    std::string detail;
};

struct ImportReport {
    std::vector<ImportLine> lines;
    std::vector<std::string> warnings;
    bool has_left_out = false;
    std::string next_command;
};

struct ImportRequest {
    std::string by; ///< who does it, for the log of mappings
    bool is_dry_run = false;
    std::optional<std::string> tz_variable{}; ///< of the environment: schedules are read in the
                                              ///< machine's zone, as the older tool did
};

/// Takes over connectors, pairs, mappings and links, all of it or nothing. What is here already
/// stays as it is; what cannot be carried over is told.
[[nodiscard]] ImportReport
import_older(Workspace& workspace, const OlderSource& source, const ImportRequest& request);

} // namespace syncctl::app
