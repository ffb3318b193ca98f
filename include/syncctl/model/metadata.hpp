#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::model {

enum class FieldType { text, html, markdown, number, boolean, date, choice, user, list, status };
enum class StatusCategory { proposed, in_progress, resolved, completed, removed };

[[nodiscard]] std::string_view to_string(FieldType type);
[[nodiscard]] std::string_view to_string(StatusCategory category);
[[nodiscard]] std::optional<FieldType> field_type_from(std::string_view text);
[[nodiscard]] std::optional<StatusCategory> status_category_from(std::string_view text);

struct StatusInfo {
    std::string name;
    StatusCategory category = StatusCategory::proposed;
};

struct FieldInfo {
    std::string name;
    std::string reference; ///< key in the item; what a mapping names
    FieldType type = FieldType::text;
    bool is_required = false;
    bool is_readonly = false;
    std::optional<std::size_t> max_length; ///< code points
    std::vector<std::string> allowed;      ///< for choice; empty = anything
};

/// A work item type with what it offers.
struct TypeInfo {
    std::string name;
    std::vector<StatusInfo> statuses;
    std::vector<FieldInfo> fields;
    /// Status -> statuses that the workflow lets follow it; empty: every change is allowed, or it
    /// is not known which are.
    std::map<std::string, std::vector<std::string>> transitions{};

    [[nodiscard]] const FieldInfo* find_field(std::string_view reference_or_name) const;
    /// The one field of type status, or nullptr.
    [[nodiscard]] const FieldInfo* status_field() const;
    [[nodiscard]] const StatusInfo* find_status(std::string_view status_name) const;
};

/// Everything a connector knows about its tracker's shape.
struct Metadata {
    std::vector<TypeInfo> types;
    [[nodiscard]] const TypeInfo* find_type(std::string_view type_name) const;
};

} // namespace syncctl::model
