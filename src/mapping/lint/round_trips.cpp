#include "fit.hpp"
#include "lint/lint.hpp"
#include "quote.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/transform.hpp"
#include "syncctl/mapping/value_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Side;
using model::Value;

/// Of one field and of the whole document; a tree of areas can have tens of thousands.
constexpr std::size_t k_max_values = 500;
constexpr std::size_t k_max_tries = 100'000;

/// Is it known one by one what the field can hold?
bool has_choices(const FieldOnType& on)
{
    return on.field->type == model::FieldType::status ? !on.type->statuses.empty()
                                                      : !on.field->allowed.empty();
}

bool has_choices(const FieldDraft& field, Side side)
{
    return std::any_of(field.infos[side].begin(),
                       field.infos[side].end(),
                       [](const FieldOnType& on) { return has_choices(on); });
}

bool is_table_step(const model::TransformStep& step)
{
    return step.name == "map" || step.name == "user";
}

/// Does the document say itself, by an arrow or by `_`, that this value goes one way only?
bool is_one_way_line(const model::TransformStep& step, Side to, const Value& value)
{
    const auto text = model::to_text(value);
    bool has_fallback = false;
    for (const auto& line : step.table) {
        const auto& end = to == Side::target ? line.source : line.target;
        if (!model::points_to(line.arrow, to)) {
            continue;
        }
        if (end == text) {
            return line.arrow != model::Arrow::both;
        }
        has_fallback = has_fallback || end == k_any_value;
    }
    return has_fallback;
}

/// A rule with its chain, ready to try values.
class Trial {
public:
    explicit Trial(const FieldDraft& field) : m_field{field}
    {
        for (const auto& step : field.steps) {
            m_steps.emplace_back(std::vector{step.step});
        }
    }

    struct Arrived {
        TransformResult result;
        bool is_one_way = false;
    };

    /// The value of the other side as it arrives on `to`, through all steps and into the field.
    [[nodiscard]] Arrived towards(Side to, const Value& value) const
    {
        return into_field(to, through(to, 0, m_steps.size(), value));
    }

    /// What the field of `side` can hold, as far as metadata or table lines tell.
    [[nodiscard]] std::vector<Value> values_of(Side side) const
    {
        std::set<std::string> texts;
        bool has_numbers = false;
        for (const auto& on : m_field.infos[side]) {
            if (!has_choices(on)) {
                continue;
            }
            const auto info = with_statuses(*on.field, *on.type);
            has_numbers = has_numbers || info.type == model::FieldType::number;
            for (const auto& text : info.allowed) {
                if (texts.size() < k_max_values) {
                    texts.insert(text);
                }
            }
        }
        std::vector<Value> values;
        for (const auto& text : texts) {
            const auto number = has_numbers ? base::canonical_number(text) : std::nullopt;
            values.push_back(number ? Value{model::Number{*number}} : Value{text});
        }
        return values.empty() ? values_of_lines(side) : values;
    }

private:
    [[nodiscard]] Arrived into_field(Side side, Arrived arrived) const
    {
        const bool adapts =
            !m_steps.empty() &&
            (side == Side::target ? m_steps.back() : m_steps.front()).adapts_to(side);
        for (const auto& on : m_field.infos[side]) {
            if (const auto* good = std::get_if<Value>(&arrived.result)) {
                arrived.result = fitted(*good, with_statuses(*on.field, *on.type), adapts);
            }
        }
        return arrived;
    }

    [[nodiscard]] Arrived
    through(Side to, std::size_t begin, std::size_t end, const Value& value) const
    {
        Arrived arrived{value, false};
        for (std::size_t i = begin; i < end; ++i) {
            const auto* good = std::get_if<Value>(&arrived.result);
            if (good == nullptr) {
                break;
            }
            const auto index = to == Side::target ? i : end - 1 - (i - begin);
            const auto& step = m_field.steps[index].step;
            arrived.is_one_way =
                arrived.is_one_way || (is_table_step(step) && is_one_way_line(step, to, *good));
            arrived.result = m_steps[index].towards(to, *good);
        }
        return arrived;
    }

    /// The values for which the first table step has a line, as the field would hold them.
    [[nodiscard]] std::vector<Value> values_of_lines(Side side) const
    {
        std::vector<Value> values;
        const auto count = m_field.steps.size();
        for (std::size_t i = 0; i < count; ++i) {
            const auto index = side == Side::source ? i : count - 1 - i;
            const auto& step = m_field.steps[index].step;
            if (step.name != "map") { // people are the same in any case of letters
                continue;
            }
            for (const auto& line : step.table) {
                const Value end{side == Side::source ? line.source : line.target};
                const auto held =
                    into_field(side,
                               side == Side::source ? through(side, 0, index, end)
                                                    : through(side, index + 1, count, end));
                const auto* good = std::get_if<Value>(&held.result);
                if (line.arrow == model::Arrow::both && good != nullptr &&
                    values.size() < k_max_values) {
                    values.push_back(*good);
                }
            }
            break;
        }
        return values;
    }

