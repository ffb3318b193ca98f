#pragma once

#include "draft.hpp"
#include "lint/lint.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

using Types = std::vector<const model::TypeInfo*>;

/// Finds the types and fields that a document names among those that the trackers have, and reports
/// what is not there.
class FieldNames {
public:
    explicit FieldNames(Lint& lint) : m_lint{lint}, m_findings{lint.findings} {}

    /// Goes first.
    void read_types();

    [[nodiscard]] const Types& types(model::Side side) const { return m_types[side]; }

    /// The types of that side between which a rule with this `only` runs.
    [[nodiscard]] Types types_of(const std::vector<Name>& only, model::Side side) const;

    [[nodiscard]] bool has_unknown_types(model::Side side) const
    {
        return m_has_unknown_types[side];
    }

    [[nodiscard]] bool is_mapped(const std::string& type) const
    {
        return m_rows_of_type.count(type) > 0;
    }

    [[nodiscard]] std::vector<std::string> mapped_types() const;

    /// The field on those of the types that have it; the name becomes the reference.
    std::vector<FieldOnType> somewhere(model::Side side, Name& name, const Types& types);
    /// Like somewhere, but every type must have the field.
    std::vector<FieldOnType> everywhere(model::Side side, Name& name, const Types& types);

    /// What was meant, or a short list of all there is.
    [[nodiscard]] std::string suggestion(std::string_view typed,
                                         const std::vector<std::string>& known,
                                         std::string_view what);

private:
    void known_type(model::Side side, const Name& name);
    void unknown_field(model::Side side, const Name& name, const Types& types);

    Lint& m_lint;
    Findings& m_findings;
    model::BothSides<Types> m_types;
    model::BothSides<bool> m_has_unknown_types;
    std::map<std::string, std::vector<std::size_t>> m_rows_of_type;
};

/// The conditions of type and field rules: fields known, values that can be among theirs.
void lint_conditions(Lint& lint, FieldNames& names);

} // namespace syncctl::mapping
