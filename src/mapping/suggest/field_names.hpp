#pragma once

#include "suggest/known_names.hpp"
#include "suggest/words.hpp"

#include "syncctl/model/metadata.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace syncctl::mapping {

/// A field with what its names say.
struct NamedField {
    const model::FieldInfo* info = nullptr;
    std::array<NameWords, 2> names; ///< as shown, and the end of its reference
    std::array<KnownName, 2> known; ///< of the names

    [[nodiscard]] bool means(std::string_view meaning) const
    {
        return known[0].meaning == meaning || known[1].meaning == meaning;
    }
};

/// The fields of a type that a rule can name, in the tracker's order; without the status field and
/// those that each tracker keeps for itself.
[[nodiscard]] std::vector<NamedField> named_fields(const model::TypeInfo& type);

struct NameLikeness {
    int score = 0; ///< percent
    std::string reason;
    std::string_view meaning; ///< what both are known to mean
};

[[nodiscard]] NameLikeness compared_names(const NamedField& source, const NamedField& target);

/// Finds fields of similar name without comparing each with each.
class FieldIndex {
public:
    explicit FieldIndex(const std::vector<NamedField>& fields);

    /// At most a few, the first of the tracker's order where there are more.
    [[nodiscard]] std::vector<std::size_t> similar_to(const NamedField& field) const;

private:
    using Postings = std::unordered_map<std::string, std::vector<std::size_t>>;

    Postings m_by_reference;
    Postings m_by_name;
    Postings m_by_meaning;
    Postings m_by_word;
};

} // namespace syncctl::mapping
