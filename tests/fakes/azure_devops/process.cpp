#include "fakes/azure_devops/process.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::fakes {

namespace {

std::vector<FieldDefinition> system_fields()
{
    const auto stamp = [](const char* reference, const char* name, const char* type) {
        return FieldDefinition{
            .reference = reference, .name = name, .type = type, .is_read_only = true};
    };
    const auto person = [](const char* reference, const char* name, bool is_read_only) {
        return FieldDefinition{.reference = reference,
                               .name = name,
                               .is_read_only = is_read_only,
                               .is_identity = true};
    };
    const auto field = [](const char* reference, const char* name, const char* type) {
        return FieldDefinition{.reference = reference, .name = name, .type = type};
    };
    // The tree paths are listed as read-only, though they can be written.
    return {stamp("System.Id", "ID", "integer"),
            stamp("System.Rev", "Rev", "integer"),
            stamp("System.AreaPath", "Area Path", "treePath"),
            stamp("System.IterationPath", "Iteration Path", "treePath"),
            stamp("System.AreaId", "Area ID", "integer"),
            stamp("System.IterationId", "Iteration ID", "integer"),
            stamp("System.NodeName", "Node Name", "string"),
            field("System.TeamProject", "Team Project", "string"),
            field("System.WorkItemType", "Work Item Type", "string"),
            field("System.State", "State", "string"),
            field("System.Reason", "Reason", "string"),
            person("System.AssignedTo", "Assigned To", false),
            stamp("System.CreatedDate", "Created Date", "dateTime"),
            person("System.CreatedBy", "Created By", true),
            stamp("System.ChangedDate", "Changed Date", "dateTime"),
            person("System.ChangedBy", "Changed By", true),
            stamp("System.RevisedDate", "Revised Date", "dateTime"),
            stamp("System.AuthorizedDate", "Authorized Date", "dateTime"),
            stamp("System.Watermark", "Watermark", "integer"),
            stamp("System.CommentCount", "Comment Count", "integer"),
            stamp("System.IsDeleted", "Is Deleted", "boolean"),
            field("System.Title", "Title", "string"),
            field("System.Description", "Description", "html"),
            field("System.History", "History", "history"),
            field("System.Tags", "Tags", "plainText"),
            stamp("Microsoft.VSTS.Common.StateChangeDate", "State Change Date", "dateTime"),
            field("Microsoft.VSTS.Common.Priority", "Priority", "integer"),
            field("Microsoft.VSTS.Common.Severity", "Severity", "string"),
            field("Microsoft.VSTS.Common.ValueArea", "Value Area", "string"),
            field("Microsoft.VSTS.TCM.ReproSteps", "Repro Steps", "html"),
            field("Microsoft.VSTS.Scheduling.RemainingWork", "Remaining Work", "double"),
            field("Microsoft.VSTS.Scheduling.StoryPoints", "Story Points", "double"),
            field("Microsoft.VSTS.Scheduling.DueDate", "Due Date", "dateTime")};
}

std::vector<TypeField> common_fields(const std::string& first_state,
                                     const std::vector<std::string>& states)
{
    std::vector<TypeField> fields;
    for (const char* reference : {"System.Id",
                                  "System.Rev",
                                  "System.AreaPath",
                                  "System.IterationPath",
                                  "System.AreaId",
                                  "System.IterationId",
                                  "System.NodeName",
                                  "System.TeamProject",
                                  "System.WorkItemType",
                                  "System.Reason",
                                  "System.AssignedTo",
                                  "System.CreatedDate",
                                  "System.CreatedBy",
                                  "System.ChangedDate",
                                  "System.ChangedBy",
                                  "System.RevisedDate",
                                  "System.AuthorizedDate",
                                  "System.Watermark",
                                  "System.CommentCount",
                                  "System.Description",
                                  "System.History",
                                  "System.Tags",
                                  "Microsoft.VSTS.Common.StateChangeDate",
                                  "Microsoft.VSTS.Scheduling.DueDate"}) {
        fields.push_back(
            {.reference = reference, .is_required = false, .allowed = {}, .default_value = {}});
    }
    fields.push_back(
        {.reference = "System.Title", .is_required = true, .allowed = {}, .default_value = {}});
    fields.push_back({.reference = "System.State",
                      .is_required = true,
                      .allowed = states,
                      .default_value = first_state});
    fields.push_back({.reference = "Microsoft.VSTS.Common.Priority",
                      .is_required = false,
                      .allowed = {"1", "2", "3", "4"},
                      .default_value = "2"});
    return fields;
}

WorkItemType
work_item_type(std::string name, std::string category, std::vector<StateDefinition> states)
{
    std::vector<std::string> names;
    std::vector<Transition> transitions{
        {.from = "", .to = states.front().name, .reasons = {states.front().name}}};
    for (const StateDefinition& to : states) {
        names.push_back(to.name);
        for (const StateDefinition& from : states) {
            if (from.name != to.name) {
                transitions.push_back(
                    {.from = from.name, .to = to.name, .reasons = {"Moved to state " + to.name}});
            }
        }
    }
    std::string compact = name;
    std::erase(compact, ' ');
    auto fields = common_fields(states.front().name, names);
    return {.name = std::move(name),
            .reference = "Microsoft.VSTS.WorkItemTypes." + compact,
            .category = std::move(category),
            .states = std::move(states),
            .transitions = std::move(transitions),
            .fields = std::move(fields)};
}

} // namespace

