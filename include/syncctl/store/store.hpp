#pragma once

#include "syncctl/store/conflict_store.hpp"
#include "syncctl/store/connector_store.hpp"
#include "syncctl/store/database.hpp"
#include "syncctl/store/execution_store.hpp"
#include "syncctl/store/journal.hpp"
#include "syncctl/store/link_store.hpp"
#include "syncctl/store/pair_store.hpp"
#include "syncctl/store/settings_store.hpp"

namespace syncctl::store {

/// All stores of one open database. Used by one thread.
struct Store {
    explicit Store(Database& opened)
        : database{opened},
          connectors{opened},
          pairs{opened},
          links{opened},
          journal{opened},
          conflicts{opened},
          executions{opened},
          settings{opened}
    {
    }

    Database& database;
    ConnectorStore connectors;
    PairStore pairs;
    LinkStore links;
    Journal journal;
    ConflictStore conflicts;
    ExecutionStore executions;
    SettingsStore settings;
};

} // namespace syncctl::store
