#include "arguments.hpp"
#include "fit.hpp"
#include "lint/lint.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Side;

/// What the field holds on all types alike, else unknown.
Shape common_shape(const std::vector<FieldOnType>& infos)
{
    std::optional<Shape> common;
    for (const auto& on : infos) {
        const auto shape = shape_of_field(on.field->type);
        common = !common || *common == shape ? shape : Shape::unknown;
    }
    return common.value_or(Shape::unknown);
}

bool is_long_text(model::FieldType type)
{
    return type == model::FieldType::text || type == model::FieldType::html ||
           type == model::FieldType::markdown;
}

std::string advice_for(Shape held, Shape wanted, Side side)
{
    if (held == Shape::list || wanted == Shape::list) {
        return "a list goes into a list field only";
    }
    // The chain is written source to target: towards the source it runs through the inverses.
    const auto from_source = side == Side::target ? held : wanted;
    const auto to_target = side == Side::target ? wanted : held;
    if (to_target == Shape::text) {
        return "add `| text`";
    }
    return from_source == Shape::text ? fmt::format("add `| {}`", to_string(to_target))
                                      : "use a value table: `| map(TABLE)`";
}

class FieldLint {
public:
    FieldLint(Lint& lint, FieldDraft& field)
        : m_lint{lint}, m_findings{lint.findings}, m_field{field}
    {
    }

    void run()
    {
        check_statuses();
        check_strategy();
        check_merge();
        for (const auto side : model::k_sides) {
            if (model::points_to(m_field.arrow, side)) {
                check_readonly(side);
                check_literals(side);
                check_length(side);
            }
        }
        check_shapes();
    }

private:
    [[nodiscard]] std::string name(Side side) const { return m_field.fields[side].text; }

    void check_readonly(Side side)
    {
        for (const auto& on : m_field.infos[side]) {
            if (on.field->is_readonly) {
                const auto* arrow = side == Side::target ? "<-" : "->";
                m_findings.error(m_field.fields[side].at,
                                 fmt::format("the {} field '{}' is read-only",
                                             model::to_string(side),
                                             on.field->reference),
                                 m_field.constant ? ""
                                                  : fmt::format("write '{}' in place of '{}'",
                                                                arrow,
                                                                model::to_string(m_field.arrow)));
                return;
            }
        }
    }

    void check_statuses()
    {
        if (!m_lint.draft.maps_statuses()) {
            return;
        }
        for (const auto side : model::k_sides) {
            for (const auto& on : m_field.infos[side]) {
                if (on.field->type == model::FieldType::status &&
                    model::points_to(m_field.arrow, side)) {
                    m_findings.error(
                        m_field.fields[side].at,
                        fmt::format("'{}' is the status field, which 'statuses' maps already",
                                    on.field->reference),
                        "remove this rule, or the statuses");
                    return;
                }
            }
        }
    }

    void check_strategy()
    {
        if (m_field.strategy && m_field.arrow != model::Arrow::both) {
            m_findings.warning(m_field.strategy_at,
                               "a rule with one direction has no conflicts to decide",
                               "remove the strategy, or write '<->'");
        }
    }

    void check_merge()
    {
        if (!m_field.merges_lines) {
            return;
        }
        if (m_field.arrow != model::Arrow::both || m_field.constant) {
            m_findings.error(m_field.merge_at,
                             "only a rule with '<->' has edits of both sides to merge",
                             "remove `merge`, or write '<->'");
            return;
        }
        for (const auto side : model::k_sides) {
            for (const auto& on : m_field.infos[side]) {
                if (!is_long_text(on.field->type)) {
                    m_findings.error(m_field.merge_at,
                                     fmt::format("the {} field '{}' has no lines to merge: it is a "
                                                 "{} field",
                                                 model::to_string(side),
                                                 on.field->reference,
                                                 model::to_string(on.field->type)),
                                     "text, html and markdown fields have lines; lists are merged "
                                     "by themselves");
                    return;
                }
            }
        }
    }

    /// Constants, and defaults at the end of the chain.
    void check_literals(Side side)
    {
        std::optional<Name> literal = m_field.constant;
        if (!literal && !m_field.steps.empty()) {
            const auto& last = side == Side::target ? m_field.steps.back() : m_field.steps.front();
            if (last.step.name == "default") {
                literal = Name{last.step.arguments.front(), last.at};
            }
        }
        if (!literal) {
            return;
        }
        for (const auto& on : m_field.infos[side]) {
            const auto info = with_statuses(*on.field, *on.type);
            const auto result = fitted(literal->text, info, true);
            if (const auto* problem = std::get_if<TransformProblem>(&result)) {
                m_findings.error(literal->at,
                                 problem->reason,
                                 m_findings.did_you_mean(literal->text, info.allowed));
                return;
            }
        }
    }

    /// A chain that cannot work is reported once, in the first direction that shows it.
    void check_shapes()
    {
        if (m_field.constant || m_field.has_bad_steps) {
            return;
        }
        for (const auto side : {Side::target, Side::source}) {
            if (model::points_to(m_field.arrow, side) && !shapes_work(side)) {
                m_field.has_bad_steps = true;
                return;
            }
        }
    }

