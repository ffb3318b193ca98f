#pragma once

#include "ado_fixture.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::tests {

using fakes::requests::k_bin;
using fakes::requests::k_queries;
using fakes::requests::k_reads;

/// More than a listing looks back.
inline constexpr std::chrono::minutes k_long{20};

/// An organization whose changes are found by query.
class QueryFixture : public AdoFixture {
public:
    void has_bugs(int count)
    {
        for (int i = 0; i < count; ++i) {
            has_bug("bug");
        }
    }

    void edit(int id) { tracker.edit(id, {{"System.Title", "edited"}}); }

    void shift_clock(std::chrono::milliseconds by)
    {
        tracker.change([&](fakes::Switches& switches) { switches.clock_offset_ms += by.count(); });
    }

    void pass(std::chrono::milliseconds time) { tracker.clock().advance(time); }

    /// A listing by a new connector, as in the next run.
    std::map<std::string, model::Change> list()
    {
        tracker.clear_log();
        connector = connect({{"changes", "query"}});
        return changes_of(*connector, watermark);
    }

    std::unique_ptr<connectors::Connector> connector;
    connectors::Watermark watermark;
};

inline std::vector<std::string> ids_up_to(int last)
{
    std::vector<std::string> ids;
    for (int id = 1; id <= last; ++id) {
        ids.push_back(std::to_string(id));
    }
    return ids;
}

inline bool is_alive(const std::map<std::string, model::Change>& changes, const std::string& id)
{
    const auto found = changes.find(id);
    return found != changes.end() && !found->second.is_deleted;
}

inline bool is_deleted(const std::map<std::string, model::Change>& changes, const std::string& id)
{
    const auto found = changes.find(id);
    return found != changes.end() && found->second.is_deleted;
}

} // namespace syncctl::tests
