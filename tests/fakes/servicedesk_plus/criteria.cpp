#include "fakes/servicedesk_plus/listing.hpp"
#include "fakes/text.hpp"

#include <algorithm>
#include <charconv>

namespace syncctl::fakes::sdp {

namespace {

/// The long form of a condition. \throws Refusal
std::string condition_of(const Json& criterion)
{
    static const std::map<std::string, std::string> k_short{{"eq", "is"},
                                                            {"neq", "is not"},
                                                            {"gt", "greater than"},
                                                            {"gte", "greater or equal"},
                                                            {"lt", "lesser than"},
                                                            {"lte", "lesser or equal"}};
    static const std::vector<std::string> k_known{"is",
                                                  "is not",
                                                  "greater than",
                                                  "greater or equal",
                                                  "lesser than",
                                                  "lesser or equal",
                                                  "between",
                                                  "not between",
                                                  "starts with",
                                                  "ends with",
                                                  "contains",
                                                  "not contains"};
    std::string condition = criterion.value("condition", "");
    if (const auto found = k_short.find(condition); found != k_short.end()) {
        condition = found->second;
    }
    if (std::find(k_known.begin(), k_known.end(), condition) == k_known.end()) {
        throw Refusal{4001, "condition"};
    }
    return condition;
}

/// A criterion's value in the type of the row's. \throws Refusal
Json like(const Json& row_value, const Json& wanted, const std::string& field)
{
    if (!row_value.is_number() || wanted.is_null()) {
        return wanted;
    }
    if (wanted.is_number()) {
        return wanted;
    }
    const std::string text = wanted.is_string() ? wanted.get<std::string>() : "";
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw Refusal{4001, field};
    }
    return number;
}

std::string text_of(const Json& value)
{
    return value.is_string() ? lower(value.get<std::string>()) : value.dump();
}

bool is_equal(const Json& row_value, const Json& wanted)
{
    if (row_value.is_array()) {
        return std::any_of(row_value.begin(), row_value.end(), [&](const Json& one) {
            return is_equal(one, wanted);
        });
    }
    return row_value.is_string() && wanted.is_string() ? text_of(row_value) == text_of(wanted)
                                                       : row_value == wanted;
}

bool is_text_match(const std::string& condition, const Json& row_value, const Json& wanted)
{
    const std::string text = text_of(row_value);
    const std::string part = text_of(wanted);
    if (condition == "starts with") {
        return text.starts_with(part);
    }
    if (condition == "ends with") {
        return text.ends_with(part);
    }
    return text.find(part) != std::string::npos;
}

/// Whether the row's value meets one value of the criterion; a null meets only `is` without value.
bool meets(const std::string& condition, const Json& row_value, const Json& wanted)
{
    if (condition == "is") {
        return is_equal(row_value, wanted);
    }
    if (row_value.is_null() || wanted.is_null()) {
        return false;
    }
    if (condition == "greater than") {
        return row_value > wanted;
    }
    if (condition == "greater or equal") {
        return row_value >= wanted;
    }
    if (condition == "lesser than") {
        return row_value < wanted;
    }
    if (condition == "lesser or equal") {
        return row_value <= wanted;
    }
    return is_text_match(condition, row_value, wanted);
}

bool is_met(const Json& criterion, const ValueOf& value_of)
{
    std::string condition = condition_of(criterion);
    const std::string field = criterion.at("field");
    const Json row_value = value_of(field);
    Json wanted = criterion.value("values", Json::array());
    if (criterion.contains("value")) {
        wanted.push_back(criterion["value"]);
    }
    if (wanted.empty()) {
        wanted.push_back(nullptr);
    }
    for (Json& one : wanted) {
        one = like(row_value, one, field);
    }
    const bool is_negated = condition.find("not") != std::string::npos;
    if (is_negated) {
        condition = condition == "is not" ? "is" : condition.substr(4);
    }
    bool is_match = false;
    if (condition == "between") {
        if (wanted.size() != 2) {
            throw Refusal{4001, field};
        }
        is_match =
            !row_value.is_null() && row_value >= wanted.front() && row_value <= wanted.back();
    } else {
        is_match = std::any_of(wanted.begin(), wanted.end(), [&](const Json& one) {
            return meets(condition, row_value, one);
        });
    }
    return is_match != is_negated;
}

bool is_known_member(const std::string& key)
{
    return key == "field" || key == "condition" || key == "value" || key == "values" ||
           key == "logical_operator" || key == "children";
}

bool with_children(const Json& criterion, const ValueOf& value_of)
{
    bool is_match = is_met(criterion, value_of);
    for (const Json& child : criterion.value("children", Json::array())) {
        const bool is_child_match = with_children(child, value_of);
        is_match = same_text(child.value("logical_operator", "AND"), "OR")
                       ? is_match || is_child_match
                       : is_match && is_child_match;
    }
    return is_match;
}

/// From left to right.
bool all_of(const Json& criteria, const ValueOf& value_of)
{
    bool is_match = true;
    for (std::size_t i = 0; i < criteria.size(); ++i) {
        const bool is_one_match = with_children(criteria[i], value_of);
        const bool is_or = i > 0 && same_text(criteria[i].value("logical_operator", "AND"), "OR");
        is_match = is_or ? is_match || is_one_match : is_match && is_one_match;
    }
    return is_match;
}

void visit_fields(const Json& criteria, const std::function<void(const std::string&)>& visit)
{
    for (const Json& criterion : criteria) {
        for (const auto& [key, value] : criterion.items()) {
            if (!is_known_member(key)) {
                throw Refusal{4001, key};
            }
        }
        (void)condition_of(criterion);
        visit(criterion.at("field"));
        visit_fields(criterion.value("children", Json::array()), visit);
    }
}

} // namespace

bool matches(const ListQuery& query, const ValueOf& value_of)
{
    for (const auto& [field, wanted] : query.search_fields.items()) {
        const Json value = value_of(field);
        if (value.is_null() || !is_text_match("contains", value, wanted)) {
            return false;
        }
    }
    return query.criteria.is_null() || all_of(query.criteria, value_of);
}

void for_each_field(const ListQuery& query, const std::function<void(const std::string&)>& visit)
{
    if (!query.criteria.is_null()) {
        visit_fields(query.criteria, visit);
    }
    for (const auto& [field, wanted] : query.search_fields.items()) {
        visit(field);
    }
}

} // namespace syncctl::fakes::sdp
