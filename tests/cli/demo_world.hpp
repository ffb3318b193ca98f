#pragma once

#include "cli_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace syncctl::test {

/// The demo trackers as the connectors `dev` and `desk`, and the pair `demo` without a mapping.
class DemoWorld : public CliWorld {
public:
    DemoWorld()
    {
        for (const auto* name : {"development", "service-desk"}) {
            std::filesystem::copy(std::filesystem::path{SYNCCTL_SOURCE_DIR} / "data/demo" / name,
                                  home() / name,
                                  std::filesystem::copy_options::recursive);
        }
        must({"setup"});
        must({"connector", "add", "dev", "--type", "files", "--url", "development"});
        must({"connector", "add", "desk", "--type", "files", "--url", "service-desk"});
        must({"pair", "add", "demo", "--source", "dev", "--target", "desk"});
    }

    /// Name and content of every file; the database without the traces of reading it.
    [[nodiscard]] std::map<std::string, std::string> everything() const
    {
        std::map<std::string, std::string> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{home()}) {
            const auto name = entry.path().string();
            if (entry.is_regular_file() && !name.ends_with("-wal") && !name.ends_with("-shm")) {
                files.emplace(name, read_text(entry.path()));
            }
        }
        return files;
    }
};

} // namespace syncctl::test
