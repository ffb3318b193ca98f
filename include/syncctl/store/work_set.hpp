#pragma once

#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/work_item.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::store {

/// A link that some change or request of this run touches.
struct TouchedLink {
    base::LinkId link;
    model::BothSides<bool> is_touched; ///< that side has to be read
    model::BothSides<bool> is_deleted; ///< the tracker says so
    model::BothSides<bool> is_listed;  ///< a listing showed it with another revision than the known
};

/// An item without a partner.
struct UnlinkedItem {
    std::int64_t row = 0; ///< place in the work set, for the keyset
    std::string item_id;
    model::Revision revision;
    base::Timestamp modified_at;
};

/// An unlinked item whose marker says that it is the partner of `origin`.
struct Claim {
    std::string item_id;
    std::string origin; ///< id on the other side
};

/// What one run has to look at, in temporary tables: memory stays flat whatever the size. Temporary
/// tables may spill to an unlinked private file.
class WorkSet {
public:
    /// Starts empty. One at a time per Database.
    WorkSet(Database& database, base::PairId pair);
    ~WorkSet();
    WorkSet(const WorkSet&) = delete;
    WorkSet& operator=(const WorkSet&) = delete;

    /// Adds a page of a listing. Drops items whose revision is the one stored after our own last
    /// read or write (no echo), unless `keep_known` (a full run).
    void add(model::Side side, std::span<const model::Change> changes, bool keep_known = false);
    /// Adds one item by hand (retry queue, --item, a lost update): it is read again whatever its
    /// revision.
    void add_item(model::Side side, std::string_view item_id);
    /// The same for one that a webhook named: its link comes before the others.
    void add_due(model::Side side, std::string_view item_id);
    /// Adds a link by hand; sides named are read again.
    void add_link(base::LinkId link, model::BothSides<bool> read_again);
    /// Adds the sides of links whose revision a later edit may share (model::Doubt).
    void add_doubted();
    /// Items of ours that a listing has shown since they were created are doubted no longer. The
    /// only one that writes to the database.
    void confirm_shown();
    /// Adds every link of the pair.
    void add_all_links(model::BothSides<bool> read_again);

    [[nodiscard]] std::int64_t dropped() const; ///< items that were known at that revision
    [[nodiscard]] std::int64_t link_count();
    [[nodiscard]] std::int64_t deletion_count();
    [[nodiscard]] std::int64_t unlinked_count(model::Side side);

    /// Keyset pages.
    /// \param is_due those of which a webhook named an item, or the others
    [[nodiscard]] std::vector<TouchedLink>
    links(base::LinkId after, std::size_t limit, bool is_due = false);
    [[nodiscard]] std::vector<UnlinkedItem>
    unlinked(model::Side side, std::int64_t after_row, std::size_t limit);

    /// This unlinked item carries the marker of the partner of `origin`.
    void set_claim(model::Side side, std::int64_t row, std::string_view origin);
    [[nodiscard]] std::int64_t claim_count();
    /// Whether an unlinked item of the other side claims to be this one's partner.
    [[nodiscard]] bool is_claimed(model::Side side, std::string_view item_id);
    /// Keyset page of the claims of one side, in order of their origins; of several for one origin
    /// the shorter and then smaller id comes first (the older item, where ids are numbers).
    [[nodiscard]] std::vector<Claim>
    claims(model::Side side, const Claim& after, std::size_t limit);

    /// For matching on a first run: the key under which this unlinked item is compared.
    void set_match_key(model::Side side, std::int64_t row, std::string_view key);
    /// Pairs (source item, target item) whose key occurs exactly once on each side.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> unique_matches();
    /// Items whose key occurs on both sides, but more than once on one of them.
    [[nodiscard]] std::vector<UnlinkedItem> ambiguous_matches(model::Side side);
    /// How many keys occur on both sides at all.
    [[nodiscard]] std::int64_t common_key_count();
    /// The item is done with (linked, reported): it is not offered again.
    void forget_unlinked(model::Side side, std::string_view item_id);

private:
    Database& m_database;
    base::PairId m_pair;
    std::int64_t m_dropped = 0;
    bool m_has_unseen_creates = false;
};

} // namespace syncctl::store
