#pragma once

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// When a mapping was stored, and by whom.
struct MappingRevision {
    int revision = 0;
    base::Timestamp created_at;
    std::string created_by; ///< empty when not known
};

/// Tables sync_configs, sync_type_mappings, sync_status_mappings, sync_field_mappings,
/// mapping_revisions, watermarks.
class PairStore {
public:
    explicit PairStore(Database& database) : m_database{database} {}

    base::PairId insert(const model::Pair& pair, base::Timestamp now);
    void update(const model::Pair& pair, base::Timestamp now);
    [[nodiscard]] std::optional<model::Pair> find(std::string_view name);
    [[nodiscard]] std::optional<model::Pair> find(base::PairId id);
    [[nodiscard]] std::vector<model::Pair> list();
    [[nodiscard]] std::vector<model::Pair> using_connector(base::ConnectorId id);
    /// Enabled pairs whose schedule has come, those that waited longest first.
    [[nodiscard]] std::vector<model::Pair> due(base::Timestamp now);
    /// When the pair is due next; 0 = not by itself.
    void set_next_sync(base::PairId id, base::Timestamp next);
    void remove(base::PairId id);
    [[nodiscard]] bool knows_uuid(std::string_view uuid);
    /// Makes the pair the one that markers with this UUID speak of.
    void set_uuid(base::PairId id, std::string_view uuid, base::Timestamp now);

    /// Stores a document's text as the next revision together with its compiled rows. Returns the
    /// revision.
    /// \param by who did it; empty when that is not known
    int save_mapping(base::PairId id,
                     std::string_view document,
                     const model::MappingRows& rows,
                     base::Timestamp now,
                     std::string_view by = {});
    /// The compiled rows; nullopt when no mapping was ever stored.
    [[nodiscard]] std::optional<model::MappingRows> mapping(base::PairId id);
    /// The verbatim text of the newest revision.
    [[nodiscard]] std::optional<std::string> document(base::PairId id);

    /// 0 when no mapping was ever stored.
    [[nodiscard]] int newest_revision(base::PairId id);
    /// The verbatim text of one revision.
    [[nodiscard]] std::optional<std::string> document(base::PairId id, int revision);
    /// Newest first.
    [[nodiscard]] std::vector<MappingRevision> revisions(base::PairId id, std::size_t limit);

    /// Octets of the connector; empty = never read.
    [[nodiscard]] std::string watermark(base::PairId id, model::Side side);
    void
    set_watermark(base::PairId id, model::Side side, std::string_view bytes, base::Timestamp now);
    /// The mapping revision and filters that the last complete run went by, as one text; a
    /// difference means that everything has to be looked at again. Empty = no complete run yet.
    [[nodiscard]] std::string completed_basis(base::PairId id);
    void set_completed_basis(base::PairId id, std::string_view basis);

private:
    Database& m_database;
};

} // namespace syncctl::store
