#include "syncctl/engine/adopt.hpp"

#include "run_state.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/engine/pair_rules.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace syncctl::engine {
namespace {

constexpr std::string_view k_reason = "adopted by its marker";

class Adoption {
public:
    Adoption(const RunContext& context, const model::Pair& pair, const AdoptOptions& options)
        : m_context{context},
          m_pair{pair},
          m_options{options},
          m_rules{rules_of(context.store, pair)},
          m_work{context.store.database, pair.id},
          m_uuid{options.from.empty() ? pair.uuid : options.from}
    {
    }

    AdoptReport run()
    {
        for (const Side side : model::k_sides) {
            list(side);
            find_claims(side);
        }
        if (m_work.claim_count() == 0) {
            throw_nothing_found();
        }
        take_over_uuid();
        for (const Side side : model::k_sides) {
            link_claims(side);
        }
        return std::move(m_report);
    }

private:
    [[nodiscard]] connectors::Connector& connector(Side side) const
    {
        return side == Side::source ? m_context.source : m_context.target;
    }

    void list(Side side)
    {
        const auto reader = connector(side).changes({});
        while (const auto page = reader->next()) {
            m_work.add(side, page->changes);
        }
    }

    void find_claims(Side side)
    {
        std::int64_t after = 0;
        for (;;) {
            const auto items = m_work.unlinked(side, after, m_options.batch_size);
            if (items.empty()) {
                return;
            }
            after = items.back().row;
            std::vector<std::string> ids;
            ids.reserve(items.size());
            for (const auto& item : items) {
                ids.push_back(item.item_id);
            }
            const auto results = connector(side).get(ids);
            for (std::size_t i = 0; i < results.size(); ++i) {
                if (const auto* item = std::get_if<model::WorkItem>(&results[i])) {
                    note(side, items[i].row, *item);
                }
            }
        }
    }

    void note(Side side, std::int64_t row, const model::WorkItem& item)
    {
        const auto marker = model::parse_marker(item.marker);
        if (!marker || marker->origin != model::other(side)) {
            return;
        }
        if (marker->pair_uuid == m_uuid) {
            m_work.set_claim(side, row, marker->item_id);
        } else if (m_others.size() < k_most_others || m_others.contains(marker->pair_uuid)) {
            m_others[marker->pair_uuid] += 1;
        }
    }

    [[noreturn]] void throw_nothing_found() const
    {
        if (m_others.empty()) {
            throw Error{
                ErrorCode::not_found,
                fmt::format("pair '{}': no item without a link carries its marker", m_pair.name),
                fmt::format("nothing has to be adopted: syncctl run {} -n", m_pair.name)};
        }
        const auto& [uuid, count] = *m_others.begin();
        throw Error{
            ErrorCode::not_found,
            fmt::format("pair '{}': no item without a link carries its marker, but {} {} "
                        "that of pair {}",
                        m_pair.name,
                        base::counted(static_cast<std::size_t>(count), "item"),
                        count == 1 ? "carries" : "carry",
                        uuid),
            fmt::format("if that was this pair in a database that is lost: syncctl adopt {} "
                        "--from {} -n",
                        m_pair.name,
                        uuid)};
    }

    void take_over_uuid()
    {
        auto& store = m_context.store;
        if (m_uuid == m_pair.uuid || m_options.is_dry_run || store.links.count(m_pair.id) > 0) {
            return;
        }
        store::Transaction transaction{store.database};
        store.pairs.set_uuid(m_pair.id, m_uuid, m_context.clock.now());
        transaction.commit();
    }

    void link_claims(Side side)
    {
        store::Claim after;
        for (;;) {
            const auto claims = m_work.claims(side, after, m_options.batch_size);
            if (claims.empty() || m_context.stop.is_requested()) {
                return;
            }
            std::string last_origin = after.origin;
            after = claims.back();
            link_some(side, claims, std::move(last_origin));
        }
    }

