#include "functions/people.hpp"

#include "lint/lint.hpp"

#include <fmt/format.h>

namespace syncctl::mapping {
namespace {

using model::Side;

constexpr std::string_view k_user_step = "user";

/// Without addresses, lines and a rule for the unknown nobody could be written on that side.
void check_reaches(Lint& lint, const UsersDraft& users, Side side, Place used_at)
{
    const bool reaches_somebody =
        users.rule.match_address || leads_to(users.lines, side) ||
        users.rule.unknown[side].rule != model::UnknownPerson::Rule::error;
    if (!reaches_somebody) {
        lint.findings.error(
            used_at,
            fmt::format("'users' has no line towards the {}, but the rule goes there",
                        model::to_string(side)),
            "add lines under `map`, or write `match: email`");
    }
}

} // namespace

void lint_people(Lint& lint)
{
    auto& draft = lint.draft;
    const UsersDraft by_address;
    auto& users = draft.users;
    model::BothSides<bool> is_checked;
    for (auto& field : draft.fields) {
        for (auto& step : field.steps) {
            if (step.step.name != k_user_step) {
                continue;
            }
            const auto& people = users ? *users : by_address;
            step.step.users = people.rule;
            attach(lint, step, people.lines);
            for (const auto side : model::k_sides) {
                if (!model::points_to(field.arrow, side)) {
                    continue;
                }
                check_reaches(lint, people, side, step.at);
                if (!is_checked[side]) {
                    is_checked[side] = true;
                    check_function(lint, people.lines, side, person_key);
                }
            }
            if (users) {
                users->is_used = true;
            }
        }
    }
    if (users && !users->is_used) {
        lint.findings.warning(users->at,
                              "no rule uses 'users'",
                              "use it with `| user`, as in `FIELD <-> FIELD | user`, or remove it");
    }
}

} // namespace syncctl::mapping
