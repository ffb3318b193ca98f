#pragma once

#include "fakes/azure_devops/call.hpp"

namespace syncctl::fakes {

/// An IdentityRef.
[[nodiscard]] Json person_json(const World& world, const Person& person);
/// `Name <mail>` for a stored IdentityRef.
[[nodiscard]] std::string person_text(const Json& identity);

enum class Expand { none, relations, fields, links, all };
/// By name, any case, or by number; empty is none. \throws Refusal
[[nodiscard]] Expand expand_of(const std::string& text);

struct ItemView {
    std::vector<std::string> fields; ///< references; empty: all
    Expand expand = Expand::none;
    bool has_computed = true; ///< of all fields: those that are computed, such as System.Id
};

/// References of field names. \throws Refusal{400} for unknown ones, and for fields with an expand
[[nodiscard]] ItemView
item_view(const World& world, const std::vector<std::string>& fields, const std::string& expand);
[[nodiscard]] Json
item_json(const World& world, int id, const Revision& revision, const ItemView& view);
/// Null when it is empty.
[[nodiscard]] Json
field_value(const World& world, int id, const Revision& revision, std::string_view reference);
/// All fields of a revision, with those that are computed.
[[nodiscard]] Json all_fields(const World& world, int id, const Revision& revision);
[[nodiscard]] Refusal unreadable_item(int id);
[[nodiscard]] const FieldDefinition* any_field(const World& world, std::string_view name);

/// A patch as it came. \throws Refusal
struct PatchRequest {
    const Project* project = nullptr;   ///< null: the item's
    const WorkItemType* type = nullptr; ///< of a create, else null
    Item* item = nullptr;               ///< of an update, else null
    Json operations;
    bool is_validate_only = false;
    bool is_bypassing_rules = false;
};

struct Patched {
    int id = 0;
    Revision revision;
};

/// Carries it out, or only says what would come out. \throws Refusal, and then nothing was stored
[[nodiscard]] Patched apply_patch(World& world, const PatchRequest& request);

/// Into the recycle bin or out of it; destroyed items leave no trace.
void set_deleted(World& world, int id, bool is_deleted);
void destroy_item(World& world, int id);

} // namespace syncctl::fakes
