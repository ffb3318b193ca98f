#include "mapping_lines.hpp"

#include "syncctl/app/mapping_revisions.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace syncctl::app {

namespace {

using Change = RuleChange::Kind;

/// One rule, ready to be compared whatever its section.
struct Rule {
    std::string key;     ///< what makes it the same rule in both revisions
    std::string text;    ///< for people
    std::string content; ///< everything that it says; the text and what the text leaves out
    std::vector<std::string> types{};
};

/// Tables and people belong to the rules that name them.
std::string content_of(const model::FieldMappingRow& row, const std::string& text)
{
    auto content = text;
    for (const auto& step : row.chain) {
        for (const auto& line : step.table) {
            content +=
                fmt::format("\n{}\t{}\t{}", line.source, model::to_string(line.arrow), line.target);
        }
        if (!step.users) {
            continue;
        }
        content += step.users->match_address ? "\nby address" : "\nby table";
        for (const auto side : model::k_sides) {
            const auto& unknown = step.users->unknown[side];
            content += fmt::format("\n{} {}", static_cast<int>(unknown.rule), unknown.substitute);
        }
    }
    return content;
}

template <class Row>
std::vector<Rule> plain_rules(const std::vector<Row>& rows)
{
    std::vector<Rule> rules;
    for (const auto& row : rows) {
        const auto line = line_of(row);
        const auto text = text_of(line);
        rules.push_back({.key = line.source + "\t" + line.target, .text = text, .content = text});
    }
    return rules;
}

std::vector<Rule> type_rules(const model::MappingRows& rows)
{
    auto rules = plain_rules(rows.types);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        rules[i].types = {rows.types[i].source_type, rows.types[i].target_type};
    }
    return rules;
}

std::vector<Rule> status_rules(const model::MappingRows& rows)
{
    auto rules = plain_rules(rows.statuses);
    if (rows.unlisted_statuses_by_category) {
        rules.push_back({.key = {}, .text = "unlisted by category", .content = {}});
    }
    return rules;
}

std::vector<Rule> field_rules(const model::MappingRows& rows)
{
    auto rules = plain_rules(rows.fields);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        rules[i].content = content_of(rows.fields[i], rules[i].text);
        rules[i].types = rows.fields[i].only_types;
    }
    return rules;
}

std::vector<Rule> default_rules(const model::MappingRows& rows)
{
    std::vector<Rule> rules;
    for (const auto side : model::k_sides) {
        for (const auto& [field, value] : rows.defaults[side]) {
            const auto text = fmt::format("{}: {} = {}", model::to_string(side), field, value);
            rules.push_back({.key = fmt::format("{}\t{}", model::to_string(side), field),
                             .text = text,
                             .content = text});
        }
    }
    return rules;
}

std::vector<Rule> word_rule(std::string_view word)
{
    return {{.key = {}, .text = std::string{word}, .content = std::string{word}}};
}

/// Appends how the rules of one section differ.
void compare(const std::string& section,
             const std::vector<Rule>& before,
             const std::vector<Rule>& after,
             std::vector<RuleChange>& changes)
{
    // Several rules may have one key, each for other types: the first goes with the first.
    std::multimap<std::string, const Rule*> older;
    for (const auto& rule : before) {
        older.emplace(rule.key, &rule);
    }
    for (const auto& rule : after) {
        const auto found = older.lower_bound(rule.key);
        if (found == older.end() || found->first != rule.key) {
            changes.push_back({.kind = Change::added,
                               .section = section,
                               .before = {},
                               .after = rule.text,
                               .types = rule.types});
            continue;
        }
        const auto& old = *found->second;
        if (old.content != rule.content) {
            auto types = rule.types;
            if (types.empty() || old.types.empty()) {
                types.clear();
            } else {
                types.insert(types.end(), old.types.begin(), old.types.end());
            }
            changes.push_back({.kind = Change::changed,
                               .section = section,
                               .before = old.text,
                               .after = rule.text,
                               .types = std::move(types)});
        }
        older.erase(found);
    }
    for (const auto& rule : before) {
        const auto [first, last] = older.equal_range(rule.key);
        for (auto left = first; left != last; ++left) {
            if (left->second == &rule) {
                changes.push_back({.kind = Change::removed,
                                   .section = section,
                                   .before = rule.text,
                                   .after = {},
                                   .types = rule.types});
                break;
            }
        }
    }
}

/// The next run looks at values by these; the others say what becomes of items without a partner,
/// of deletions and of conflicts to come.
bool goes_by(const RuleChange& change)
{
    return change.section == "type" || change.section == "status" || change.section == "field";
}

bool is_about(const RuleChange& change, const store::TypesCount& count)
{
    if (!goes_by(change)) {
        return false;
    }
    const auto names = [&change](const std::string& type) {
        return std::find(change.types.begin(), change.types.end(), type) != change.types.end();
    };
    if (change.section == "type") {
        return names(count.source_type) && names(count.target_type);
    }
    return change.types.empty() || names(count.source_type) || names(count.target_type);
}

} // namespace

std::string_view to_string(RuleChange::Kind kind)
{
    switch (kind) {
    case Change::added:
        return "added";
    case Change::removed:
        return "removed";
    case Change::changed:
        return "changed";
    }
    return {};
}

std::vector<RuleChange> compare_rules(const model::MappingRows& before,
                                      const model::MappingRows& after)
{
    std::vector<RuleChange> changes;
    compare("type", type_rules(before), type_rules(after), changes);
    compare("status", status_rules(before), status_rules(after), changes);
    compare("field", field_rules(before), field_rules(after), changes);
    compare("match", plain_rules(before.match), plain_rules(after.match), changes);
    compare("default", default_rules(before), default_rules(after), changes);
    compare("conflicts",
            word_rule(to_string(before.default_strategy)),
            word_rule(to_string(after.default_strategy)),
            changes);
    compare("deletes",
            word_rule(to_string(before.deletes)),
            word_rule(to_string(after.deletes)),
            changes);
    return changes;
}

std::string summary_of(const std::vector<RuleChange>& changes)
{
    constexpr std::array<std::array<std::string_view, 2>, 5> k_counted{{{"type", "types"},
                                                                        {"status", "statuses"},
                                                                        {"field", "fields"},
                                                                        {"match", "match rules"},
                                                                        {"default", "defaults"}}};
    std::vector<std::string> parts;
    for (const auto& [section, plural] : k_counted) {
        for (const auto kind : {Change::added, Change::changed, Change::removed}) {
            const auto count = std::count_if(
                changes.begin(), changes.end(), [kind, name = section](const RuleChange& change) {
                    return change.kind == kind && change.section == name;
                });
            if (count > 0) {
                parts.push_back(fmt::format(
                    "{} {}",
                    base::counted(static_cast<std::size_t>(count),
                                  section == "match" ? std::string_view{"match rule"} : section,
                                  plural),
                    to_string(kind)));
            }
        }
    }
    for (const auto& change : changes) {
        if (change.section == "conflicts" || change.section == "deletes") {
            parts.push_back(fmt::format("{}: {}", change.section, change.after));
        }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

MappingImpact impact_of(store::Store& store, base::PairId pair, std::vector<RuleChange> changes)
{
    MappingImpact impact{.changes = std::move(changes)};
    for (const auto& count : store.links.count_by_types(pair)) {
        impact.links += count.links;
        const bool is_concerned =
            std::any_of(impact.changes.begin(),
                        impact.changes.end(),
                        [&count](const RuleChange& change) { return is_about(change, count); });
        impact.concerned_links += is_concerned ? count.links : 0;
    }
    return impact;
}

} // namespace syncctl::app
