#include "node_reader.hpp"

#include "condition_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace syncctl::mapping {

std::string_view kind_of(const Node& node)
{
    switch (node.kind) {
    case NodeKind::sequence:
        return "a list";
    case NodeKind::mapping:
        return "a mapping";
    case NodeKind::scalar:
        break;
    }
    return "text";
}

void NodeReader::unknown_key(const Node& key, const std::vector<std::string>& known)
{
    auto hint = m_findings.did_you_mean(key.text, known);
    if (hint.empty()) {
        hint = fmt::format("known are: {}", fmt::join(known, ", "));
    }
    m_findings.error(key.at, fmt::format("unknown key '{}'", key.text), std::move(hint));
}

std::optional<Name> NodeReader::text(const Node& node, std::string_view what)
{
    if (node.is_unusable) {
        return std::nullopt;
    }
    if (node.kind != NodeKind::scalar || node.is_nothing()) {
        m_findings.error(
            node.at,
            fmt::format("{} must be text{}",
                        what,
                        node.is_nothing() ? "" : fmt::format(", not {}", kind_of(node))));
        return std::nullopt;
    }
    return Name{node.text, node.at};
}

bool NodeReader::is_list(const Node& node, std::string_view what)
{
    if (node.is_unusable || node.is_nothing()) {
        return false;
    }
    if (node.kind != NodeKind::sequence) {
        m_findings.error(node.at,
                         fmt::format("{} must be a list, not {}", what, kind_of(node)),
                         "write each rule on a line of its own that starts with '- '");
        return false;
    }
    return true;
}

bool NodeReader::is_mapping(const Node& node, std::string_view what)
{
    if (node.is_unusable || node.is_nothing()) {
        return false;
    }
    if (node.kind != NodeKind::mapping) {
        m_findings.error(node.at,
                         fmt::format("{} must be a mapping of keys, not {}", what, kind_of(node)));
        return false;
    }
    return true;
}

template <class Value>
std::optional<Value> NodeReader::word(const Node& node,
                                      std::string_view what,
                                      std::optional<Value> (*from)(std::string_view),
                                      const std::vector<std::string>& known)
{
    const auto written = text(node, what);
    if (!written) {
        return std::nullopt;
    }
    const auto value = from(written->text);
    if (!value) {
        refuse_word(*written, what, known);
    }
    return value;
}

void NodeReader::refuse_word(const Name& written,
                             std::string_view what,
                             const std::vector<std::string>& known)
{
    auto hint = m_findings.did_you_mean(written.text, known);
    if (hint.empty()) {
        hint = fmt::format("known are: {}", fmt::join(known, ", "));
    }
    m_findings.error(
        written.at, fmt::format("unknown {} '{}'", what, written.text), std::move(hint));
}

std::optional<std::string>
NodeReader::one_of(const Node& node, std::string_view what, const std::vector<std::string>& known)
{
    const auto written = text(node, what);
    if (!written) {
        return std::nullopt;
    }
    if (std::find(known.begin(), known.end(), written->text) == known.end()) {
        refuse_word(*written, what, known);
        return std::nullopt;
    }
    return written->text;
}

std::optional<model::Strategy> NodeReader::strategy(const Node& node)
{
    static const std::vector<std::string> known{
        "last-write-wins", "source-priority", "target-priority", "manual"};
    return word<model::Strategy>(node, "conflict strategy", model::strategy_from, known);
}

std::optional<RuleText> NodeReader::rule(const Node& node, std::string_view what)
{
    if (node.is_unusable) {
        return std::nullopt;
    }
    if (node.kind != NodeKind::scalar) {
        m_findings.error(node.at,
                         fmt::format("{} is one line of text, not {}", what, kind_of(node)),
                         "`SOURCE <-> TARGET`");
        return std::nullopt;
    }
    auto parsed = parse_rule(node.text);
    if (auto* problem = std::get_if<RuleProblem>(&parsed)) {
        m_findings.error(
            node.place_of(problem->offset), std::move(problem->message), std::move(problem->hint));
        return std::nullopt;
    }
    return std::get<RuleText>(std::move(parsed));
}

std::optional<LineDraft> NodeReader::line(const Node& node, std::string_view what)
{
    auto parsed = rule(node, what);
    if (!parsed) {
        return std::nullopt;
    }
    if (parsed->constant || !parsed->steps.empty()) {
        m_findings.error(
            parsed->constant ? node.at : node.place_of(parsed->steps.front().name.offset),
            fmt::format("{} takes {}", what, parsed->constant ? "no constant" : "no transforms"),
            parsed->constant ? "" : "a name that holds '|' is quoted");
        return std::nullopt;
    }
    return LineDraft{{{std::move(parsed->source.text), node.place_of(parsed->source.offset)},
                      {std::move(parsed->target.text), node.place_of(parsed->target.offset)}},
                     parsed->arrow,
                     node.at,
                     node.place_of(parsed->arrow_offset)};
}

NodeReader::WithOptions
NodeReader::with_options(const Node& item, std::string_view what, std::string_view usage)
{
    if (item.kind != NodeKind::mapping) {
        return {&item, nullptr};
    }
    if (item.entries.size() != 1) {
        m_findings.error(item.at,
                         fmt::format("{} with options is one key with its options", what),
                         std::string{usage});
        return {};
    }
    return {&item.entries.front().key, &item.entries.front().value};
}

void NodeReader::condition(const Node& node, std::vector<ConditionDraft>& into)
{
    const auto written = text(node, "a condition");
    if (!written) {
        return;
    }
    auto parsed = parse_condition(written->text, m_names);
    if (auto* problem = std::get_if<RuleProblem>(&parsed)) {
        m_findings.error(
            node.place_of(problem->offset), std::move(problem->message), std::move(problem->hint));
        return;
    }
    auto& good = std::get<ConditionText>(parsed);
    ConditionDraft draft;
    draft.side = good.side;
    draft.field = {std::move(good.field.text), node.place_of(good.field.offset)};
    draft.comparison = good.comparison;
    draft.comparison_at = node.place_of(good.comparison_offset);
    draft.at = node.at;
    for (auto& value : good.values) {
        draft.values.push_back({std::move(value.text), node.place_of(value.offset)});
    }
    into.push_back(std::move(draft));
}

void NodeReader::conditions(const Node& node, std::vector<ConditionDraft>& into)
{
    if (node.kind == NodeKind::scalar) {
        condition(node, into);
        return;
    }
    if (!is_list(node, "when")) {
        return;
    }
    if (node.items.empty()) {
        m_findings.error(node.at, "'when' names no condition", "remove it");
    }
    for (const auto& item : node.items) {
        condition(item, into);
    }
}

void NodeReader::lines(const Node& list, std::string_view what, std::vector<LineDraft>& into)
{
    for (const auto& item : list.items) {
        if (auto read = line(item, what)) {
            into.push_back(*std::move(read));
        }
    }
}

std::optional<model::DeletePolicy> NodeReader::delete_policy(const Node& node)
{
    static const std::vector<std::string> known{"never", "close", "mirror"};
    return word<model::DeletePolicy>(node, "delete policy", model::delete_policy_from, known);
}

} // namespace syncctl::mapping
