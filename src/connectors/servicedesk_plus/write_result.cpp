#include "write_result.hpp"

#include "field_value.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr int k_closure_rule = 4003;
constexpr int k_mandatory = 4012;

/// All that are blamed with this code, as a mapping names them.
std::string names_with_code(const Answer& answer, int code, const model::Fields& fields)
{
    std::vector<std::string> names;
    for (const auto& problem : answer.problems) {
        auto name = reference_named(problem.field, fields);
        if (problem.code == code && !name.empty() &&
            std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// One of a field that was sent, if there is one.
const Problem* foremost_problem(const Answer& answer, const model::Fields& fields)
{
    const auto of_ours =
        std::find_if(answer.problems.begin(), answer.problems.end(), [&](const auto& problem) {
            return fields.contains(reference_named(problem.field, fields));
        });
    if (of_ours != answer.problems.end()) {
        return &*of_ours;
    }
    const auto named = std::find_if(answer.problems.begin(),
                                    answer.problems.end(),
                                    [](const auto& problem) { return !problem.field.empty(); });
    return named == answer.problems.end() ? nullptr : &*named;
}

std::string closing_reason(const Answer& answer, const std::string& names)
{
    return names.empty()
               ? fmt::format("the tracker's rules for closing are not met: {}", answer.reason)
               : fmt::format("closing needs {}: map them, or give them a constant; --set "
                             "closure_code=NAME and closure_comments=TEXT serve the closure fields",
                             names);
}

std::string mandatory_reason(const Answer& answer, WriteKind kind, const std::string& names)
{
    if (names.empty()) {
        return fmt::format("a field that must have a value has none: {}", answer.reason);
    }
    switch (kind) {
    case WriteKind::create:
        return fmt::format("the template needs {}: give them a rule in the mapping, or a value "
                           "under `defaults`",
                           names);
    case WriteKind::close:
        return closing_reason(answer, names);
    case WriteKind::edit:
    case WriteKind::trash:
        break;
    }
    return fmt::format("the template needs {}: the request has no value there, so the mapping has "
                       "to give one",
                       names);
}

/// `; what was sent: 'nobody@example.test'`; empty for what is no name or line.
std::string sent_value(std::string_view field, const model::Fields& fields)
{
    constexpr std::size_t k_longest_shown = 80;
    const auto* text = std::get_if<std::string>(&model::value_of(fields, field));
    const bool is_shown = text != nullptr && !text->empty() && text->size() <= k_longest_shown &&
                          text->find('<') == std::string::npos;
    return is_shown ? fmt::format("; what was sent: '{}'", *text) : std::string{};
}

std::string reason_of(const Answer& answer, WriteKind kind, const model::Fields& fields)
{
    if (answer.has_code(k_closure_rule)) {
        return closing_reason(answer, names_with_code(answer, k_closure_rule, fields));
    }
    if (answer.has_code(k_mandatory)) {
        return mandatory_reason(answer, kind, names_with_code(answer, k_mandatory, fields));
    }
    return answer.reason;
}

} // namespace

std::string reference_named(std::string_view wire_name, const model::Fields& fields)
{
    const auto has_ending = [&](std::string_view reference) {
        return reference.size() > wire_name.size() && reference.ends_with(wire_name) &&
               reference[reference.size() - wire_name.size() - 1] == '.';
    };
    if (wire_name.empty() || fields.contains(wire_name)) {
        return std::string{wire_name};
    }
    const auto sent = std::find_if(
        fields.begin(), fields.end(), [&](const auto& field) { return has_ending(field.first); });
    if (sent != fields.end()) {
        return sent->first;
    }
    // `closure_code` where none was sent.
    const auto& known = built_in_fields();
    const auto built_in = std::find_if(
        known.begin(), known.end(), [&](const auto& field) { return has_ending(field.reference); });
    return std::string{built_in == known.end() ? wire_name : built_in->reference};
}

std::optional<std::string> warning_about(std::string_view field, const Answer& answer)
{
    const model::Fields sent{{std::string{field}, {}}};
    std::string general = "the tracker does not say why";
    bool has_names = false;
    for (const auto& problem : answer.problems) {
        if (problem.field.empty()) {
            general = problem.text.empty() ? general : problem.text;
        } else if (reference_named(problem.field, sent) == field) {
            return problem.text.empty() ? general : problem.text;
        } else {
            has_names = true;
        }
    }
    return has_names ? std::nullopt : std::optional{general};
}

WriteResult
failure_of(const Answer& answer, WriteKind kind, const model::Fields& fields, const Caller& caller)
{
    switch (answer.meaning) {
    case Meaning::not_found:
        if (kind != WriteKind::create) {
            return Stale{}; // reading it again tells what became of it
        }
        [[fallthrough]];
    case Meaning::rejected:
    case Meaning::forbidden: {
        const auto* problem = foremost_problem(answer, fields);
        auto field = problem == nullptr ? std::string{} : reference_named(problem->field, fields);
        auto reason = reason_of(answer, kind, fields) + sent_value(field, fields);
        return Refused{.reason = std::move(reason), .field = std::move(field)};
    }
    case Meaning::throttled:
    case Meaning::not_sent:
        return Transient{.reason = answer.reason, .retry_after = answer.retry_after};
    case Meaning::signed_out:
        return SignedOut{error_of(answer, caller)};
    case Meaning::failed:
    case Meaning::unreadable:
    case Meaning::no_answer:
    case Meaning::good:
        break;
    }
    return Unknown{answer.reason};
}

} // namespace syncctl::connectors::servicedesk_plus
