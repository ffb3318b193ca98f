#pragma once

#include "fakes/text.hpp"

#include <string>
#include <vector>

namespace syncctl::fakes {

/// A field of the organization, as `_apis/wit/fields` lists it.
struct FieldDefinition {
    std::string reference;
    std::string name;
    std::string type = "string"; ///< string, integer, double, dateTime, plainText, html, treePath,
                                 ///< history, boolean, identity, guid
    bool is_read_only = false;
    bool is_identity = false;
    std::string picklist_id = {}; ///< empty: no picklist
    bool is_suggested = false;    ///< a picklist that takes other values as well
};

/// A field as one work item type has it.
struct TypeField {
    std::string reference;
    bool is_required = false;
    std::vector<std::string> allowed; ///< empty: any
    std::string default_value;        ///< empty: none
};

struct StateDefinition {
    std::string name;
    std::string category; ///< Proposed, InProgress, Resolved, Completed, Removed
    std::string color = "b2b2b2";
};

/// The first of the reasons is the default one.
struct Transition {
    std::string from; ///< empty: on create
    std::string to;
    std::vector<std::string> reasons;
};

struct WorkItemType {
    std::string name;
    std::string reference;
    std::string category; ///< of the category list, such as Microsoft.BugCategory
    std::vector<StateDefinition> states;
    std::vector<Transition> transitions;
    std::vector<TypeField> fields;
    bool is_disabled = false;

    [[nodiscard]] const TypeField* field(std::string_view reference) const;
    [[nodiscard]] const Transition* transition(std::string_view from, std::string_view to) const;
};

/// What a project's items may look like.
struct Process {
    std::string name;
    std::vector<FieldDefinition> fields;
    std::vector<WorkItemType> types;

    /// By reference or friendly name, any case.
    [[nodiscard]] const FieldDefinition* field(std::string_view name) const;
    [[nodiscard]] const WorkItemType* type(std::string_view name) const;
    [[nodiscard]] WorkItemType* type(std::string_view name);
};

/// Bug (New, Active, Resolved, Closed), User Story (New, Active, Resolved, Closed, Removed), Task
/// (New, Active, Closed, Removed). Any state can follow any other.
[[nodiscard]] Process agile_process();
/// Issue, Task and Epic, all with To Do, Doing, Done.
[[nodiscard]] Process basic_process();

} // namespace syncctl::fakes
