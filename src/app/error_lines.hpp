#pragma once

#include "syncctl/app/reports.hpp"
#include "syncctl/model/side.hpp"

#include <map>
#include <string>

namespace syncctl::app {

/// Turns `SIDE:ID` of a stored error into `CONNECTOR:ID`, and its run into the name of the pair.
class ErrorNamer {
public:
    explicit ErrorNamer(store::Store& store) : m_store{store} {}

    [[nodiscard]] ErrorLine line(model::SyncError error);

private:
    struct Names {
        std::string pair;
        model::BothSides<std::string> connectors;
    };

    const Names& names_of(base::ExecutionId execution);

    store::Store& m_store;
    std::map<base::ExecutionId, Names> m_names;
};

} // namespace syncctl::app
