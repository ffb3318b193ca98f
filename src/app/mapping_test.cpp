#include "syncctl/app/mapping_test.hpp"

#include "mapping_check.hpp"
#include "mapping_test_subject.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/engine/pair_rules.hpp"
#include "syncctl/mapping/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace syncctl::app {

namespace {

using mapping::FieldRule;
using mapping::LeftAlone;
using mapping::TransformProblem;
using mapping::TypeRules;
using model::Side;
using model::Value;

/// Looks at the rules of one item or link, one after the other.
class RuleTest {
public:
    RuleTest(const TestSubject& subject, const TypeRules& rules, MappingTest& test)
        : m_subject{subject}, m_rules{rules}, m_test{test}
    {
    }

    /// \param created what a new item starts with; those values can be asked about as well
    void run(model::Fields created)
    {
        m_written[model::other(m_subject.side)] = std::move(created);
        std::vector<std::pair<std::size_t, TestedField>> tested;
        // Conditions see what the rules without conditions write, as in a run.
        for (const bool has_conditions : {false, true}) {
            for (std::size_t i = 0; i < m_rules.fields.size(); ++i) {
                const auto& rule = m_rules.fields[i];
                if (rule.conditions().empty() == has_conditions) {
                    continue;
                }
                for (const auto towards : {Side::target, Side::source}) {
                    tested.emplace_back(i, test_rule(rule, towards));
                    note_person(tested.back().second);
                }
            }
        }
        std::stable_sort(tested.begin(), tested.end(), [](const auto& one, const auto& other) {
            return one.first < other.first;
        });
        for (auto& each : tested) {
            m_test.fields.push_back(std::move(each.second));
        }
    }

private:
    [[nodiscard]] std::optional<Value> value_of(Side side, const std::string& field) const
    {
        const auto written = m_written[side].find(field);
        if (written != m_written[side].end()) {
            return written->second;
        }
        const auto& item = m_subject.items[side];
        // A new item holds nothing but what it is made with.
        return item ? model::field_of(*item, field) : Value{};
    }

    TestedField test_rule(const FieldRule& rule, Side towards)
    {
        const auto from = model::other(towards);
        TestedField field;
        field.rule = rule.name();
        field.line = rule.line();
        field.towards = towards;
        const auto& origin = m_subject.items[from];
        const auto& partner = m_subject.items[towards];
        if (origin && !rule.field(from).empty()) {
            field.value_in = model::field_of(*origin, rule.field(from));
        }
        if (partner && !rule.field(towards).empty()) {
            field.held = model::field_of(*partner, rule.field(towards));
        }
        if (is_written(rule, towards, field)) {
            apply(rule, field);
        }
        return field;
    }

    bool is_written(const FieldRule& rule, Side towards, TestedField& field) const
    {
        const auto direction = m_subject.sides.pair.direction;
        field.outcome = FieldOutcome::not_written;
        if (!rule.writes(towards)) {
            field.reason = "by the arrow";
        } else if (!model::allows_writing(direction, towards)) {
            field.reason = fmt::format("the pair runs {}", model::to_string(direction));
        } else if (!m_subject.items[model::other(towards)]) {
            field.reason = "there is no partner yet";
        } else if (const auto condition = mapping::unfulfilled(
                       rule.conditions(), [this](Side side, const std::string& name) {
                           return value_of(side, name);
                       })) {
            field.outcome = FieldOutcome::rule_off;
            field.reason = "when " + *condition;
        } else {
            return true;
        }
        return false;
    }

    void apply(const FieldRule& rule, TestedField& field)
    {
        const auto towards = field.towards;
        field.steps = rule.trace(towards, field.value_in);
        // What towards() says is what a run goes by; the steps tell how it came to it.
        auto result = rule.towards(towards, field.value_in);
        if (auto* problem = std::get_if<TransformProblem>(&result)) {
            field.outcome = FieldOutcome::problem;
            field.reason = std::move(problem->reason);
            return;
        }
        if (auto* left_alone = std::get_if<LeftAlone>(&result)) {
            field.outcome = FieldOutcome::left_alone;
            field.reason = std::move(left_alone->reason);
            return;
        }
        field.value_out = std::get<Value>(std::move(result));
        const auto there = field.held.value_or(Value{});
        if (rule.is_same_on(towards, there, *field.value_out)) {
            field.outcome = FieldOutcome::same;
        } else if (!flows(rule, field)) {
            field.outcome = FieldOutcome::left_alone;
        } else {
            field.outcome = FieldOutcome::would_change;
            m_written[towards].insert_or_assign(rule.field(towards), *field.value_out);
        }
    }

