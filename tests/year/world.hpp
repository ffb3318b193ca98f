#pragma once

#include "support/fake_tracker.hpp"
#include "support/fixed_clock.hpp"
#include "support/temp_dir.hpp"

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/log.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::year {

/// One pair: a development tracker as its source, a service desk as its target.
struct PairOfTrackers {
    PairOfTrackers(std::string pair_name, std::string mapping_end, test::FixedClock& clock);

    std::string name;
    std::string mapping;
    test::FakeTracker source;
    test::FakeTracker target;

    [[nodiscard]] test::FakeTracker& side(bool is_source) { return is_source ? source : target; }

    /// What differs between the two sides, a line each; empty when they are in step.
    [[nodiscard]] std::vector<std::string> differences() const;
};

/// A state database as an administrator has it, with two pairs and a key file. Every command gets a
/// Workspace of its own, as if it were a process of its own.
class YearWorld {
public:
    YearWorld();

    /// setup, connectors with secrets, pairs, mappings.
    void set_up();
    [[nodiscard]] std::unique_ptr<app::Workspace> workspace();
    /// On all sides together.
    [[nodiscard]] std::size_t count_items() const;
    /// A new random key; the text of the present one stands in the key sources.
    [[nodiscard]] std::string new_key();

    void use_key(std::string key) { m_key = std::move(key); }

    [[nodiscard]] std::filesystem::path database() const { return m_folder / "sync.db"; }

    [[nodiscard]] std::filesystem::path file(std::string_view name) const
    {
        return m_folder / name;
    }

    test::FixedClock clock;
    std::array<PairOfTrackers, 2> pairs;
    base::SystemRandom random;

private:
    test::TempDir m_folder;
    std::string m_key;
    base::NullLog m_log;
    base::StopFlag m_stop;
    connectors::Registry m_registry;
};

} // namespace syncctl::year