const TypeField* WorkItemType::field(std::string_view wanted) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const TypeField& field) {
        return same_text(field.reference, wanted);
    });
    return found == fields.end() ? nullptr : &*found;
}

const Transition* WorkItemType::transition(std::string_view from, std::string_view to) const
{
    const auto found =
        std::find_if(transitions.begin(), transitions.end(), [&](const Transition& transition) {
            return transition.from == from && transition.to == to;
        });
    return found == transitions.end() ? nullptr : &*found;
}

const FieldDefinition* Process::field(std::string_view wanted) const
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const FieldDefinition& field) {
            return same_text(field.reference, wanted) || same_text(field.name, wanted);
        });
    return found == fields.end() ? nullptr : &*found;
}

const WorkItemType* Process::type(std::string_view wanted) const
{
    const auto found = std::find_if(types.begin(), types.end(), [&](const WorkItemType& type) {
        return same_text(type.name, wanted) || same_text(type.reference, wanted);
    });
    return found == types.end() ? nullptr : &*found;
}

WorkItemType* Process::type(std::string_view wanted)
{
    return const_cast<WorkItemType*>(
        std::as_const(*this).type(wanted)); // NOLINT: the object is ours
}

Process agile_process()
{
    Process process{.name = "Agile", .fields = system_fields(), .types = {}};
    auto bug = work_item_type("Bug",
                              "Microsoft.BugCategory",
                              {{.name = "New", .category = "Proposed"},
                               {.name = "Active", .category = "InProgress", .color = "007acc"},
                               {.name = "Resolved", .category = "Resolved", .color = "ff9d00"},
                               {.name = "Closed", .category = "Completed", .color = "339933"}});
    bug.fields.push_back({.reference = "Microsoft.VSTS.Common.Severity",
                          .is_required = false,
                          .allowed = {"1 - Critical", "2 - High", "3 - Medium", "4 - Low"},
                          .default_value = "3 - Medium"});
    bug.fields.push_back({.reference = "Microsoft.VSTS.TCM.ReproSteps",
                          .is_required = false,
                          .allowed = {},
                          .default_value = {}});
    auto story = work_item_type("User Story",
                                "Microsoft.RequirementCategory",
                                {{.name = "New", .category = "Proposed"},
                                 {.name = "Active", .category = "InProgress", .color = "007acc"},
                                 {.name = "Resolved", .category = "Resolved", .color = "ff9d00"},
                                 {.name = "Closed", .category = "Completed", .color = "339933"},
                                 {.name = "Removed", .category = "Removed", .color = "ffffff"}});
    story.fields.push_back({.reference = "Microsoft.VSTS.Scheduling.StoryPoints",
                            .is_required = false,
                            .allowed = {},
                            .default_value = {}});
    story.fields.push_back({.reference = "Microsoft.VSTS.Common.ValueArea",
                            .is_required = true,
                            .allowed = {"Architectural", "Business"},
                            .default_value = "Business"});
    auto task = work_item_type("Task",
                               "Microsoft.TaskCategory",
                               {{.name = "New", .category = "Proposed"},
                                {.name = "Active", .category = "InProgress", .color = "007acc"},
                                {.name = "Closed", .category = "Completed", .color = "339933"},
                                {.name = "Removed", .category = "Removed", .color = "ffffff"}});
    task.fields.push_back({.reference = "Microsoft.VSTS.Scheduling.RemainingWork",
                           .is_required = false,
                           .allowed = {},
                           .default_value = {}});
    process.types = {std::move(bug), std::move(story), std::move(task)};
    return process;
}

Process basic_process()
{
    const std::vector<StateDefinition> states{
        {.name = "To Do", .category = "Proposed"},
        {.name = "Doing", .category = "InProgress", .color = "007acc"},
        {.name = "Done", .category = "Completed", .color = "339933"}};
    Process process{.name = "Basic", .fields = system_fields(), .types = {}};
    process.types = {work_item_type("Issue", "Microsoft.RequirementCategory", states),
                     work_item_type("Task", "Microsoft.TaskCategory", states),
                     work_item_type("Epic", "Microsoft.EpicCategory", states)};
    process.types[1].fields.push_back({.reference = "Microsoft.VSTS.Scheduling.RemainingWork",
                                       .is_required = false,
                                       .allowed = {},
                                       .default_value = {}});
    return process;
}

} // namespace syncctl::fakes
