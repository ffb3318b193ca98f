#include "lint/field_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace syncctl::mapping {

using model::Side;

std::string FieldNames::suggestion(std::string_view typed,
                                   const std::vector<std::string>& known,
                                   std::string_view what)
{
    constexpr std::size_t k_most = 12;
    constexpr std::size_t k_most_octets = 1000;
    auto hint = m_findings.did_you_mean(typed, known);
    if (!hint.empty() || known.empty() || known.size() > k_most) {
        return hint;
    }
    std::size_t octets = 0;
    for (const auto& name : known) {
        octets += name.size();
    }
    return octets > k_most_octets ? hint : fmt::format("{} are: {}", what, fmt::join(known, ", "));
}

void FieldNames::read_types()
{
    std::map<std::pair<std::string, std::string>, int> seen;
    for (std::size_t i = 0; i < m_lint.draft.types.size(); ++i) {
        const auto& line = m_lint.draft.types[i];
        for (const auto side : model::k_sides) {
            m_rows_of_type[line.ends[side].text].push_back(i);
            known_type(side, line.ends[side]);
        }
        const auto [entry, is_new] =
            seen.emplace(std::pair{line.ends.source.text, line.ends.target.text}, line.at.line);
        if (!is_new) {
            m_findings.error(
                line.at,
                fmt::format("'{}' and '{}' are mapped to each other on line {} already",
                            line.ends.source.text,
                            line.ends.target.text,
                            entry->second));
        }
    }
}

void FieldNames::known_type(Side side, const Name& name)
{
    auto& catalogue = m_lint.catalogues[side];
    if (!catalogue.is_known()) {
        return;
    }
    const auto* type = catalogue.type(name.text);
    if (type != nullptr) {
        if (std::find(m_types[side].begin(), m_types[side].end(), type) == m_types[side].end()) {
            m_types[side].push_back(type);
        }
        return;
    }
    m_has_unknown_types[side] = true;
    m_findings.error(name.at,
                     fmt::format("the {} has no type '{}'", model::to_string(side), name.text),
                     suggestion(name.text, catalogue.type_names(), "its types"));
}

std::vector<std::string> FieldNames::mapped_types() const
{
    std::vector<std::string> mapped;
    for (const auto& entry : m_rows_of_type) {
        mapped.push_back(entry.first);
    }
    return mapped;
}

Types FieldNames::types_of(const std::vector<Name>& only, Side side) const
{
    if (only.empty()) {
        return m_types[side];
    }
    Types types;
    for (const auto& name : only) {
        const auto rows = m_rows_of_type.find(name.text);
        if (rows == m_rows_of_type.end()) {
            continue;
        }
        for (const auto row : rows->second) {
            const auto* type =
                m_lint.catalogues[side].type(m_lint.draft.types[row].ends[side].text);
            if (type != nullptr && std::find(types.begin(), types.end(), type) == types.end()) {
                types.push_back(type);
            }
        }
    }
    return types;
}

std::vector<FieldOnType> FieldNames::somewhere(Side side, Name& name, const Types& types)
{
    std::vector<FieldOnType> found;
    for (const auto* type : types) {
        const auto field = m_lint.catalogues[side].field(*type, name.text);
        if (field.is_ambiguous) {
            m_findings.error(
                name.at,
                fmt::format("type '{}' has several fields called '{}'", type->name, name.text),
                "write the reference in place of the name");
            return {};
        }
        if (field.field != nullptr) {
            found.push_back({type, field.field});
        }
    }
    if (found.empty()) {
        unknown_field(side, name, types);
        return {};
    }
    const auto& first = found.front();
    for (const auto& each : found) {
        if (each.field->reference != first.field->reference) {
            m_findings.error(name.at,
                             fmt::format("'{}' is field '{}' of type '{}', but '{}' of type '{}'",
                                         name.text,
                                         first.field->reference,
                                         first.type->name,
                                         each.field->reference,
                                         each.type->name),
                             "write the reference, one rule per type with `only`");
            return {};
        }
    }
    name.text = first.field->reference;
    return found;
}

void FieldNames::unknown_field(Side side, const Name& name, const Types& types)
{
    auto& catalogue = m_lint.catalogues[side];
    if (types.empty() || name.text.empty() ||
        (m_has_unknown_types[side] && catalogue.has_field_anywhere(name.text))) {
        return;
    }
    std::vector<std::string> names;
    for (const auto* type : types) {
        names.push_back(type->name);
    }
    m_findings.error(name.at,
                     fmt::format("the {} has no field '{}' on type {}",
                                 model::to_string(side),
                                 name.text,
                                 enumerated(names)),
                     suggestion(name.text, catalogue.field_names(), "its fields"));
}

std::vector<FieldOnType> FieldNames::everywhere(Side side, Name& name, const Types& types)
{
    const auto typed = name.text;
    auto found = somewhere(side, name, types);
    if (found.empty() || found.size() == types.size()) {
        return found;
    }
    std::vector<std::string> with;
    std::vector<std::string> without;
    for (const auto* type : types) {
        const bool has = std::any_of(found.begin(), found.end(), [type](const FieldOnType& each) {
            return each.type == type;
        });
        (has ? with : without).push_back(type->name);
    }
    m_findings.error(name.at,
                     fmt::format("'{}' is not a field of type {}", typed, enumerated(without)),
                     fmt::format("add `only: [{}]` to the rule", fmt::join(with, ", ")));
    return found;
}

std::string enumerated(const std::vector<std::string>& names)
{
    constexpr std::size_t k_shown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), k_shown); ++i) {
        text += fmt::format("{}'{}'", i == 0 ? "" : ", ", names[i]);
    }
    return names.size() > k_shown ? fmt::format("{} and {} more", text, names.size() - k_shown)
                                  : text;
}

} // namespace syncctl::mapping
