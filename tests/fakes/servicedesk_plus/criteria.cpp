#include "fakes/servicedesk_plus/listing.hpp"
#include "fakes/text.hpp"

#include <algorithm>
#include <charconv>

namespace syncctl::fakes::sdp {

namespace {

using Condition = Criterion::Condition;

struct Known {
    Condition condition = Condition::is;
    bool is_negated = false;
};

/// \throws Refusal
Known condition_of(const std::string& text)
{
    static const std::map<std::string, Known> k_known{
        {"is", {Condition::is, false}},
        {"eq", {Condition::is, false}},
        {"is not", {Condition::is, true}},
        {"neq", {Condition::is, true}},
        {"greater than", {Condition::greater, false}},
        {"gt", {Condition::greater, false}},
        {"greater or equal", {Condition::greater_or_equal, false}},
        {"gte", {Condition::greater_or_equal, false}},
        {"lesser than", {Condition::less, false}},
        {"lt", {Condition::less, false}},
        {"lesser or equal", {Condition::less_or_equal, false}},
        {"lte", {Condition::less_or_equal, false}},
        {"between", {Condition::between, false}},
        {"not between", {Condition::between, true}},
        {"starts with", {Condition::starts_with, false}},
        {"ends with", {Condition::ends_with, false}},
        {"contains", {Condition::contains, false}},
        {"not contains", {Condition::contains, true}}};
    const auto found = k_known.find(text);
    if (found == k_known.end()) {
        throw Refusal{4001, "condition"};
    }
    return found->second;
}

Criterion read_criterion(const Json& given)
{
    static const std::vector<std::string> k_members{
        "field", "condition", "value", "values", "logical_operator", "children"};
    for (const auto& [key, value] : given.items()) {
        if (std::find(k_members.begin(), k_members.end(), key) == k_members.end()) {
            throw Refusal{4001, key};
        }
    }
    const Known known = condition_of(given.value("condition", ""));
    Criterion criterion{.field = given.at("field"),
                        .condition = known.condition,
                        .is_negated = known.is_negated,
                        .values = given.value("values", std::vector<Json>{}),
                        .is_or = same_text(given.value("logical_operator", "AND"), "OR"),
                        .children = read_criteria(given.value("children", Json::array()))};
    if (given.contains("value")) {
        criterion.values.push_back(given["value"]);
    }
    if (criterion.values.empty()) {
        criterion.values.emplace_back(nullptr);
    }
    if (criterion.condition == Condition::between && criterion.values.size() != 2) {
        throw Refusal{4001, criterion.field};
    }
    return criterion;
}

/// A criterion's value in the type of the row's. \throws Refusal
Json like(const Json& row_value, const Json& wanted, const std::string& field)
{
    if (!row_value.is_number() || !wanted.is_string()) {
        return wanted;
    }
    const auto& text = wanted.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw Refusal{4001, field};
    }
    return number;
}

std::string text_of(const Json& value)
{
    return value.is_string() ? lower(value.get_ref<const std::string&>()) : value.dump();
}

bool is_equal(const Json& row_value, const Json& wanted)
{
    if (row_value.is_array()) {
        return std::any_of(row_value.begin(), row_value.end(), [&](const Json& one) {
            return is_equal(one, wanted);
        });
    }
    return row_value.is_string() && wanted.is_string()
               ? same_text(row_value.get_ref<const std::string&>(),
                           wanted.get_ref<const std::string&>())
               : row_value == wanted;
}

/// Whether the row's value meets one value of the criterion; a null meets only `is` without value.
bool meets(Condition condition, const Json& row_value, const Json& wanted)
{
    if (condition == Condition::is) {
        return is_equal(row_value, wanted);
    }
    if (row_value.is_null() || wanted.is_null()) {
        return false;
    }
    switch (condition) {
    case Condition::greater:
        return row_value > wanted;
    case Condition::greater_or_equal:
        return row_value >= wanted;
    case Condition::less:
        return row_value < wanted;
    case Condition::less_or_equal:
        return row_value <= wanted;
    case Condition::starts_with:
        return text_of(row_value).starts_with(text_of(wanted));
    case Condition::ends_with:
        return text_of(row_value).ends_with(text_of(wanted));
    default:
        return text_of(row_value).find(text_of(wanted)) != std::string::npos;
    }
}

bool is_met(const Criterion& criterion, const ValueOf& value_of)
{
    const Json row_value = value_of(criterion.field);
    const auto wanted = [&](std::size_t i) {
        return like(row_value, criterion.values[i], criterion.field);
    };
    bool is_match = false;
    if (criterion.condition == Condition::between) {
        is_match = !row_value.is_null() && row_value >= wanted(0) && row_value <= wanted(1);
    } else {
        for (std::size_t i = 0; i < criterion.values.size() && !is_match; ++i) {
            is_match = meets(criterion.condition, row_value, wanted(i));
        }
    }
    return is_match != criterion.is_negated;
}

/// A criterion with what is nested in it, joined to what was found on its left.
bool joined(bool left, const Criterion& criterion, const ValueOf& value_of)
{
    bool is_match = is_met(criterion, value_of);
    for (const Criterion& child : criterion.children) {
        is_match = joined(is_match, child, value_of);
    }
    return criterion.is_or ? left || is_match : left && is_match;
}

void visit_fields(const std::vector<Criterion>& criteria,
                  const std::function<void(const std::string&)>& visit)
{
    for (const Criterion& criterion : criteria) {
        visit(criterion.field);
        visit_fields(criterion.children, visit);
    }
}

} // namespace

std::vector<Criterion> read_criteria(const Json& given)
{
    std::vector<Criterion> criteria;
    for (const Json& one : given) {
        criteria.push_back(read_criterion(one));
    }
    return criteria;
}

bool matches(const ListQuery& query, const ValueOf& value_of)
{
    for (const auto& [field, wanted] : query.search_fields.items()) {
        if (!meets(Condition::contains, value_of(field), wanted)) {
            return false;
        }
    }
    // The operator of the first one has nothing on its left.
    bool is_match = query.criteria.empty() || !query.criteria.front().is_or;
    for (const Criterion& criterion : query.criteria) {
        is_match = joined(is_match, criterion, value_of);
    }
    return is_match;
}

void for_each_field(const ListQuery& query, const std::function<void(const std::string&)>& visit)
{
    visit_fields(query.criteria, visit);
    for (const auto& [field, wanted] : query.search_fields.items()) {
        visit(field);
    }
}

} // namespace syncctl::fakes::sdp
