#include "field_reader.hpp"

#include "arguments.hpp"

#include "syncctl/mapping/transform.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Side;

const std::vector<std::string>& transform_names()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto& info : all_transforms()) {
            all.emplace_back(info.name);
        }
        return all;
    }();
    return names;
}

class FieldReader {
public:
    FieldReader(NodeReader& reader, std::vector<FieldDraft>& fields)
        : m_reader{reader}, m_findings{reader.findings()}, m_fields{fields}
    {
    }

    void read(const Node& item)
    {
        const auto [written, options] =
            m_reader.with_options(item,
                                  "a field rule",
                                  "`FIELD <-> FIELD: { only: [TYPE], when: CONDITION, conflict: "
                                  "STRATEGY, merge: lines }`");
        if (written == nullptr) {
            return;
        }
        auto parsed = m_reader.rule(*written, "a field rule");
        FieldDraft draft;
        if (parsed) {
            take_rule(*written, *parsed, draft);
        }
        if (options != nullptr) {
            take_options(*options, draft);
        }
        if (parsed) {
            m_fields.push_back(std::move(draft));
        }
    }

private:
    void take_rule(const Node& node, RuleText& parsed, FieldDraft& draft)
    {
        draft.at = node.at;
        draft.arrow = parsed.arrow;
        draft.arrow_at = node.place_of(parsed.arrow_offset);
        draft.fields = {{std::move(parsed.source.text), node.place_of(parsed.source.offset)},
                        {std::move(parsed.target.text), node.place_of(parsed.target.offset)}};
        if (parsed.constant) {
            draft.constant = Name{parsed.constant->text, node.place_of(parsed.constant->offset)};
            return;
        }
        for (const auto side : model::k_sides) {
            if (draft.fields[side].text.empty()) {
                m_findings.error(draft.fields[side].at, "a field has a name");
            }
        }
        for (const auto& step : parsed.steps) {
            take_step(node, step, draft);
        }
    }

    void take_step(const Node& node, const RuleStep& written, FieldDraft& draft)
    {
        const auto at = node.place_of(written.name.offset);
        const auto* info = find_transform(written.name.text);
        if (info == nullptr) {
            refuse_transform(at, written.name.text);
            draft.has_bad_steps = true;
            return;
        }
        model::TransformStep step{std::string{info->name}, {}, {}};
        for (const auto& argument : written.arguments) {
            const auto named =
                argument.is_quoted ? std::nullopt : named_argument(info->name, argument.text);
            if (named && named->position != step.arguments.size()) {
                m_findings.error(node.place_of(argument.offset),
                                 "this argument stands at the wrong place",
                                 fmt::format("`{}`", info->usage));
                draft.has_bad_steps = true;
            }
            step.arguments.push_back(named ? named->text : argument.text);
        }
        if (auto problem = argument_problem(step)) {
            m_findings.error(at, *std::move(problem), fmt::format("`{}`", info->usage));
            draft.has_bad_steps = true;
            return;
        }
        if (draft.arrow == model::Arrow::both && class_of(step) == TransformClass::one_way) {
            m_findings.error(at,
                             fmt::format("'{}' works in one direction only and cannot stand in a "
                                         "'<->' rule",
                                         info->name),
                             "write one rule with '->' or '<-'");
        }
        draft.steps.push_back({std::move(step), at});
    }

    void refuse_transform(Place at, const std::string& name)
    {
        auto hint = m_findings.did_you_mean(name, transform_names());
        if (hint.empty()) {
            hint = fmt::format("known are: {}", fmt::join(transform_names(), ", "));
        }
        m_findings.error(at, fmt::format("unknown transform '{}'", name), std::move(hint));
    }

    void take_options(const Node& options, FieldDraft& draft)
    {
        static const std::vector<std::string> known{"only", "when", "conflict", "merge"};
        static const std::vector<std::string> merges{"lines"};
        if (!m_reader.is_mapping(options, "the options of a field rule")) {
            return;
        }
        for (const auto& entry : options.entries) {
            if (entry.key.text == "only") {
                take_only(entry.value, draft);
            } else if (entry.key.text == "conflict") {
                draft.strategy = m_reader.strategy(entry.value);
                draft.strategy_at = entry.key.at;
            } else if (entry.key.text == "when") {
                m_reader.conditions(entry.value, draft.when);
            } else if (entry.key.text == "merge") {
                draft.merges_lines = m_reader.one_of(entry.value, "merge", merges).has_value();
                draft.merge_at = entry.key.at;
            } else {
                m_reader.unknown_key(entry.key, known);
            }
        }
    }

    void take_only(const Node& node, FieldDraft& draft)
    {
        if (node.kind == NodeKind::scalar) {
            if (auto name = m_reader.text(node, "only")) {
                draft.only.push_back(*std::move(name));
            }
            return;
        }
        if (!m_reader.is_list(node, "only")) {
            return;
        }
        if (node.items.empty()) {
            m_findings.error(
                node.at, "'only' names no type, so the rule would never run", "remove it");
        }
        for (const auto& item : node.items) {
            if (auto name = m_reader.text(item, "a type in 'only'")) {
                draft.only.push_back(*std::move(name));
            }
        }
    }

    NodeReader& m_reader;
    Findings& m_findings;
    std::vector<FieldDraft>& m_fields;
};

} // namespace

void read_field(const Node& item, NodeReader& reader, std::vector<FieldDraft>& into)
{
    FieldReader{reader, into}.read(item);
}

} // namespace syncctl::mapping
