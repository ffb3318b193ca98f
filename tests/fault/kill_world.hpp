#pragma once

#include "support/process.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// What a killed command works on: a database and two trackers.
class KillWorld {
public:
    virtual ~KillWorld() = default;

    /// How the binary would be started in this world. LD_PRELOAD may be set.
    [[nodiscard]] virtual ProcessOptions plan(const std::vector<std::string>& arguments) const = 0;
    /// Of a file beside the database.
    [[nodiscard]] virtual std::string path(std::string_view name) const = 0;

    /// Keeps everything as it is now; restore() goes back to that, as often as wanted.
    virtual void save() = 0;
    virtual void restore() = 0;

    /// Everything a person relies on, as lines of text that are equal when the worlds are.
    [[nodiscard]] virtual std::string outcome() = 0;
    /// What must hold in any world, whatever happened in it. Empty when all holds.
    [[nodiscard]] virtual std::string broken_promises() = 0;
    /// What a killed command left behind and nobody took away, a line for each.
    [[nodiscard]] virtual std::string leftovers() const = 0;
    /// As if so much time passed as a person lets pass before the next run.
    virtual void let_time_pass() = 0;
};

} // namespace syncctl::test
