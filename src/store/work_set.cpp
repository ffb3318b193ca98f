#include "syncctl/store/work_set.hpp"

#include "scopes.hpp"

#include "syncctl/store/statement.hpp"

#include <sql/work_set.hpp>

namespace syncctl::store {

namespace {

struct KnownItem {
    base::LinkId link;
    bool is_same_revision = false;
};

std::int64_t is_target(model::Side side)
{
    return side == model::Side::target ? 1 : 0;
}

std::string_view find_known(model::Side side)
{
    return side == model::Side::source ? sql::work_set::find_known_source
                                       : sql::work_set::find_known_target;
}

std::optional<KnownItem>
look_up(Statement& known, base::PairId pair, std::string_view item_id, std::string_view revision)
{
    known.bind(":pair_id", pair.value);
    known.bind(":item_id", item_id);
    if (!known.step()) {
        return std::nullopt;
    }
    const KnownItem found{.link = {known.integer(0)},
                          .is_same_revision = known.view(1) == revision};
    known.reset();
    return found;
}

// Bits of the columns source_touched and target_touched.
constexpr std::int64_t k_touched = 1;
constexpr std::int64_t k_listed = 2;
constexpr std::int64_t k_due = 4;

std::int64_t touched_bits(bool is_touched, bool is_listed)
{
    return (is_touched ? k_touched : 0) | (is_listed ? k_listed : 0);
}

void touch(Statement& insert,
           base::LinkId link,
           const model::BothSides<bool>& touched,
           const model::BothSides<bool>& deleted,
           const model::BothSides<bool>& listed = {})
{
    insert.bind(":link_id", link.value);
    insert.bind(":source_touched", touched_bits(touched.source, listed.source));
    insert.bind(":target_touched", touched_bits(touched.target, listed.target));
    insert.bind(":source_deleted", static_cast<std::int64_t>(deleted.source));
    insert.bind(":target_deleted", static_cast<std::int64_t>(deleted.target));
    insert.run();
}

model::BothSides<bool> only(model::Side side, bool value = true)
{
    model::BothSides<bool> sides;
    sides[side] = value;
    return sides;
}

UnlinkedItem read_unlinked(const Statement& row)
{
    return {.row = row.integer(0),
            .item_id = row.text(1),
            .revision = {row.text(2)},
            .modified_at = {row.integer(3)}};
}

} // namespace

WorkSet::WorkSet(Database& database, base::PairId pair) : m_database{database}, m_pair{pair}
{
    TemporaryScope scope{m_database};
    for (const auto text : {sql::work_set::create_touched,
                            sql::work_set::create_shown,
                            sql::work_set::create_unlinked,
                            sql::work_set::create_unlinked_by_item,
                            sql::work_set::create_unlinked_by_key,
                            sql::work_set::create_unlinked_by_claim,
                            sql::work_set::clear_touched,
                            sql::work_set::clear_shown,
                            sql::work_set::clear_unlinked}) {
        m_database.prepare(text).run();
    }
    auto unseen = m_database.prepare(sql::work_set::has_unseen_creates);
    unseen.bind(":pair_id", pair.value);
    m_has_unseen_creates = unseen.step();
    unseen.reset();
    scope.commit();
}

WorkSet::~WorkSet()
{
    try {
        TemporaryScope scope{m_database};
        m_database.prepare(sql::work_set::clear_touched).run();
        m_database.prepare(sql::work_set::clear_unlinked).run();
        scope.commit();
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the next one starts by
                                      // clearing them
    }
}

void WorkSet::add(model::Side side, std::span<const model::Change> changes, bool keep_known)
{
    TemporaryScope scope{m_database};
    auto known = m_database.prepare(find_known(side));
    auto insert_touched = m_database.prepare(sql::work_set::touch);
    auto insert_unlinked = m_database.prepare(sql::work_set::add_unlinked);
    auto shown = m_database.prepare(sql::work_set::note_shown);
    for (const auto& change : changes) {
        const auto found = look_up(known, m_pair, change.id, change.revision.text);
        if (found && m_has_unseen_creates && !change.is_deleted && !keep_known) {
            shown.bind(":link_id", found->link.value);
            shown.bind(":is_target", is_target(side));
            shown.run();
        }
        if (found && found->is_same_revision && !change.is_deleted && !keep_known) {
            ++m_dropped;
        } else if (found) {
            touch(insert_touched,
                  found->link,
                  only(side),
                  only(side, change.is_deleted),
                  only(side, !keep_known && !change.is_deleted));
        } else if (change.is_deleted) {
            forget_unlinked(side, change.id);
        } else {
            insert_unlinked.bind(":is_target", is_target(side));
            insert_unlinked.bind(":item_id", change.id);
            insert_unlinked.bind(":revision", change.revision.text);
            insert_unlinked.bind(":modified_ms", change.modified_at.ms);
            insert_unlinked.run();
        }
    }
    scope.commit();
}

void WorkSet::add_item(model::Side side, std::string_view item_id)
{
    const model::Change change{
        .id = std::string{item_id}, .revision = {}, .modified_at = {}, .is_deleted = false};
    add(side, {&change, 1}, true);
}

void WorkSet::add_due(model::Side side, std::string_view item_id)
{
    auto known = m_database.prepare(find_known(side));
    const auto found = look_up(known, m_pair, item_id, {});
    if (!found) {
        add_item(side, item_id);
        return;
    }
    TemporaryScope scope{m_database};
    auto insert = m_database.prepare(sql::work_set::touch);
    insert.bind(":link_id", found->link.value);
    insert.bind(":source_touched", side == model::Side::source ? k_touched | k_due : 0);
    insert.bind(":target_touched", side == model::Side::target ? k_touched | k_due : 0);
    insert.bind(":source_deleted", std::int64_t{0});
    insert.bind(":target_deleted", std::int64_t{0});
    insert.run();
    scope.commit();
}

void WorkSet::add_doubted()
{
    TemporaryScope scope{m_database};
    auto insert = m_database.prepare(sql::work_set::touch_doubted);
    insert.bind(":pair_id", m_pair.value);
    insert.run();
    scope.commit();
}

void WorkSet::confirm_shown()
{
    if (!m_has_unseen_creates) {
        return;
    }
    WriteScope scope{m_database};
    m_database.prepare(sql::work_set::confirm_shown).run();
    scope.commit();
}

void WorkSet::add_link(base::LinkId link, model::BothSides<bool> read_again)
{
    TemporaryScope scope{m_database};
    auto insert = m_database.prepare(sql::work_set::touch);
    touch(insert, link, read_again, {});
    scope.commit();
}

void WorkSet::add_all_links(model::BothSides<bool> read_again)
{
    TemporaryScope scope{m_database};
    auto insert = m_database.prepare(sql::work_set::touch_all);
    insert.bind(":pair_id", m_pair.value);
    insert.bind(":source_touched", static_cast<std::int64_t>(read_again.source));
    insert.bind(":target_touched", static_cast<std::int64_t>(read_again.target));
    insert.run();
    scope.commit();
}

std::int64_t WorkSet::dropped() const
{
    return m_dropped;
}

std::int64_t WorkSet::link_count()
{
    auto rows = m_database.prepare(sql::work_set::count_links);
    return rows.step() ? rows.integer(0) : 0;
}

std::int64_t WorkSet::deletion_count()
{
    auto rows = m_database.prepare(sql::work_set::count_deletions);
    return rows.step() ? rows.integer(0) : 0;
}

std::int64_t WorkSet::unlinked_count(model::Side side)
{
    auto rows = m_database.prepare(sql::work_set::count_unlinked);
    rows.bind(":is_target", is_target(side));
    return rows.step() ? rows.integer(0) : 0;
}

std::vector<TouchedLink> WorkSet::links(base::LinkId after, std::size_t limit, bool is_due)
{
    std::vector<TouchedLink> links;
    auto rows = m_database.prepare(sql::work_set::links);
    rows.bind(":after", after.value);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    rows.bind(":is_due", static_cast<std::int64_t>(is_due));
    while (rows.step()) {
        links.push_back(
            {.link = {rows.integer(0)},
             .is_touched = {.source = rows.integer(1) != 0, .target = rows.integer(2) != 0},
             .is_deleted = {.source = rows.integer(3) != 0, .target = rows.integer(4) != 0},
             .is_listed = {.source = (rows.integer(1) & k_listed) != 0,
                           .target = (rows.integer(2) & k_listed) != 0}});
    }
    return links;
}

std::vector<UnlinkedItem>
WorkSet::unlinked(model::Side side, std::int64_t after_row, std::size_t limit)
{
    std::vector<UnlinkedItem> items;
    auto rows = m_database.prepare(sql::work_set::unlinked);
    rows.bind(":is_target", is_target(side));
    rows.bind(":after", after_row);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    while (rows.step()) {
        items.push_back(read_unlinked(rows));
    }
    return items;
}

void WorkSet::set_match_key(model::Side side, std::int64_t row, std::string_view key)
{
    TemporaryScope scope{m_database};
    auto change = m_database.prepare(sql::work_set::set_match_key);
    change.bind(":is_target", is_target(side));
    change.bind(":row", row);
    change.bind(":key", key);
    change.run();
    scope.commit();
}

void WorkSet::set_claim(model::Side side, std::int64_t row, std::string_view origin)
{
    TemporaryScope scope{m_database};
    auto change = m_database.prepare(sql::work_set::set_claim);
    change.bind(":is_target", is_target(side));
    change.bind(":row", row);
    change.bind(":origin", origin);
    change.run();
    scope.commit();
}

std::int64_t WorkSet::claim_count()
{
    auto rows = m_database.prepare(sql::work_set::count_claims);
    return rows.step() ? rows.integer(0) : 0;
}

bool WorkSet::is_claimed(model::Side side, std::string_view item_id)
{
    auto rows = m_database.prepare(sql::work_set::is_claimed);
    rows.bind(":is_target", is_target(model::other(side)));
    rows.bind(":origin", item_id);
    return rows.step();
}

std::vector<Claim> WorkSet::claims(model::Side side, const Claim& after, std::size_t limit)
{
    std::vector<Claim> claims;
    auto rows = m_database.prepare(sql::work_set::claims);
    rows.bind(":is_target", is_target(side));
    rows.bind(":claim", after.origin);
    rows.bind(":length", static_cast<std::int64_t>(after.item_id.size()));
    rows.bind(":item_id", after.item_id);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    while (rows.step()) {
        claims.push_back({.item_id = rows.text(1), .origin = rows.text(2)});
    }
    return claims;
}

std::vector<std::pair<std::string, std::string>> WorkSet::unique_matches()
{
    std::vector<std::pair<std::string, std::string>> matches;
    auto rows = m_database.prepare(sql::work_set::unique_matches);
    while (rows.step()) {
        matches.emplace_back(rows.text(0), rows.text(1));
    }
    return matches;
}

std::vector<UnlinkedItem> WorkSet::ambiguous_matches(model::Side side)
{
    std::vector<UnlinkedItem> items;
    auto rows = m_database.prepare(sql::work_set::ambiguous_matches);
    rows.bind(":is_target", is_target(side));
    while (rows.step()) {
        items.push_back(read_unlinked(rows));
    }
    return items;
}

std::int64_t WorkSet::common_key_count()
{
    auto rows = m_database.prepare(sql::work_set::common_key_count);
    return rows.step() ? rows.integer(0) : 0;
}

void WorkSet::forget_unlinked(model::Side side, std::string_view item_id)
{
    TemporaryScope scope{m_database};
    auto remove = m_database.prepare(sql::work_set::forget_unlinked);
    remove.bind(":is_target", is_target(side));
    remove.bind(":item_id", item_id);
    remove.run();
    scope.commit();
}

} // namespace syncctl::store
