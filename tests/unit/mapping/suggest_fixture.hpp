#pragma once

#include "fixture.hpp"

#include "syncctl/mapping/suggest.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::test {

/// Two trackers, and what is suggested for them.
struct SuggestWorld {
    model::Metadata source = development();
    model::Metadata target = service_desk();
    model::Direction direction = model::Direction::both;
    int min_score = 50;
    model::BothSides<std::vector<model::WorkItem>> samples;

    [[nodiscard]] mapping::SuggestedDocument suggested() const
    {
        const base::Timestamp discovered{1'700'000'000'000};
        return mapping::suggest({.pair = "dev-desk",
                                 .sides = {{"ado", &source, discovered, samples.source},
                                           {"sdp", &target, discovered, samples.target}},
                                 .direction = direction,
                                 .min_score = min_score,
                                 .now = {discovered.ms + 3LL * 24 * 60 * 60 * 1000}});
    }

    [[nodiscard]] mapping::Compiled compiled(std::string_view document) const
    {
        return mapping::compile(document, {"ado", "sdp", &source, &target, direction});
    }

    /// The document, which compiles without errors, and says the same when it is asked again.
    [[nodiscard]] mapping::SuggestedDocument good() const
    {
        auto document = suggested();
        const auto result = compiled(document.text);
        CAPTURE(document.text, result.diagnostics);
        CHECK_FALSE(mapping::has_errors(result.diagnostics));
        CHECK(suggested().text == document.text);
        return document;
    }

    [[nodiscard]] std::string text() const { return good().text; }
};

inline model::TypeInfo a_type(std::string name, std::vector<model::FieldInfo> fields)
{
    model::TypeInfo type;
    type.name = std::move(name);
    type.fields = std::move(fields);
    return type;
}

inline model::FieldInfo a_choice(std::string reference, std::vector<std::string> allowed)
{
    auto field = a_field(std::move(reference), FieldType::choice);
    field.allowed = std::move(allowed);
    return field;
}

/// A world of one type on each side, with these fields.
inline SuggestWorld with_fields(std::vector<model::FieldInfo> source,
                                std::vector<model::FieldInfo> target)
{
    SuggestWorld world;
    world.source = {{a_type("Bug", std::move(source))}};
    world.target = {{a_type("Incident", std::move(target))}};
    return world;
}

inline model::WorkItem an_item(std::string id, std::string type, model::Fields fields)
{
    model::WorkItem item;
    item.id = std::move(id);
    item.type = std::move(type);
    item.fields = std::move(fields);
    return item;
}

inline bool has_text(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// The suggestion with this rule; an empty one when there is none.
inline mapping::Suggestion found(const mapping::SuggestedDocument& document, std::string_view rule)
{
    const auto at = std::find_if(document.suggestions.begin(),
                                 document.suggestions.end(),
                                 [rule](const auto& each) { return each.rule == rule; });
    return at == document.suggestions.end() ? mapping::Suggestion{} : *at;
}

} // namespace syncctl::test
