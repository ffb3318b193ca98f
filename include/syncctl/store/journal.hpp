#pragma once

#include "syncctl/model/intent.hpp"
#include "syncctl/store/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// An item that failed and is tried again in later runs.
struct QueuedItem {
    model::Side side = model::Side::source;
    std::string item_id;
    int attempts = 0;
    std::string reason;
    base::Timestamp since;
};

/// Tables sync_intents and retry_queue: what must survive a crash.
class Journal {
public:
    explicit Journal(Database& database) : m_database{database} {}

    /// Stores the intents and fills in their ids. The caller commits before anything is sent.
    void record(std::vector<model::Intent>& intents);
    [[nodiscard]] std::vector<model::Intent> open_intents(base::PairId pair);
    /// Known open intents that create a partner for this item.
    [[nodiscard]] bool
    has_open_create(base::PairId pair, model::Side origin, std::string_view item_id);
    /// The outcome is known and recorded: the intent is finished.
    void finish(base::IntentId id);
    void note_negative_probe(base::IntentId id, base::Timestamp now);

    void queue(base::PairId pair,
               model::Side side,
               std::string_view item_id,
               std::string_view reason,
               base::Timestamp now);
    void unqueue(base::PairId pair, model::Side side, std::string_view item_id);
    [[nodiscard]] std::vector<QueuedItem> queued(base::PairId pair);

private:
    Database& m_database;
};

} // namespace syncctl::store
