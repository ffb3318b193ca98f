#include "syncctl/model/value.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <algorithm>

namespace syncctl::model {
namespace {

List as_set(List list)
{
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

/// Calls the function for the alternative that the value holds.
template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace

Number number_from_text(std::string_view text)
{
    auto canonical = base::canonical_number(text);
    if (!canonical) {
        throw Error{ErrorCode::document, "not a number"};
    }
    return Number{std::move(*canonical)};
}

bool same_value(const Value& one, const Value& other)
{
    const auto* list = std::get_if<List>(&one);
    const auto* other_list = std::get_if<List>(&other);
    if (list != nullptr && other_list != nullptr) {
        return *list == *other_list || as_set(*list) == as_set(*other_list);
    }
    return one == other;
}

bool differs_in_space_only(const Value& one, const Value& other)
{
    const auto squeezed = [](const Value& value) {
        auto text = to_text(value);
        std::erase_if(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
        return text;
    };
    return same_value(one, other) || squeezed(one) == squeezed(other);
}

std::string to_text(const Value& value)
{
    return std::visit(Overloaded{[](std::monostate) { return std::string{}; },
                                 [](const std::string& text) { return text; },
                                 [](const Number& number) { return number.text; },
                                 [](bool flag) { return std::string{flag ? "true" : "false"}; },
                                 [](const List& list) {
                                     std::string text;
                                     for (const auto& each : list) {
                                         text += (text.empty() ? "" : ", ") + each;
                                     }
                                     return text;
                                 }},
                      value);
}

std::string_view shape_of(const Value& value)
{
    return std::visit(Overloaded{[](std::monostate) { return std::string_view{"null"}; },
                                 [](const std::string&) { return std::string_view{"text"}; },
                                 [](const Number&) { return std::string_view{"number"}; },
                                 [](bool) { return std::string_view{"boolean"}; },
                                 [](const List&) { return std::string_view{"list"}; }},
                      value);
}

const Value& value_of(const Fields& fields, std::string_view reference)
{
    static const Value k_null;
    const auto found = fields.find(reference);
    return found == fields.end() ? k_null : found->second;
}

} // namespace syncctl::model
