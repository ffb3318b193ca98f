#pragma once

#include "syncctl/model/conflict.hpp"
#include "syncctl/store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// A conflict with the names a person needs.
struct ConflictView {
    model::Conflict conflict;
    std::string pair;
    std::string source_connector;
    std::string target_connector;
    std::string source_item;
    std::string target_item;
};

enum class ConflictFilter { open, resolved, all };

/// Table sync_conflicts.
class ConflictStore {
public:
    explicit ConflictStore(Database& database) : m_database{database} {}

    base::ConflictId insert(const model::Conflict& conflict);
    /// New values of an open conflict. A decision about the old ones is void when it is another
    /// than that of `conflict`: it was made while the caller was at work and did not know it.
    void update_values(const model::Conflict& conflict);
    /// The open conflicts of one link.
    [[nodiscard]] std::vector<model::Conflict> open_of(base::LinkId link);
    [[nodiscard]] std::optional<ConflictView> find(base::ConflictId id);
    /// \param pair empty = all pairs
    [[nodiscard]] std::vector<ConflictView> list(std::string_view pair, ConflictFilter filter);
    [[nodiscard]] std::int64_t open_count(base::PairId pair);
    /// A person decided; the next run carries it out.
    void decide(base::ConflictId id,
                model::Take take,
                const std::optional<model::Value>& value,
                std::string_view by,
                base::Timestamp now);
    /// The same, but only while the conflict is open and still is what the person saw: the same
    /// values, the same decision or none. \return whether it was
    [[nodiscard]] bool decide_as_seen(const model::Conflict& seen,
                                      model::Take take,
                                      const std::optional<model::Value>& value,
                                      std::string_view by,
                                      base::Timestamp now);
    /// Takes back the decision that `seen` holds, unless something happened to it since.
    /// \return whether it was taken back
    [[nodiscard]] bool withdraw_as_seen(const model::Conflict& seen);
    /// An open conflict that did not come to pass.
    void remove(base::ConflictId id);
    /// The decision was overtaken by an edit: the conflict waits again.
    void withdraw_decision(base::ConflictId id);
    void close(base::ConflictId id,
               std::string_view resolution,
               std::string_view by,
               base::Timestamp now);
    /// Links with a decision to carry out.
    [[nodiscard]] std::vector<base::LinkId> decided_links(base::PairId pair);

private:
    Database& m_database;
};

} // namespace syncctl::store
