#include "functions/people.hpp"

#include "functions/transform.hpp"
#include "quote.hpp"
#include "utf8.hpp"

#include "syncctl/model/side.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace syncctl::mapping {
namespace functions {
namespace {

using model::Side;
using model::TransformStep;
using model::UnknownPerson;
using model::Value;

/// Of `Jane Doe <jane@contoso.com>` what is in the brackets, else the whole text; without white
/// space around.
std::string_view person_in(std::string_view text)
{
    text = trimmed(text);
    const auto open = text.rfind('<');
    if (open == std::string_view::npos || !text.ends_with('>')) {
        return text;
    }
    const auto inside = trimmed(text.substr(open + 1, text.size() - open - 2));
    return inside.find('@') == std::string_view::npos ? text : inside;
}

bool is_address(std::string_view person)
{
    const auto at = person.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < person.size() &&
           person.find('@', at + 1) == std::string_view::npos;
}

/// The section `users`, ready for look-ups in both directions.
class People {
public:
    explicit People(const TransformStep& step) : m_rule{step.users.value_or(model::UserRule{})}
    {
        for (const auto& line : step.table) {
            const model::BothSides<const std::string*> ends{&line.source, &line.target};
            for (const auto side : model::k_sides) {
                if (model::points_to(line.arrow, side)) {
                    m_known[side].emplace(person_key(*ends[model::other(side)]), *ends[side]);
                }
            }
        }
    }

    /// One text: a person, a problem or left alone.
    [[nodiscard]] TransformResult towards(Side side, const std::string& text) const
    {
        const auto found = m_known[side].find(person_key(text));
        if (found != m_known[side].end()) {
            return Value{found->second};
        }
        const auto person = person_in(text);
        if (m_rule.match_address && is_address(person)) {
            return Value{std::string{person}};
        }
        const auto& unknown = m_rule.unknown[side];
        const auto reason =
            fmt::format("{} is nobody known on the {}", shortly(text), model::to_string(side));
        switch (unknown.rule) {
        case UnknownPerson::Rule::leave:
            return LeftAlone{reason};
        case UnknownPerson::Rule::substitute:
            return Value{unknown.substitute};
        case UnknownPerson::Rule::error:
            break;
        }
        return TransformProblem{reason};
    }

private:
    model::UserRule m_rule;
    model::BothSides<std::unordered_map<std::string, std::string>> m_known;
};

/// Nobody is dropped from a list: one unknown person decides for the whole field.
TransformResult everyone_towards(const People& people, Side side, const model::List& texts)
{
    model::List list;
    std::unordered_set<std::string> seen;
    for (const auto& text : texts) {
        auto result = people.towards(side, text);
        auto* person = std::get_if<Value>(&result);
        if (person == nullptr) {
            return result;
        }
        auto& name = std::get<std::string>(*person);
        if (seen.insert(name).second) {
            list.push_back(std::move(name));
        }
    }
    return Value{std::move(list)};
}

Made make_user(const TransformStep& step)
{
    const auto people = std::make_shared<const People>(step);
    const auto towards = [people](Side side) {
        return [people, side](const Value& value) -> TransformResult {
            if (const auto* text = std::get_if<std::string>(&value)) {
                return people->towards(side, *text);
            }
            if (const auto* list = std::get_if<model::List>(&value)) {
                return everyone_towards(*people, side, *list);
            }
            return wrong_shape("user", "a person or a list of them", value);
        };
    };
    return Ready{towards(Side::target), towards(Side::source)};
}

Made make_username(const TransformStep& /*step*/)
{
    return Ready{on_text("username", [](const std::string& text) {
        const auto person = person_in(text);
        return std::string{person.substr(0, person.find('@'))};
    })};
}

constexpr ShapeEffect k_people{.takes = {Shape::text, Shape::list}, .keeps_shape = true};

constexpr std::array<Transform, 2> k_transforms{{
    {{.name = "username",
      .older_name = "emailToUsername",
      .transform_class = TransformClass::one_way,
      .usage = "username",
      .description = "the text before the first `@`, if there is one",
      .effects = k_text_both_ways,
      .lengths = {Length::kept, Length::kept}},
     make_username},
    {{.name = "user",
      .transform_class = TransformClass::lossless,
      .usage = "user",
      .description = "the same person on the other side, or each of a list of them: by `users`",
      .way_back = "the lines of `users` backwards",
      .effects = {k_people, k_people},
      .lengths = {Length::bounded, Length::bounded}},
     make_user},
}};

} // namespace

std::span<const Transform> people_transforms()
{
    return k_transforms;
}

} // namespace functions

std::string person_key(const std::string& text)
{
    std::string key{functions::person_in(text)};
    for (auto& character : key) {
        if (character >= 'A' && character <= 'Z') {
            character = static_cast<char>(character - 'A' + 'a');
        }
    }
    return key;
}

} // namespace syncctl::mapping