    /// Would a run write the value that is not there? Says why in the field's reason.
    bool flows(const FieldRule& rule, TestedField& field) const
    {
        const auto from = model::other(field.towards);
        const auto direction = m_subject.sides.pair.direction;
        const bool is_one_way =
            !rule.writes(from) || !model::allows_writing(direction, from) || rule.is_constant();
        if (!is_unedited(rule, from)) {
            if (is_edited(rule, field.towards)) {
                field.reason = is_one_way ? "the other side was edited: one-way"
                                          : fmt::format("both sides were edited: {}",
                                                        model::to_string(rule.strategy()));
            }
            return true;
        }
        if (is_one_way && is_edited(rule, field.towards)) {
            field.reason = "the other side was edited: one-way";
            return true;
        }
        if (m_subject.changed_rules.contains(rule) && is_unedited(rule, field.towards)) {
            field.reason = "the rule changed since the last run";
            return is_one_way || wins_by_strategy(rule, field, from);
        }
        field.reason = "not edited since both sides last agreed";
        return false;
    }

    /// Nobody edited anything: both values may mean the same by the way back, or the strategy says
    /// which one stays.
    static bool wins_by_strategy(const FieldRule& rule, TestedField& field, Side from)
    {
        const auto back = rule.towards(from, field.held.value_or(Value{}));
        const auto* value = std::get_if<Value>(&back);
        if (value != nullptr && rule.is_same_on(from, *value, field.value_in)) {
            field.reason = "both mean the same";
            return false;
        }
        if (rule.strategy() == model::Strategy::manual) {
            field.reason += ": a person decides";
            return false;
        }
        const auto winner =
            rule.strategy() == model::Strategy::target_priority ? Side::target : Side::source;
        return from == winner;
    }

