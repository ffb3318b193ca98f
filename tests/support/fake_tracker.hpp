#pragma once

#include "fixed_clock.hpp"

#include "syncctl/connectors/connector.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace syncctl::test {

/// A small working tracker in memory, with knobs for the ways in which real ones go wrong.
/// The items outlive connectors: a "restart" asks the same tracker again.
class FakeTracker final : public connectors::Connector {
public:
    FakeTracker(std::string name, model::Metadata metadata, FixedClock& clock);

    // ---- what a user does in the tracker
    std::string add(const std::string& type, model::Fields fields);
    void edit(const std::string& id, const std::string& field, model::Value value);
    void erase(const std::string& id);
    void change_type(const std::string& id, const std::string& type);

    [[nodiscard]] bool has(const std::string& id) const { return m_items.contains(id); }

    [[nodiscard]] model::Value field(const std::string& id, const std::string& field) const;
    [[nodiscard]] std::string text(const std::string& id, const std::string& field) const;

    [[nodiscard]] std::size_t count() const { return m_items.size(); }

    [[nodiscard]] std::vector<std::string> ids() const;
    /// Values of one field, sorted.
    [[nodiscard]] std::vector<std::string> all(const std::string& field) const;

    // ---- how the tracker behaves
    /// The next write is stored, and its answer lost.
    void will_store_then_lose_the_response() { m_lose_next_response = true; }

    /// The next write is lost before it is stored, without a readable answer.
    void will_lose_the_request() { m_lose_next_request = true; }

    /// The next writes are surely not stored, try later.
    void will_be_busy(int times) { m_busy = times; }

    /// Somebody edits the item just before our next write arrives.
    void will_be_edited_before_the_write(std::function<void(FakeTracker&)> edit)
    {
        m_before_write = std::move(edit);
    }

    void will_refuse_field(std::string field) { m_refused_field = std::move(field); }

    void will_accept_everything() { m_refused_field.clear(); }

    void will_forbid(const std::string& id) { m_forbidden.insert(id); }

    void will_allow_everything() { m_forbidden.clear(); }

    /// The search index shows nothing that was created after this moment.
    void will_hide_new_items_from_search(bool hides) { m_hides_from_search = hides; }

    /// Every text is stored rewritten, as HTML editors do.
    void will_rewrite_texts(std::function<std::string(std::string)> rewrite)
    {
        m_rewrite = std::move(rewrite);
    }

    /// The listing is empty although there are items.
    void will_list_nothing(bool lists_nothing) { m_lists_nothing = lists_nothing; }

    /// The tracker shows nothing at all: an emptied project, the wrong scope.
    void will_show_nothing(bool shows_nothing) { m_shows_nothing = shows_nothing; }

    void will_fail_listings(bool fails) { m_fails_listings = fails; }

    /// Reads show every item as it was at this moment, until told otherwise (a lagging replica).
    void will_read_stale(bool is_stale);

    /// Revisions are time stamps of this resolution instead of a counter.
    void will_date_revisions(std::chrono::milliseconds resolution);

    /// An item that was created a moment ago is not found by its id.
    void will_hide_item(const std::string& id, bool hides);

    /// The next create is answered with this id, whatever was made.
    void will_answer_create_with(std::string id) { m_wrong_id = std::move(id); }

    /// Accepts writes to this field and keeps the value it had.
    void will_ignore_field(std::string field) { m_ignored_field = std::move(field); }

    /// A user duplicates an item with all that is in it, the marker included.
    std::string copy(const std::string& id);

    /// The id of a deleted item is given to a new one.
    void reuse(const std::string& id, const std::string& type, model::Fields fields);

    // ---- what the engine did
    [[nodiscard]] int writes() const { return m_writes; }

    [[nodiscard]] int creates() const { return m_creates; }

    // ---- Connector
    [[nodiscard]] connectors::Capabilities capabilities() const override;

    [[nodiscard]] std::vector<connectors::Check> test() override { return {}; }

    [[nodiscard]] model::Metadata describe() override { return m_metadata; }

    [[nodiscard]] std::optional<std::string>
    filter_problem(const std::string& filter) const override;
    [[nodiscard]] bool matches_filter(const model::WorkItem& item,
                                      const std::string& filter) const override;
    [[nodiscard]] std::unique_ptr<connectors::ChangeReader>
    changes(const connectors::ChangeQuery& query) override;
    [[nodiscard]] std::vector<connectors::GetResult> get(std::span<const std::string> ids) override;
    [[nodiscard]] std::vector<connectors::WriteResult>
    write(std::span<const connectors::Operation> ops) override;
    [[nodiscard]] std::vector<connectors::SettleResult>
    settle(std::span<const model::Intent> intents) override;

    [[nodiscard]] int api_calls() const override { return m_calls; }

    connectors::Capabilities capabilities_given; ///< a test may change them

private:
    struct Stored {
        model::WorkItem item;
        int sequence = 0; ///< place in the change feed
    };

    connectors::WriteResult apply(const connectors::Operation& operation);
    connectors::WriteResult create(const connectors::CreateItem& create);
    connectors::WriteResult update(const connectors::UpdateItem& update);
    connectors::WriteResult remove(const connectors::RemoveItem& remove);
    [[nodiscard]] const Stored* shown(const std::string& id) const;
    Stored& insert(const std::string& id, const std::string& type, const model::Fields& fields);
    void store_fields(model::WorkItem& item, const model::Fields& fields) const;
    void touch(Stored& stored);

    std::string m_name;
    model::Metadata m_metadata;
    FixedClock& m_clock;
    std::map<std::string, Stored> m_items;
    std::map<std::string, int> m_deleted;                 ///< id -> place in the feed
    std::optional<std::map<std::string, Stored>> m_stale; ///< what reads show instead
    std::optional<std::chrono::milliseconds> m_dates_revisions;
    int m_next_id = 1;
    int m_sequence = 0;
    int m_revision = 0;
    int m_writes = 0;
    int m_creates = 0;
    int m_calls = 0;
    bool m_lose_next_response = false;
    bool m_lose_next_request = false;
    int m_busy = 0;
    std::function<void(FakeTracker&)> m_before_write;
    std::function<std::string(std::string)> m_rewrite;
    std::string m_refused_field;
    std::string m_ignored_field;
    std::string m_wrong_id;
    std::set<std::string> m_forbidden;
    std::set<std::string> m_hidden;
    bool m_hides_from_search = false;
    bool m_lists_nothing = false;
    bool m_shows_nothing = false;
    bool m_fails_listings = false;
};

} // namespace syncctl::test
