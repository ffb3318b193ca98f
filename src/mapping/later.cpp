#include "later.hpp"

#include <algorithm>
#include <array>

namespace syncctl::mapping {
namespace {

constexpr std::array<LaterTransform, 20> k_later{{
    {"regex_replace", "", false},
    {"date", "formatDateISO", false},
    {"day", "formatDateShort", false},
    {"list", "", false},
    {"split", "", false},
    {"join", "concat", false},
    {"username", "emailToUsername", true},
    {"user", "", false},
    {"priority_text", "azurePriorityToText", false},
    {"text_priority", "textToAzurePriority", false},
    {"sdp_priority", "azureToServiceDeskPriority", false},
    {"ado_priority", "serviceDeskToAzurePriority", false},
    {"html_text", "stripHtml", false},
    {"text_html", "textToHtml", false},
    {"html", "", false},
    {"markdown_html", "", false},
    {"html_markdown", "", false},
    {"markdown_text", "markdownToText", false},
    {"path_root", "extractProjectFromPath", true},
    {"path_reroot", "replaceProjectInPath", false},
}};

} // namespace

const LaterTransform* find_later_transform(std::string_view name)
{
    if (name.empty()) {
        return nullptr;
    }
    const auto* found = std::find_if(k_later.begin(), k_later.end(), [name](const auto& later) {
        return later.name == name || later.older_name == name;
    });
    return found == k_later.end() ? nullptr : found;
}

} // namespace syncctl::mapping
