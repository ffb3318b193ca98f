#pragma once

#include "support/files_world.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace syncctl::test {

inline const std::string k_first_key =
    "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e";
inline const std::string k_second_key =
    "3b8e21d7f90a46c5b1e07c94a2d8536f1e4b9a7c0d62f8e35a917bc4d06e8f21";
inline const std::string k_third_key =
    "c4d06e8f213b8e21d7f90a46c5b1e07c94a2d8536f1e4b9a7c0d62f8e35a917b";

/// Two trackers in step, two connectors with secrets, and the key where setup put it.
class KeyWorld : public FilesWorld {
public:
    KeyWorld();

    /// syncctl() that must end so.
    ProcessResult must(const std::vector<std::string>& arguments, int exit = 0);
    /// The first row of what the command answers with --json.
    nlohmann::json row(std::vector<std::string> arguments);
    /// `error.code` of a command that must fail.
    std::string error_code(std::vector<std::string> arguments, int exit);

    /// A private file of this world.
    std::string file(std::string_view name, std::string_view content, unsigned mode = 0600) const;

    [[nodiscard]] std::string key_file() const { return path("config/syncctl/encryption.key"); }

    /// The id of the key that the database is sealed with.
    std::string active_key();
    /// All envelopes of the database, a line for each.
    std::string envelopes();
    /// The files of the database in which this text stands anywhere.
    [[nodiscard]] std::vector<std::string> files_with(std::string_view text) const;
    /// All octets of the database and its log.
    [[nodiscard]] std::string octets() const;
};

/// Another program that reads the database, and so needs its log as it is.
class OtherReader {
public:
    explicit OtherReader(const std::string& database);
    ~OtherReader();
    OtherReader(const OtherReader&) = delete;
    OtherReader& operator=(const OtherReader&) = delete;

private:
    sqlite3* m_database = nullptr;
};

[[nodiscard]] bool contains(std::string_view text, std::string_view part);
[[nodiscard]] std::string read_text(const std::string& file);

} // namespace syncctl::test