    const FieldDraft& m_field;
    std::vector<Chain> m_steps;
};

class RoundTripLint {
public:
    explicit RoundTripLint(Lint& lint) : m_lint{lint} {}

    void run()
    {
        for (const auto& field : m_lint.draft.fields) {
            if (field.constant || field.has_bad_steps || m_tries > k_max_tries ||
                !has_values(field)) {
                continue;
            }
            const Trial trial{field};
            for (const auto from : model::k_sides) {
                check_values(field, trial, from);
            }
        }
    }

private:
    static bool has_values(const FieldDraft& field)
    {
        return has_choices(field, Side::source) || has_choices(field, Side::target) ||
               std::any_of(field.steps.begin(), field.steps.end(), [](const StepDraft& step) {
                   return step.step.name == "map";
               });
    }

    void check_values(const FieldDraft& field, const Trial& trial, Side from)
    {
        const auto to = model::other(from);
        if (!model::points_to(field.arrow, to) || !pair_writes(m_lint, to)) {
            return;
        }
        const bool comes_back = field.arrow == model::Arrow::both && is_lossless(field);
        const bool is_known = has_choices(field, from);
        const auto values = trial.values_of(from);
        m_tries += values.size();
        std::vector<std::string> stuck;
        std::string reason;
        for (const auto& value : values) {
            const auto there = trial.towards(to, value);
            if (const auto* problem = std::get_if<TransformProblem>(&there.result)) {
                if (is_known) {
                    reason = stuck.empty() ? problem->reason : reason;
                    stuck.push_back(model::to_text(value));
                }
            } else if (const auto* good = std::get_if<Value>(&there.result);
                       good != nullptr && comes_back && !there.is_one_way) {
                if (!check_return(field, trial, from, value, *good)) {
                    return;
                }
            }
        }
        if (!stuck.empty()) {
            report_stuck(field, from, stuck, reason);
        }
    }

    static bool is_lossless(const FieldDraft& field)
    {
        return std::all_of(field.steps.begin(), field.steps.end(), [](const StepDraft& step) {
            return class_of(step.step) == TransformClass::lossless;
        });
    }

    bool check_return(const FieldDraft& field,
                      const Trial& trial,
                      Side from,
                      const Value& value,
                      const Value& there)
    {
        const auto back = trial.towards(from, there);
        const auto* returned = std::get_if<Value>(&back.result);
        const bool is_same = returned != nullptr && model::same_value(*returned, value);
        if (is_same || back.is_one_way) {
            return true;
        }
        const auto* problem = std::get_if<TransformProblem>(&back.result);
        m_lint.findings.warning(
            field.at,
            fmt::format("{} of the {} field '{}' becomes {} in '{}', {}",
                        shortly(model::to_text(value)),
                        model::to_string(from),
                        field.fields[from].text,
                        shortly(model::to_text(there)),
                        field.fields[model::other(from)].text,
                        returned != nullptr
                            ? "which comes back as " + shortly(model::to_text(*returned))
                            : "which does not come back: " +
                                  (problem == nullptr ? std::string{} : problem->reason)),
            "write two rules, one with '->' and one with '<-', or change the chain");
        return false;
    }

    void report_stuck(const FieldDraft& field,
                      Side from,
                      const std::vector<std::string>& stuck,
                      const std::string& reason)
    {
        const auto to = model::other(from);
        const auto table =
            std::find_if(field.steps.begin(), field.steps.end(), [](const StepDraft& step) {
                return step.step.name == "map";
            });
        const bool has_table = table != field.steps.end();
        m_lint.findings.warning(
            has_table ? table->at : field.fields[from].at,
            fmt::format("the {} field '{}' can hold {}, which '{}' cannot become: {}",
                        model::to_string(from),
                        field.fields[from].text,
                        enumerated(stuck),
                        field.fields[to].text,
                        reason),
            has_table
                ? fmt::format("add a line to '{}', or one for '_'", table->step.arguments.front())
                : "translate the values: `| map(TABLE)`");
    }

    Lint& m_lint;
    std::size_t m_tries = 0;
};

} // namespace

void lint_round_trips(Lint& lint)
{
    RoundTripLint{lint}.run();
}

} // namespace syncctl::mapping
