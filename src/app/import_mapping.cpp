#include "import_plan.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace syncctl::app {

namespace {

/// Every rule is tried together with those before it.
constexpr std::size_t k_most_rules = 500;

/// ServiceDesk Plus: the older tool names what a field holds (`priority.name`), we name the field.
std::string reference_of(std::string_view older)
{
    constexpr std::string_view k_name = ".name";
    if (older.ends_with(k_name) && older.find('.') == older.size() - k_name.size()) {
        older.remove_suffix(k_name.size());
    }
    return std::string{older};
}

/// What `types` and `statuses` are about has no field rule.
bool is_type_or_status(std::string_view reference)
{
    return reference == "System.State" || reference == "System.WorkItemType" ||
           reference == "status";
}

/// Arguments that the older tool has by itself.
std::vector<std::string> default_arguments(std::string_view function)
{
    if (function == "concat") {
        return {" "};
    }
    if (function == "split") {
        return {","};
    }
    return {};
}

/// What is wrong with a transformation is said by throwing, as for the documents it is read from.
[[noreturn]] void refuse(const std::string& why)
{
    throw Error{ErrorCode::document, why};
}

std::string argument_text(const nlohmann::json& argument)
{
    if (argument.is_string()) {
        auto text = argument.get<std::string>();
        if (text.starts_with("$context.")) {
            refuse("it uses " + shown(text) + ", which has no value here");
        }
        return text;
    }
    if (argument.is_number() || argument.is_boolean()) {
        return base::dump_json(argument);
    }
    refuse("its transformation has an argument that is neither text nor number");
}

model::TransformStep step_of(const nlohmann::json& one)
{
    model::TransformStep step;
    if (one.is_string()) {
        step.name = one.get<std::string>();
    } else if (one.is_object() && one.contains("name") && one["name"].is_string()) {
        step.name = one["name"].get<std::string>();
        if (one.contains("args") && one["args"].is_array()) {
            for (const auto& argument : one["args"]) {
                step.arguments.push_back(argument_text(argument));
            }
        }
    } else {
        refuse("its transformation cannot be read");
    }
    if (step.arguments.empty()) {
        step.arguments = default_arguments(step.name);
    }
    if (step.name == "replace") {
        step.name = "regex_replace"; // the older one takes a pattern
    }
    return step;
}

/// A name, or JSON: a name, `{name, args}`, `{chain: [...]}`.
std::vector<model::TransformStep> chain_of(const store::OlderFieldRule& rule)
{
    constexpr base::JsonLimits k_limits{.max_bytes = 16U << 10U, .max_depth = 8, .max_nodes = 1000};
    if (rule.function.empty()) {
        return {};
    }
    nlohmann::json config = rule.function;
    if (rule.function.find_first_of("{[\"") == 0) {
        config = base::parse_json(rule.function, k_limits);
    }
    if (!rule.config.empty() && rule.config != "null" && rule.config != "{}" &&
        rule.config != "[]") {
        refuse("its transformation_config was never read by the older tool");
    }
    if (!config.is_object() || !config.contains("chain")) {
        return {step_of(config)};
    }
    if (!config["chain"].is_array()) {
        refuse("its transformation cannot be read");
    }
    std::vector<model::TransformStep> chain;
    for (const auto& one : config["chain"]) {
        chain.push_back(step_of(one));
    }
    return chain;
}

std::string rule_name(std::string_view source, std::string_view target)
{
    return fmt::format("{} -> {}",
                       source.empty() ? "(nothing)" : shown(source),
                       target.empty() ? "(nothing)" : shown(target));
}

/// Rules that are tried one after the other on top of those that were taken.
class RuleCollector {
public:
    RuleCollector(PlannedMapping& mapping, const mapping::Surroundings& surroundings)
        : m_mapping{mapping}, m_surroundings{surroundings}
    {
    }

    /// The first form that compiles is taken.
    void add(const std::string& what, const std::vector<model::MappingRows>& forms)
    {
        std::string reason = "too many rules";
        if (++m_tried <= k_most_rules) {
            for (const auto& form : forms) {
                auto problem = problem_of(form);
                if (!problem) {
                    m_mapping.rows = form;
                    ++m_mapping.rules;
                    return;
                }
                reason = std::move(*problem);
            }
        }
        leave_out(what, reason);
    }

    void leave_out(const std::string& what, std::string_view why)
    {
        m_mapping.left_out.push_back(fmt::format("{}: {}", what, why));
    }

    [[nodiscard]] const model::MappingRows& rows() const { return m_mapping.rows; }

private:
    [[nodiscard]] std::optional<std::string> problem_of(const model::MappingRows& rows) const
    {
        const auto document =
            mapping::to_document(rows, m_surroundings.source_name, m_surroundings.target_name);
        for (const auto& diagnostic : mapping::compile(document, m_surroundings).diagnostics) {
            if (diagnostic.severity == mapping::Severity::error) {
                return diagnostic.message;
            }
        }
        return std::nullopt;
    }

