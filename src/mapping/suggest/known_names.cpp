#include "suggest/known_names.hpp"

#include "syncctl/base/text.hpp"

#include <array>
#include <map>
#include <span>

namespace syncctl::mapping {
namespace {

struct Entry {
    std::string_view name;
    std::string_view meaning;
    int weight;
};

constexpr std::array k_fields{
    Entry{"title", "title", 97},
    Entry{"subject", "title", 97},
    Entry{"summary", "title", 94},
    Entry{"headline", "title", 90},
    Entry{"short description", "title", 85},
    Entry{"name", "title", 70},
    // Azure DevOps shows a bug's steps in place of its description, which is there all the same.
    Entry{"repro steps", "description", 96},
    Entry{"steps to reproduce", "description", 96},
    Entry{"reproduction steps", "description", 96},
    Entry{"description", "description", 97},
    Entry{"body", "description", 90},
    Entry{"details", "description", 85},
    Entry{"long description", "description", 85},
    Entry{"content", "description", 75},
    Entry{"reason", "description", 60},
    Entry{"priority", "priority", 95},
    Entry{"prio", "priority", 95},
    Entry{"severity", "severity", 95},
    Entry{"impact", "severity", 80},
    Entry{"urgency", "severity", 70},
    Entry{"assigned to", "assignee", 95},
    Entry{"assignee", "assignee", 95},
    Entry{"technician", "assignee", 92},
    Entry{"owner", "assignee", 80},
    Entry{"agent", "assignee", 80},
    Entry{"responsible", "assignee", 85},
    Entry{"tags", "tags", 95},
    Entry{"labels", "tags", 95},
    Entry{"keywords", "tags", 85},
    Entry{"due date", "due date", 95},
    Entry{"due", "due date", 92},
    Entry{"due by", "due date", 92},
    Entry{"due by time", "due date", 92},
    Entry{"due by date", "due date", 92},
    Entry{"due time", "due date", 92},
    Entry{"deadline", "due date", 90},
    Entry{"target date", "due date", 80},
    Entry{"wanted by", "due date", 80},
    Entry{"finish date", "due date", 70},
    Entry{"start date", "start date", 95},
    Entry{"scheduled start", "start date", 80},
    Entry{"scheduled start time", "start date", 80},
    Entry{"category", "category", 92},
    Entry{"area", "category", 75},
    Entry{"area path", "category", 75},
    Entry{"component", "category", 75},
    Entry{"module", "category", 70},
    Entry{"resolution", "resolution", 90},
    Entry{"solution", "resolution", 75},
    Entry{"id", "own id", 95},
    Entry{"work item id", "own id", 95},
    Entry{"request id", "own id", 90},
    Entry{"display id", "own id", 90},
    Entry{"requester", "reporter", 90},
    Entry{"reporter", "reporter", 90},
    Entry{"created by", "reporter", 85},
    Entry{"opened by", "reporter", 85},
    Entry{"created date", "creation", 90},
    Entry{"created time", "creation", 90},
    Entry{"created", "creation", 90},
    Entry{"changed date", "change", 90},
    Entry{"changed by", "change", 90},
    Entry{"last updated time", "change", 90},
    Entry{"updated", "change", 85},
    Entry{"ticket", "partner", 80},
    Entry{"ticket id", "partner", 85},
    Entry{"ticket number", "partner", 85},
    Entry{"external id", "partner", 85},
    Entry{"external ticket", "partner", 80},
    Entry{"external reference", "partner", 80},
    Entry{"partner id", "partner", 85},
    Entry{"azure devops id", "partner", 85},
    Entry{"service desk plus id", "partner", 85},
    Entry{"bug id", "partner", 80},
};

constexpr std::array k_types{
    Entry{"bug", "defect", 90},
    Entry{"defect", "defect", 90},
    Entry{"incident", "defect", 90},
    Entry{"error", "defect", 80},
    Entry{"fault", "defect", 80},
    Entry{"problem", "defect", 75},
    Entry{"issue", "defect", 70},
    Entry{"ticket", "defect", 70},
    Entry{"user story", "wish", 90},
    Entry{"story", "wish", 90},
    Entry{"product backlog item", "wish", 90},
    Entry{"requirement", "wish", 85},
    Entry{"request for information", "wish", 90},
    Entry{"request", "wish", 90},
    Entry{"feature request", "wish", 85},
    Entry{"enhancement", "wish", 85},
    Entry{"feature", "wish", 75},
    // Most desks tie it to a template with forms and approvals of its own.
    Entry{"service request", "wish", 70},
    Entry{"task", "task", 90},
    Entry{"activity", "task", 85},
    Entry{"work order", "task", 85},
    Entry{"change", "change", 90},
    Entry{"change request", "change", 90},
};

constexpr std::array k_statuses{
    Entry{"new", "new", 90},           Entry{"open", "new", 90},
    Entry{"to do", "new", 90},         Entry{"proposed", "new", 85},
    Entry{"backlog", "new", 80},       Entry{"registered", "new", 80},
    Entry{"active", "work", 90},       Entry{"in progress", "work", 90},
    Entry{"doing", "work", 90},        Entry{"committed", "work", 80},
    Entry{"assigned", "work", 80},     Entry{"started", "work", 85},
    Entry{"on hold", "waiting", 90},   Entry{"onhold", "waiting", 90},
    Entry{"pending", "waiting", 85},   Entry{"waiting", "waiting", 90},
    Entry{"blocked", "waiting", 85},   Entry{"resolved", "resolved", 90},
    Entry{"fixed", "resolved", 90},    Entry{"closed", "closed", 90},
    Entry{"done", "closed", 90},       Entry{"completed", "closed", 90},
    Entry{"removed", "dropped", 90},   Entry{"canceled", "dropped", 90},
    Entry{"cancelled", "dropped", 90}, Entry{"rejected", "dropped", 85},
};

/// `weight` is the place in the scale.
constexpr std::array k_scale{
    Entry{"critical", "rank", 10},
    Entry{"urgent", "rank", 10},
    Entry{"highest", "rank", 10},
    Entry{"very high", "rank", 10},
    Entry{"blocker", "rank", 10},
    Entry{"affects business", "rank", 10},
    Entry{"high", "rank", 20},
    Entry{"major", "rank", 20},
    Entry{"affects department", "rank", 20},
    Entry{"medium", "rank", 30},
    Entry{"moderate", "rank", 30},
    Entry{"affects group", "rank", 30},
    Entry{"normal", "rank", 31}, // ServiceDesk Plus has both
    Entry{"low", "rank", 40},
    Entry{"minor", "rank", 40},
    Entry{"affects user", "rank", 40},
    Entry{"lowest", "rank", 50},
    Entry{"very low", "rank", 50},
    Entry{"trivial", "rank", 50},
};

using Index = std::map<std::string, KnownName, std::less<>>;

Index indexed(std::span<const Entry> entries)
{
    Index index;
    for (const auto& entry : entries) {
        index.emplace(words_of(entry.name).joined, KnownName{entry.meaning, entry.weight});
    }
    return index;
}

KnownName find(const Index& index, const NameWords& name)
{
    const auto found = index.find(name.joined);
    return found == index.end() ? KnownName{} : found->second;
}

} // namespace

KnownName known_field(const NameWords& name)
{
    static const auto index = indexed(k_fields);
    return find(index, name);
}

KnownName known_type(const NameWords& name)
{
    static const auto index = indexed(k_types);
    return find(index, name);
}

KnownName known_status(const NameWords& name)
{
    static const auto index = indexed(k_statuses);
    return find(index, name);
}

bool is_scale(std::string_view meaning)
{
    return meaning == "priority" || meaning == "severity";
}

bool is_kept_by_tracker(std::string_view meaning)
{
    return meaning == "own id" || meaning == "creation" || meaning == "change";
}

int scale_rank(const NameWords& value)
{
    static const auto index = indexed(k_scale);
    constexpr std::size_t k_max_digits = 2;
    if (!value.words.empty() && base::is_decimal(value.words.front(), k_max_digits)) {
        return std::stoi(value.words.front());
    }
    return find(index, value).weight;
}

} // namespace syncctl::mapping
