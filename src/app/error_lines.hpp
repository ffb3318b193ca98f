#pragma once

#include "syncctl/app/reports.hpp"

#include <map>
#include <string>

namespace syncctl::app {

/// Gives stored errors the name of their run's pair.
class ErrorNamer {
public:
    explicit ErrorNamer(store::Store& store) : m_store{store} {}

    [[nodiscard]] ErrorLine line(model::SyncError error);

private:
    const std::string& pair_of(base::ExecutionId execution);

    store::Store& m_store;
    std::map<base::ExecutionId, std::string> m_pairs;
};

} // namespace syncctl::app
