#pragma once

#include "suggest/plan.hpp"

#include "syncctl/model/work_item.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {

/// Items of both sides that are the same by their titles: what they hold tells which fields belong
/// together.
class SampleEvidence {
public:
    SampleEvidence() = default;
    /// \param titles references of the title fields
    SampleEvidence(const SuggestRequest& request,
                   const TypePair& pair,
                   const model::BothSides<std::string>& titles);

    struct Share {
        int equal = 0;
        int compared = 0; ///< items that hold a value on both sides

        /// What is added to a score: up to 20 percent either way, less for few items.
        [[nodiscard]] int bonus() const;
    };

    /// How often a rule would find the same values on both sides; nullopt: nothing to compare.
    [[nodiscard]] std::optional<Share> share(const model::FieldMappingRow& row) const;

private:
    std::vector<std::pair<const model::WorkItem*, const model::WorkItem*>> m_items;
};

/// Text of a value for comparing: lower case, without blanks around; empty for null.
[[nodiscard]] std::string comparable_text(const model::Value& value);

} // namespace syncctl::mapping