    /// \param last_origin of the claim before these
    void link_some(Side side, const std::vector<store::Claim>& claims, std::string last_origin)
    {
        BothSides<std::vector<std::string>> ids;
        for (const auto& claim : claims) {
            ids[side].push_back(claim.item_id);
            ids[model::other(side)].push_back(claim.origin);
        }
        BothSides<std::vector<connectors::GetResult>> read;
        for (const Side each : model::k_sides) {
            read[each] = connector(each).get(ids[each]);
        }
        std::optional<store::Transaction> transaction;
        if (!m_options.is_dry_run) {
            transaction.emplace(m_context.store.database);
        }
        for (std::size_t i = 0; i < claims.size(); ++i) {
            AdoptLine line{
                .source_item = ids.source[i], .target_item = ids.target[i], .outcome = {}};
            line.outcome = claims[i].origin == last_origin
                               ? AdoptOutcome::copy
                               : link_one(line, read.source[i], read.target[i]);
            if (line.outcome == AdoptOutcome::linked) {
                last_origin = claims[i].origin;
            }
            record(std::move(line));
        }
        if (transaction) {
            transaction->commit();
        }
    }

    AdoptOutcome link_one(const AdoptLine& line,
                          const connectors::GetResult& source,
                          const connectors::GetResult& target)
    {
        auto& store = m_context.store;
        if (store.links.find(m_pair.id, Side::source, line.source_item) ||
            store.links.find(m_pair.id, Side::target, line.target_item)) {
            return AdoptOutcome::copy;
        }
        if (std::holds_alternative<connectors::Absent>(source) ||
            std::holds_alternative<connectors::Absent>(target)) {
            return AdoptOutcome::origin_missing;
        }
        const auto* source_item = std::get_if<model::WorkItem>(&source);
        const auto* target_item = std::get_if<model::WorkItem>(&target);
        if (source_item == nullptr || target_item == nullptr) {
            return AdoptOutcome::unreadable;
        }
        if (m_rules.for_types(source_item->type, target_item->type) == nullptr) {
            return AdoptOutcome::other_types;
        }
        if (!m_options.is_dry_run) {
            store_link(*source_item, *target_item);
        }
        return AdoptOutcome::linked;
    }

    void store_link(const model::WorkItem& source, const model::WorkItem& target)
    {
        auto& store = m_context.store;
        const auto now = m_context.clock.now();
        model::Link link;
        link.pair = m_pair.id;
        link.first_synced_at = now;
        // No revision and no base: the next run reads both and merges them as never agreed.
        link.sides.source.item_id = source.id;
        link.sides.source.item_type = source.type;
        link.sides.target.item_id = target.id;
        link.sides.target.item_type = target.type;
        store.links.insert(link);
        for (const Side side : model::k_sides) {
            store.journal.queue(m_pair.id, side, link.sides[side].item_id, k_reason, now);
        }
    }

    void record(AdoptLine&& line)
    {
        (line.outcome == AdoptOutcome::linked ? m_report.linked : m_report.left) += 1;
        if (m_report.lines.size() < k_most_adopt_lines) {
            m_report.lines.push_back(std::move(line));
        }
    }

    static constexpr std::size_t k_most_others = 16;

    const RunContext& m_context;
    const model::Pair& m_pair;
    const AdoptOptions& m_options;
    mapping::Rules m_rules;
    store::WorkSet m_work;
    std::string m_uuid;
    std::map<std::string, std::int64_t> m_others; ///< other pairs' markers, by UUID
    AdoptReport m_report;
};

} // namespace

std::string_view to_string(AdoptOutcome outcome)
{
    switch (outcome) {
    case AdoptOutcome::linked:
        return "linked";
    case AdoptOutcome::copy:
        return "copy";
    case AdoptOutcome::origin_missing:
        return "origin_missing";
    case AdoptOutcome::unreadable:
        return "unreadable";
    case AdoptOutcome::other_types:
        return "other_types";
    }
    return "unknown";
}

AdoptReport
adopt_links(const RunContext& context, const model::Pair& pair, const AdoptOptions& options)
{
    return Adoption{context, pair, options}.run();
}

} // namespace syncctl::engine
