#include "fakes/azure_devops/wiql.hpp"

#include <algorithm>

namespace syncctl::fakes {

namespace {

std::string plain(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

bool is_number(const FieldDefinition& field)
{
    return field.type == "integer" || field.type == "double";
}

int sign(auto a, auto b)
{
    return a < b ? -1 : (b < a ? 1 : 0);
}

double number_of(const Json& value)
{
    const Json number =
        value.is_string() ? Json::parse(value.get<std::string>(), nullptr, false) : value;
    if (!number.is_number()) {
        throw wiql_error("TF51009: The value is not a number.", plain(value));
    }
    return number.get<double>();
}

base::Timestamp date_of(const Json& value)
{
    const auto date = read_date(plain(value));
    if (!date) {
        throw wiql_error("TF51008: The value is not a date.", plain(value));
    }
    return date->time;
}

bool is_person(const Json& stored, const std::string& wanted)
{
    if (!stored.is_object()) {
        return same_text(plain(stored), wanted);
    }
    return same_text(stored.value("displayName", ""), wanted) ||
           same_text(stored.value("uniqueName", ""), wanted) ||
           same_text(person_text(stored), wanted);
}

bool contains_text(const FieldDefinition& field, const Json& stored, const std::string& wanted)
{
    if (field.reference == "System.Tags") {
        const auto tags = split_tags(plain(stored));
        return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
            return same_text(tag, wanted);
        });
    }
    return lower(plain(stored)).find(lower(wanted)) != std::string::npos;
}

bool compares(const WiqlContext& context,
              const WiqlCondition& condition,
              const Json& stored,
              const Json& wanted)
{
    const FieldDefinition& field = *condition.field;
    const std::string& comparison = condition.comparison;
    if (comparison == "under") {
        return is_under(plain(stored), plain(wanted));
    }
    if (comparison == "contains") {
        return contains_text(field, stored, plain(wanted));
    }
    if (field.is_identity || field.type == "boolean") {
        const bool is_same =
            field.is_identity
                ? is_person(stored, plain(wanted))
                : same_text(stored.is_null() ? "false" : plain(stored), plain(wanted));
        return comparison == "<>" ? !is_same : is_same;
    }
    const bool is_missing = stored.is_null();
    if ((is_missing || plain(wanted).empty()) && comparison != "=" && comparison != "in") {
        return comparison == "<>" && is_missing != plain(wanted).empty();
    }
    const int order = compare_values(field, stored, wanted, !context.has_time_precision);
    if (comparison == "<>") {
        return order != 0;
    }
    return comparison == "<"    ? order < 0
           : comparison == ">"  ? order > 0
           : comparison == "<=" ? order <= 0
           : comparison == ">=" ? order >= 0
                                : order == 0;
}

} // namespace

int compare_values(const FieldDefinition& field, const Json& a, const Json& b, bool by_day)
{
    if (plain(a).empty() || plain(b).empty()) {
        return sign(!plain(a).empty(), !plain(b).empty());
    }
    if (is_number(field)) {
        return sign(number_of(a), number_of(b));
    }
    if (field.type == "dateTime") {
        const std::int64_t unit = by_day ? 86'400'000 : 1;
        return sign(date_of(a).ms / unit, date_of(b).ms / unit);
    }
    if (field.is_identity) {
        return sign(lower(a.is_object() ? person_text(a) : plain(a)),
                    lower(b.is_object() ? person_text(b) : plain(b)));
    }
    return sign(lower(plain(a)), lower(plain(b)));
}

bool matches(const WiqlContext& context,
             const WiqlCondition& condition,
             int id,
             const Revision& revision)
{
    const auto holds = [&](const WiqlCondition& child) {
        return matches(context, child, id, revision);
    };
    const auto& children = condition.children;
    switch (condition.kind) {
    case WiqlCondition::Kind::always:
        return true;
    case WiqlCondition::Kind::all:
        return std::all_of(children.begin(), children.end(), holds);
    case WiqlCondition::Kind::any:
        return std::any_of(children.begin(), children.end(), holds);
    case WiqlCondition::Kind::negated:
        return !holds(children.front());
    case WiqlCondition::Kind::compare:
        break;
    }
    const Json stored = field_value(*context.world, id, revision, condition.field->reference);
    if (condition.comparison == "is empty") {
        return plain(stored).empty();
    }
    return std::any_of(
        condition.values.begin(), condition.values.end(), [&](const WiqlValue& value) {
            const Json wanted = value.is_field
                                    ? field_value(*context.world, id, revision, value.text)
                                    : Json(value.text);
            return compares(context, condition, stored, wanted);
        });
}

} // namespace syncctl::fakes
