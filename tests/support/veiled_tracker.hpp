#pragma once

#include "borrowed_connector.hpp"
#include "fake_tracker.hpp"

#include "syncctl/base/error.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncctl::test {

/// A tracker as it looks to somebody who may not see all of it: a token that was refused, an item
/// that moved away, a wrong scope. What is not veiled passes through. Nothing it says about a
/// veiled item proves that the item is gone.
class VeiledTracker final : public BorrowedConnector {
public:
    explicit VeiledTracker(FakeTracker& tracker) : BorrowedConnector{tracker}, m_tracker{tracker} {}

    /// Every request fails with this.
    void fails_with(Error error) { m_outage = std::move(error); }

    /// The listing says that the tracker holds no item at all.
    void lists_nothing() { m_lists_nothing = true; }

    /// The listing passes over this item; it can still be read.
    void leaves_out_of_the_listing(const std::string& id) { m_unlisted.insert(id); }

    /// Reading the item gives `answer`, a search does not find it, and writes to it are refused.
    void answers(const std::string& id, connectors::GetResult answer);

    /// The change feed of a moved item looks like that of a deleted one.
    void reports_as_deleted(const std::string& id) { m_reported_deleted.insert(id); }

    /// Items of somebody else that are seen from here. They are listed as new each time.
    void also_shows(model::WorkItem item)
    {
        m_strangers.insert_or_assign(item.id, std::move(item));
    }

    /// All is seen again.
    void lift();

    // ---- Connector
    [[nodiscard]] std::unique_ptr<connectors::ChangeReader>
    changes(const connectors::ChangeQuery& query) override;
    [[nodiscard]] std::vector<connectors::GetResult> get(std::span<const std::string> ids) override;
    [[nodiscard]] std::vector<connectors::WriteResult>
    write(std::span<const connectors::Operation> operations) override;
    [[nodiscard]] std::vector<connectors::SettleResult>
    settle(std::span<const model::Intent> intents) override;

private:
    void fail_if_out() const;
    [[nodiscard]] connectors::GetResult get_one(const std::string& id);
    [[nodiscard]] connectors::WriteResult write_one(const connectors::Operation& operation);

    FakeTracker& m_tracker;
    std::optional<Error> m_outage;
    bool m_lists_nothing = false;
    std::set<std::string> m_unlisted;
    std::set<std::string> m_reported_deleted;
    std::map<std::string, connectors::GetResult> m_answers;
    std::map<std::string, model::WorkItem> m_strangers;
};

} // namespace syncctl::test