    PlannedMapping& m_mapping;
    const mapping::Surroundings& m_surroundings;
    std::size_t m_tried = 0;
};

/// The active type rules of a pair, by their id.
using TypeRules = std::map<std::int64_t, const store::OlderTypeRule*>;

TypeRules add_types(RuleCollector& collector,
                    const store::OlderContent& content,
                    std::int64_t pair,
                    model::Arrow arrow)
{
    TypeRules rules;
    for (const auto& rule : content.types) {
        if (rule.pair != pair || !rule.is_active) {
            continue;
        }
        const auto what = "type " + rule_name(rule.source, rule.target);
        if (rule.source.empty() || rule.target.empty()) {
            collector.leave_out(what, "it maps a type that does not exist");
            continue;
        }
        auto form = collector.rows();
        form.types.push_back(
            {.source_type = rule.source, .target_type = rule.target, .arrow = arrow});
        const auto before = collector.rows().types.size();
        collector.add(what, {std::move(form)});
        if (collector.rows().types.size() > before) {
            rules.emplace(rule.id, &rule);
        }
    }
    return rules;
}

void add_statuses(RuleCollector& collector,
                  const store::OlderContent& content,
                  const TypeRules& types,
                  model::Arrow arrow)
{
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& rule : content.statuses) {
        if (types.count(rule.type_rule) == 0) {
            continue;
        }
        const auto source = rule.is_constant ? std::string{"_"} : rule.source;
        const auto& target = rule.is_constant ? rule.constant : rule.target;
        const auto what = "status " + rule_name(source, target);
        if (source.empty() || target.empty()) {
            collector.leave_out(what, "it maps a status that does not exist");
            continue;
        }
        // The older tool has one list for each type; the same line in each of them is one here.
        if (!seen.insert({source, target}).second) {
            continue;
        }
        std::vector<model::MappingRows> forms;
        for (const auto direction : {arrow, model::Arrow::to_target, model::Arrow::to_source}) {
            if (arrow != model::Arrow::both && direction != arrow) {
                continue;
            }
            auto form = collector.rows();
            form.statuses.push_back(
                {.source_status = source, .target_status = target, .arrow = direction});
            forms.push_back(std::move(form));
        }
        collector.add(what, forms);
    }
}

/// The same rule of several types.
struct FieldGroup {
    const store::OlderFieldRule* rule = nullptr;
    std::vector<std::string> types; ///< of the source
};

std::vector<FieldGroup> grouped(const store::OlderContent& content, const TypeRules& types)
{
    using Key = std::tuple<std::string, std::string, bool, std::string, std::string, std::string>;
    std::map<Key, std::size_t> places;
    std::vector<FieldGroup> groups;
    for (const auto& rule : content.fields) {
        const auto type = types.find(rule.type_rule);
        if (type == types.end() || !rule.is_active) {
            continue;
        }
        const Key key{
            rule.source, rule.target, rule.is_constant, rule.constant, rule.function, rule.config};
        const auto [place, is_new] = places.emplace(key, groups.size());
        if (is_new) {
            groups.push_back({.rule = &rule, .types = {}});
        }
        auto& names = groups[place->second].types;
        if (std::find(names.begin(), names.end(), type->second->source) == names.end()) {
            names.push_back(type->second->source);
        }
    }
    return groups;
}

void add_field(RuleCollector& collector,
               const FieldGroup& group,
               std::size_t type_count,
               model::Arrow arrow)
{
    const auto& older = *group.rule;
    const auto what =
        "field " + rule_name(older.is_constant ? "constant" : older.source, older.target);
    if (older.target.empty() || (!older.is_constant && older.source.empty())) {
        collector.leave_out(what, "it maps a field that does not exist");
        return;
    }
    model::FieldMappingRow row;
    row.target_field = reference_of(older.target);
    row.source_field = older.is_constant ? std::string{} : reference_of(older.source);
    if (is_type_or_status(row.target_field) || is_type_or_status(row.source_field)) {
        collector.leave_out(what, "types and statuses have their own sections here");
        return;
    }
    if (group.types.size() < type_count) {
        row.only_types = group.types;
    }
    try {
        if (older.is_constant) {
            row.constant = older.constant;
        } else {
            row.chain = chain_of(older);
        }
    } catch (const Error& error) {
        collector.leave_out(what, error.message());
        return;
    }
    // One way at least, where there is no way back.
    std::vector<model::MappingRows> forms;
    for (const auto direction : {arrow, model::Arrow::to_target}) {
        row.arrow = older.is_constant ? model::Arrow::to_target : direction;
        auto form = collector.rows();
        form.fields.push_back(row);
        forms.push_back(std::move(form));
    }
    collector.add(what, forms);
}

} // namespace

PlannedMapping plan_mapping(const store::OlderContent& content,
                            const store::OlderPair& older,
                            model::Direction direction,
                            std::string_view source_name,
                            std::string_view target_name)
{
    PlannedMapping mapping;
    const mapping::Surroundings surroundings{.source_name = std::string{source_name},
                                             .target_name = std::string{target_name},
                                             .source = nullptr,
                                             .target = nullptr,
                                             .direction = direction,
                                             .default_strategy = model::Strategy::last_write_wins};
    const auto strategy = model::strategy_from(older.strategy);
    if (!strategy && !older.strategy.empty()) {
        mapping.left_out.push_back(fmt::format("conflict_resolution {}: it is last-write-wins here",
                                               shown(older.strategy)));
    }
    mapping.rows.default_strategy = strategy.value_or(model::Strategy::last_write_wins);
    const auto arrow =
        direction == model::Direction::both ? model::Arrow::both : model::Arrow::to_target;
    RuleCollector collector{mapping, surroundings};
    const auto types = add_types(collector, content, older.id, arrow);
    if (types.empty()) {
        return mapping;
    }
    add_statuses(collector, content, types, arrow);
    for (const auto& group : grouped(content, types)) {
        add_field(collector, group, types.size(), arrow);
    }
    // Once more through the compiler, which writes older names of transforms as they are called
    // now.
    const auto first = mapping::compile(
        mapping::to_document(mapping.rows, source_name, target_name), surroundings);
    mapping.document =
        "# From the older tool; names are checked once both connectors are discovered.\n" +
        mapping::to_document(first.rows, source_name, target_name);
    mapping.rows = mapping::compile(mapping.document, surroundings).rows;
    return mapping;
}

} // namespace syncctl::app
