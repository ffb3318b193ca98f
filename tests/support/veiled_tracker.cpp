#include "veiled_tracker.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::test {
namespace {

using namespace connectors;

/// One page with what is left of a listing.
class VeiledListing final : public ChangeReader {
public:
    VeiledListing(std::vector<model::Change> changes, Watermark next, std::size_t seen)
        : m_page{ChangePage{std::move(changes)}}, m_next{std::move(next)}, m_seen{seen}
    {
    }

    std::optional<ChangePage> next() override { return std::exchange(m_page, std::nullopt); }

    [[nodiscard]] Watermark watermark() const override { return m_next; }

    [[nodiscard]] std::optional<std::size_t> items_seen() const override { return m_seen; }

private:
    std::optional<ChangePage> m_page;
    Watermark m_next;
    std::size_t m_seen;
};

std::string reason_of(const GetResult& answer)
{
    if (const auto* forbidden = std::get_if<Forbidden>(&answer)) {
        return forbidden->reason;
    }
    const auto* unreadable = std::get_if<Unreadable>(&answer);
    return unreadable != nullptr ? unreadable->reason : std::string{"no such item"};
}

/// The item that an operation is about; empty for a create.
std::string item_of(const Operation& operation)
{
    if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        return update->id;
    }
    const auto* remove = std::get_if<RemoveItem>(&operation);
    return remove != nullptr ? remove->id : std::string{};
}

} // namespace

void VeiledTracker::answers(const std::string& id, GetResult answer)
{
    m_answers.insert_or_assign(id, std::move(answer));
}

void VeiledTracker::lift()
{
    m_outage.reset();
    m_lists_nothing = false;
    m_unlisted.clear();
    m_reported_deleted.clear();
    m_answers.clear();
    m_strangers.clear();
}

void VeiledTracker::fail_if_out() const
{
    if (m_outage) {
        throw Error{*m_outage};
    }
}

std::unique_ptr<ChangeReader> VeiledTracker::changes(const ChangeQuery& query)
{
    fail_if_out();
    auto reader = m_tracker.changes(query);
    std::vector<model::Change> changes;
    while (auto page = reader->next()) {
        std::copy_if(page->changes.begin(),
                     page->changes.end(),
                     std::back_inserter(changes),
                     [&](const model::Change& change) {
                         return !m_lists_nothing && !m_unlisted.contains(change.id) &&
                                !m_reported_deleted.contains(change.id);
                     });
    }
    for (const auto& id : m_reported_deleted) {
        changes.push_back({id, {}, {}, true});
    }
    for (const auto& [id, item] : m_strangers) {
        changes.push_back({id, item.revision, item.modified_at, false});
    }
    const auto seen = m_lists_nothing ? 0 : m_tracker.count() - m_unlisted.size();
    return std::make_unique<VeiledListing>(
        std::move(changes), reader->watermark(), seen + m_strangers.size());
}

GetResult VeiledTracker::get_one(const std::string& id)
{
    if (const auto stranger = m_strangers.find(id); stranger != m_strangers.end()) {
        return stranger->second;
    }
    if (const auto answer = m_answers.find(id); answer != m_answers.end()) {
        return answer->second;
    }
    return std::move(m_tracker.get({&id, 1}).front());
}

std::vector<GetResult> VeiledTracker::get(std::span<const std::string> ids)
{
    fail_if_out();
    std::vector<GetResult> results;
    std::transform(ids.begin(), ids.end(), std::back_inserter(results), [&](const auto& id) {
        return get_one(id);
    });
    return results;
}

WriteResult VeiledTracker::write_one(const Operation& operation)
{
    if (m_outage) {
        return Transient{m_outage->message(), std::nullopt};
    }
    const auto answer = m_answers.find(item_of(operation));
    if (answer != m_answers.end()) {
        return Refused{reason_of(answer->second), {}};
    }
    return std::move(m_tracker.write({&operation, 1}).front());
}

std::vector<WriteResult> VeiledTracker::write(std::span<const Operation> operations)
{
    std::vector<WriteResult> results;
    std::transform(operations.begin(),
                   operations.end(),
                   std::back_inserter(results),
                   [&](const auto& operation) { return write_one(operation); });
    return results;
}

std::vector<SettleResult> VeiledTracker::settle(std::span<const model::Intent> intents)
{
    fail_if_out();
    auto results = m_tracker.settle(intents);
    for (auto& result : results) {
        const auto* found = std::get_if<Found>(&result);
        if (found != nullptr && m_answers.contains(found->item.id)) {
            result = NotYetKnowable{};
        }
    }
    return results;
}

} // namespace syncctl::test