    [[nodiscard]] const Value* base_of(const FieldRule& rule, Side side) const
    {
        if (!m_subject.link || rule.field(side).empty()) {
            return nullptr;
        }
        const auto& base = m_subject.link->sides[side].base;
        const auto found = base.find(rule.field(side));
        return found == base.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool is_unedited(const FieldRule& rule, Side side) const
    {
        const auto* base = base_of(rule, side);
        return base != nullptr && m_subject.items[side] &&
               rule.is_same_on(
                   side, *base, model::field_of(*m_subject.items[side], rule.field(side)));
    }

    [[nodiscard]] bool is_edited(const FieldRule& rule, Side side) const
    {
        return base_of(rule, side) != nullptr && !is_unedited(rule, side);
    }

    /// Whom the section `users` does not bring to the other side.
    void note_person(const TestedField& field)
    {
        const bool has_people = !field.steps.empty() &&
                                field.steps.back().step.starts_with("user") &&
                                !std::holds_alternative<Value>(field.steps.back().result);
        const auto person = model::to_text(field.value_in);
        auto& known = m_test.unknown_people;
        if (has_people && std::find(known.begin(), known.end(), person) == known.end()) {
            known.push_back(person);
        }
    }

    const TestSubject& m_subject;
    const TypeRules& m_rules;
    MappingTest& m_test;
    model::BothSides<model::Fields> m_written;
};

/// The conditions of a type line that can be asked: those about the item that there is.
std::optional<std::string> type_obstacle(const model::TypeMappingRow& row,
                                         const TestSubject& subject)
{
    auto conditions = row.when;
    std::erase_if(conditions, [&](const auto& each) { return each.side != subject.side; });
    return mapping::unfulfilled(conditions, [&](Side side, const std::string& field) {
        return std::optional{model::field_of(*subject.items[side], field)};
    });
}

/// Every line, and why the item does not go by it.
std::vector<TestedTypes>
tested_types(const model::MappingRows& rows, const TestSubject& subject, const TypeRules* chosen)
{
    std::vector<TestedTypes> tested;
    for (const auto& row : rows.types) {
        TestedTypes line;
        line.rule =
            fmt::format("{} {} {}", row.source_type, model::to_string(row.arrow), row.target_type);
        line.line = row.line;
        const auto& type = subject.side == Side::source ? row.source_type : row.target_type;
        const auto& is = subject.items[subject.side]->type;
        const bool is_taken = std::any_of(
            tested.begin(), tested.end(), [](const auto& earlier) { return earlier.is_chosen; });
        if (type != is) {
            line.reason = fmt::format("the item is of type '{}'", is);
        } else if (subject.link) {
            line.is_chosen = chosen != nullptr && row.source_type == chosen->source_type &&
                             row.target_type == chosen->target_type;
            line.reason = line.is_chosen ? "" : "the link is of other types";
        } else if (const auto condition = type_obstacle(row, subject)) {
            line.reason = "when " + *condition;
        } else {
            line.is_chosen = !is_taken;
            line.reason = is_taken ? "an earlier line takes the item" : "";
        }
        tested.push_back(std::move(line));
    }
    return tested;
}

/// What would become of an item without partner.
std::string prospects(const TestSubject& subject, const mapping::Rules& all, const TypeRules* rules)
{
    const auto to = model::other(subject.side);
    if (rules == nullptr) {
        return "none: no line of 'types' takes the item";
    }
    if (!subject.is_in_filter) {
        return "none: the filter leaves the item out";
    }
    if (!rules->may_create_on(to) || !model::allows_writing(subject.sides.pair.direction, to)) {
        return fmt::format("none: nothing is created on the {}", model::to_string(to));
    }
    return fmt::format("none: {}a new '{}' would be created with the values below",
                       all.has_match_rule() ? "unless an item there matches, " : "",
                       rules->type(to));
}

void test_subject(const TestSubject& subject,
                  const model::MappingRows& rows,
                  const mapping::Rules& all,
                  MappingTest& test)
{
    const auto to = model::other(subject.side);
    const auto* rules = subject.link ? all.for_types(subject.link->sides.source.item_type,
                                                     subject.link->sides.target.item_type)
                                     : all.for_item(subject.side, *subject.items[subject.side]);
    test.types = tested_types(rows, subject, rules);
    for (const auto side : model::k_sides) {
        if (subject.items[side]) {
            test.items[side] = subject.sides.key(side, subject.items[side]->id);
        }
    }
    test.partner = subject.link ? fmt::format("linked, {}", model::to_string(subject.link->state))
                                : prospects(subject, all, rules);
    if (subject.link && !subject.missing_partner.empty()) {
        test.partner = subject.missing_partner;
    }
    if (rules == nullptr) {
        return;
    }
    model::Fields created;
    if (!subject.link) {
        created = all.defaults_for(to, rules->type(to));
        for (const auto& [field, value] : created) {
            test.defaults.emplace_back(field, model::to_text(value));
        }
    }
    RuleTest{subject, *rules, test}.run(std::move(created));
}

} // namespace

std::string_view to_string(FieldOutcome outcome)
{
    switch (outcome) {
    case FieldOutcome::same:
        return "same";
    case FieldOutcome::would_change:
        return "would change";
    case FieldOutcome::left_alone:
        return "left alone";
    case FieldOutcome::problem:
        return "problem";
    case FieldOutcome::rule_off:
        return "rule off";
    case FieldOutcome::not_written:
        break;
    }
    return "not written in this direction";
}

std::size_t MappingTest::problems() const
{
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(), [](const TestedField& field) {
            return field.outcome == FieldOutcome::problem;
        }));
}

MappingTest test_mapping(Workspace& workspace, const MappingTestRequest& request)
{
    auto& store = workspace.reading();
    const auto pair = require_pair(store, request.pair);
    MappingTest test;
    auto rows = store.pairs.mapping(pair.id);
    if (request.document) {
        auto checked =
            check_for_pair(store, pair, request.document->file_name, request.document->text);
        test.check = std::move(checked.check);
        if (test.check.has_errors) {
            return test;
        }
        rows = std::move(checked.compiled.rows);
    }
    if (!rows) {
        throw Error{ErrorCode::not_found,
                    fmt::format("pair {} has no mapping yet", shown(pair.name)),
                    fmt::format("syncctl mapping suggest {}", pair.name)};
    }
    auto subject = read_subject(workspace, store, request);
    subject.changed_rules = engine::rules_changed_since_last_run(store, pair, *rows);
    const mapping::Rules rules{
        *rows, store.connectors.metadata(pair.source), store.connectors.metadata(pair.target)};
    test_subject(subject, *rows, rules, test);
    return test;
}

} // namespace syncctl::app
