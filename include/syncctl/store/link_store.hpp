#pragma once

#include "syncctl/model/link.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// Links of one type of the source with one of the target.
struct TypesCount {
    std::string source_type;
    std::string target_type;
    std::int64_t links = 0;
};

/// Tables synced_items and link_doubts. Item ids are unique per pair on each side. The identity
/// columns carry a checksum; a row whose checksum does not hold is Error{damaged_database}, before
/// anything is written with it.
class LinkStore {
public:
    explicit LinkStore(Database& database) : m_database{database} {}

    /// \throws Error{failed} when either item is linked already in this pair
    base::LinkId insert(const model::Link& link);
    /// Writes all but the identity columns.
    void update(const model::Link& link);
    void remove(base::LinkId id);
    [[nodiscard]] std::optional<model::Link> find(base::LinkId id);
    [[nodiscard]] std::optional<model::Link>
    find(base::PairId pair, model::Side side, std::string_view item_id);
    /// Keyset page in order of id, without bases when `with_base` is false.
    [[nodiscard]] std::vector<model::Link>
    page(base::PairId pair, base::LinkId after, std::size_t limit, bool with_base = true);
    [[nodiscard]] std::int64_t count(base::PairId pair);
    /// How many links there are of each two types, in order of their names.
    [[nodiscard]] std::vector<TypesCount> count_by_types(base::PairId pair);
    [[nodiscard]] std::int64_t count_in_state(base::PairId pair, model::LinkState state);

    /// A later run has to make sure of something; a doubt that stands already starts anew.
    void doubt(base::LinkId link, model::Side side, model::Doubt doubt, base::Timestamp now);
    /// nullopt when there is no such doubt.
    [[nodiscard]] std::optional<base::Timestamp>
    doubted_since(base::LinkId link, model::Side side, model::Doubt doubt);
    void clear_doubt(base::LinkId link, model::Side side, model::Doubt doubt);
    [[nodiscard]] std::int64_t doubt_count(base::PairId pair);

private:
    Database& m_database;
};

} // namespace syncctl::store
