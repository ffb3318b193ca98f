#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/store/database.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// An item that a webhook named, and that no run has looked at since.
struct DueItem {
    model::Side side = model::Side::source;
    std::string item_id;
    base::Timestamp queued_at;
};

/// The sealed secrets of a connector's webhooks.
struct WebhookSecrets {
    std::optional<std::string> current; ///< an envelope; nullopt: the setting webhook_secret counts
    std::optional<std::string> previous; ///< taken as well
    bool operator==(const WebhookSecrets&) const = default;
};

/// Tables due_items and webhook_deliveries, and what connectors keep for webhooks.
class WebhookStore {
public:
    /// A pair has at most so many items due; beyond that it is due as a whole.
    static constexpr std::size_t k_most_due = 10'000;
    /// A delivery that is sent again within it counts once.
    static constexpr std::chrono::minutes k_window{10};

    explicit WebhookStore(Database& database) : m_database{database} {}

    [[nodiscard]] bool
    is_repeated(base::ConnectorId connector, std::string_view digest, base::Timestamp now);
    /// Notes a delivery and forgets those that are too old.
    /// \returns false when it was noted before, within the window
    [[nodiscard]] bool
    note_delivery(base::ConnectorId connector, std::string_view digest, base::Timestamp now);

    /// Marks items due. What the queue has no room for makes the whole pair due.
    /// \returns how many were marked
    std::size_t mark_due(base::PairId pair,
                         model::Side side,
                         std::span<const std::string> ids,
                         base::Timestamp now);

    [[nodiscard]] bool has_due_items(base::PairId pair);
    /// Oldest first.
    [[nodiscard]] std::vector<DueItem> due_items(base::PairId pair);
    /// The same for a run that is going to look at them: from now on the octets of an earlier
    /// delivery may speak of a later change, and count again.
    [[nodiscard]] std::vector<DueItem> take_due_items(base::PairId pair);
    /// These were looked at. One that was named again since it was taken stays.
    void remove_due(base::PairId pair, std::span<const DueItem> items);

    [[nodiscard]] WebhookSecrets secrets(base::ConnectorId connector);
    void
    set_secrets(base::ConnectorId connector, const WebhookSecrets& secrets, base::Timestamp now);

private:
    Database& m_database;
};

} // namespace syncctl::store
