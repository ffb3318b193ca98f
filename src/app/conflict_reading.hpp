#pragma once

#include "syncctl/app/conflict_items.hpp"
#include "syncctl/mapping/rules.hpp"

#include <optional>
#include <string>

namespace syncctl::app {

/// The values of one disputed field on the way to a person and back.
class ConflictReading {
public:
    /// \param name of the source's field, for messages
    /// \param rule nullopt when the mapping has none any more
    ConflictReading(std::string name,
                    std::optional<model::FieldInfo> source,
                    std::optional<model::FieldInfo> target,
                    std::optional<mapping::FieldRule> rule);

    /// HTML as plain text, everything else as it is.
    [[nodiscard]] std::string readable(model::Side side, const model::Value& value) const;
    /// nullopt for what is no text, and when the target's cannot be had in terms of the source.
    [[nodiscard]] std::optional<EditableText> editable(const model::Conflict& conflict) const;
    [[nodiscard]] WrittenValue typed(const std::string& text) const;
    /// \param text of a file that editable() was written to
    [[nodiscard]] WrittenValue edited(const model::Conflict& conflict,
                                      const std::string& text) const;

private:
    [[nodiscard]] model::FieldType type() const;
    [[nodiscard]] std::optional<std::string> in_source_terms(const model::Conflict& conflict) const;
    [[nodiscard]] WrittenValue checked(model::Value value) const;

    std::string m_name;
    model::BothSides<std::optional<model::FieldInfo>> m_fields;
    std::optional<mapping::FieldRule> m_rule;
};

} // namespace syncctl::app