    bool shapes_work(Side side)
    {
        const auto from = model::other(side);
        const auto held = common_shape(m_field.infos[from]);
        auto shape = held;
        bool is_adapting = false;
        const auto count = m_field.steps.size();
        for (std::size_t i = 0; i < count; ++i) {
            const auto& step = m_field.steps[side == Side::target ? i : count - 1 - i];
            const auto* info = find_transform(step.step.name);
            const auto& effect = info->effects[side];
            if (!effect.takes.may_be(shape)) {
                m_findings.error(
                    step.at,
                    fmt::format("'{}' cannot take the {} that arrives from '{}' of the {}",
                                step.step.name,
                                to_string(shape),
                                name(from),
                                model::to_string(from)),
                    step.step.name == "number" || shape == Shape::list
                        ? ""
                        : "turn it into text before, with `| text`");
                return false;
            }
            shape = effect.keeps_shape ? shape : effect.gives;
            is_adapting = effect.adapts;
        }
        const auto wanted = common_shape(m_field.infos[side]);
        if (is_adapting || shape == Shape::unknown || wanted == Shape::unknown || shape == wanted) {
            return true;
        }
        m_findings.error(m_field.fields[side].at,
                         fmt::format("the {} field '{}' takes {}, but {} arrives from '{}'",
                                     model::to_string(side),
                                     name(side),
                                     to_string(wanted),
                                     to_string(shape),
                                     name(from)),
                         advice_for(shape, wanted, side));
        return false;
    }

    /// The longest text that the other side's field can hold; nullopt: no limit known.
    [[nodiscard]] std::optional<std::size_t> longest_held(Side side) const
    {
        std::size_t longest = 0;
        for (const auto& on : m_field.infos[side]) {
            if (on.field->max_length) {
                longest = std::max(longest, *on.field->max_length);
            } else if (!on.field->allowed.empty()) {
                for (const auto& value : on.field->allowed) {
                    longest = std::max(longest, base::code_points(value));
                }
            } else {
                return std::nullopt;
            }
        }
        return longest;
    }

    static std::optional<std::size_t>
    longest_after(const model::TransformStep& step, std::optional<std::size_t> longest, Side side)
    {
        if (step.name == "truncate") {
            const auto limit = length_argument(step).value_or(0);
            return longest ? std::min(*longest, limit) : limit;
        }
        switch (find_transform(step.name)->lengths[side]) {
        case Length::kept:
            return longest;
        case Length::bounded:
            return 0;
        case Length::grown:
            break;
        }
        const bool adds_argument = step.name == "prefix" || step.name == "suffix";
        return adds_argument && longest
                   ? std::optional{*longest + base::code_points(step.arguments.front())}
                   : std::nullopt;
    }

    void check_length(Side side)
    {
        const auto from = model::other(side);
        std::optional<std::size_t> limit;
        for (const auto& on : m_field.infos[side]) {
            if (on.field->max_length) {
                limit = std::min(limit.value_or(*on.field->max_length), *on.field->max_length);
            }
        }
        const auto held = common_shape(m_field.infos[from]);
        const bool is_text = held == Shape::text || held == Shape::unknown;
        if (!limit || m_field.constant || m_field.has_bad_steps || m_field.infos[from].empty() ||
            !is_text) {
            return;
        }
        auto longest = longest_held(from);
        const auto count = m_field.steps.size();
        for (std::size_t i = 0; i < count; ++i) {
            const auto& step = m_field.steps[side == Side::target ? i : count - 1 - i].step;
            longest = longest_after(step, longest, side);
        }
        if (longest && *longest <= *limit) {
            return;
        }
        m_findings.warning(
            m_field.fields[side].at,
            fmt::format("'{}' takes {} characters, but '{}' can bring more; such a value "
                        "becomes an error of its item",
                        name(side),
                        *limit,
                        name(from)),
            fmt::format("add `| truncate({})`", *limit));
    }

    Lint& m_lint;
    Findings& m_findings;
    FieldDraft& m_field;
};

/// An arrow that the pair's direction never follows.
void check_arrow(Lint& lint, model::Arrow arrow, Place at)
{
    if (arrow == model::Arrow::both) {
        return;
    }
    const auto side = arrow == model::Arrow::to_target ? Side::target : Side::source;
    if (!pair_writes(lint, side)) {
        lint.findings.warning(at,
                              fmt::format("the pair runs {}, so this '{}' never takes effect",
                                          model::to_string(lint.surroundings.direction),
                                          model::to_string(arrow)));
    }
}

} // namespace

void lint_fields(Lint& lint)
{
    for (const auto* lines : {&lint.draft.types, &lint.draft.statuses}) {
        for (const auto& line : *lines) {
            check_arrow(lint, line.arrow, line.arrow_at);
        }
    }
    for (auto& field : lint.draft.fields) {
        check_arrow(lint, field.arrow, field.arrow_at);
        FieldLint{lint, field}.run();
    }
}

} // namespace syncctl::mapping
