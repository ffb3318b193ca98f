#include "import_plan.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::app {

bool is_usable_text(const std::string& text)
{
    constexpr std::size_t k_longest_text = 4096;
    return text.size() <= k_longest_text && base::term_safe(text) == text;
}

std::string
NameGiver::name_for(std::string_view kind, std::string_view older, std::int64_t older_id)
{
    constexpr std::size_t k_longest = 48;
    std::string name;
    for (const char letter : older.substr(0, k_longest)) {
        const bool is_plain = (letter >= 'a' && letter <= 'z') ||
                              (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        if (is_plain || (!name.empty() && (letter == '.' || letter == '_'))) {
            name += letter;
        } else if (!name.empty() && name.back() != '-') {
            name += '-';
        }
    }
    while (name.ends_with('-')) {
        name.pop_back();
    }
    if (name.empty()) {
        name = kind;
    }
    if (!m_taken.insert(name).second || name == kind) {
        name += fmt::format("-{}", older_id);
        m_taken.insert(name);
    }
    return name;
}

ImportPlan
plan_import(const OlderSource& source, const connectors::Registry& registry, base::Log& log)
{
    ImportPlan plan;
    MadeConnectors made;
    plan_connectors(source, registry, log, plan, made);
    plan_pairs(source, plan, made);
    const bool has_credentials =
        std::any_of(plan.connectors.begin(), plan.connectors.end(), [](const auto& each) {
            return !each.credentials.fields.empty();
        });
    if (has_credentials && source.key->is_weak()) {
        plan.warnings.emplace_back(
            "the key of the older tool was published, or made from a passphrase with a salt that "
            "everybody knows: whoever had a copy of its file may have the credentials; renew them "
            "at the trackers");
    }
    return plan;
}

} // namespace syncctl::app
