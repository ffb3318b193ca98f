#include "suggest_fixture.hpp"

#include "syncctl/base/text.hpp"

#include <chrono>
#include <random>

namespace syncctl::test {

namespace {

using model::FieldType;
using model::StatusCategory;

/// Names that a tracker could have, and some that break documents that are put together carelessly.
const std::vector<std::string>& names()
{
    static const std::vector<std::string> all{"Title",
                                              "subject",
                                              "Priority",
                                              "priority",
                                              "Bug",
                                              "Incident",
                                              "Task",
                                              "State",
                                              "New",
                                              "Open",
                                              "Closed",
                                              "Due date",
                                              "due_by",
                                              "Tags",
                                              "Area",
                                              "id",
                                              "Ticket number",
                                              "CreatedBy",
                                              "__proto__",
                                              "constructor",
                                              "_",
                                              "",
                                              " ",
                                              " lead",
                                              "trail ",
                                              "a: b",
                                              "# no comment",
                                              "- x",
                                              "? y",
                                              "& a",
                                              "* b",
                                              "! t",
                                              "% d",
                                              "@ e",
                                              "`f`",
                                              "{ g }",
                                              "[ h ]",
                                              "a|b",
                                              "a <-> b",
                                              "->",
                                              "a\"b",
                                              "it's",
                                              "back\\slash",
                                              "new\nline",
                                              "tab\there",
                                              "\r\n",
                                              "\x01\x1b[31m",
                                              "\x7f",
                                              "null",
                                              "true",
                                              "1.0",
                                              "~",
                                              "name(arg)",
                                              "a,b",
                                              "a=b",
                                              "\xC2\x85",
                                              "\xE2\x80\xA8",
                                              "\xE2\x80\xAE"
                                              "evil",
                                              "\xEF\xBB\xBF"
                                              "bom",
                                              "\xEF\xBF\xBE",
                                              "caf\xC3\xA9",
                                              "\xFF",
                                              "\xC3",
                                              std::string{"nul\0x", 5},
                                              std::string(500, 'x'),
                                              std::string(150, '\x02')};
    return all;
}

class Dice {
public:
    explicit Dice(unsigned seed) : m_engine{seed} {}

    std::size_t below(std::size_t limit) { return m_engine() % limit; }

    const std::string& name() { return names()[below(names().size())]; }

    model::FieldInfo field()
    {
        auto field = a_field(name(), static_cast<FieldType>(below(10)), name());
        field.is_required = below(4) == 0;
        field.is_readonly = below(4) == 0;
        if (below(3) == 0) {
            field.max_length = below(40);
        }
        for (auto count = below(6); field.type == FieldType::choice && count > 0; --count) {
            field.allowed.push_back(below(2) == 0 ? name() : std::to_string(below(5)));
        }
        return field;
    }

    model::Metadata metadata()
    {
        model::Metadata metadata;
        for (auto types = 1 + below(4); types > 0; --types) {
            auto type = a_type(below(3) == 0 ? name() : "Type " + std::to_string(below(5)), {});
            for (auto count = below(6); count > 0; --count) {
                type.statuses.push_back({name(), static_cast<StatusCategory>(below(5))});
            }
            for (auto count = below(15); count > 0; --count) {
                type.fields.push_back(field());
            }
            metadata.types.push_back(std::move(type));
        }
        metadata.types.push_back(a_type("Type 0", {a_field("State", FieldType::status)}));
        return metadata;
    }

private:
    std::mt19937 m_engine;
};

} // namespace

TEST_CASE("whatever trackers are called, the suggestion compiles and is shown safely",
          "[mapping][suggest][property]")
{
    constexpr unsigned k_cases = 300;
    for (unsigned seed = 0; seed < k_cases; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        SuggestWorld world;
        world.source = dice.metadata();
        world.target = dice.metadata();
        world.direction = static_cast<model::Direction>(dice.below(3));
        world.min_score = static_cast<int>(dice.below(101));
        const auto document = world.good();
        std::string joined = document.text;
        std::replace(joined.begin(), joined.end(), '\n', ' ');
        CHECK(base::term_safe(joined) == joined);
        for (const auto& each : document.suggestions) {
            CAPTURE(each.rule, each.reason);
            // Nothing can name one of two fields with the same reference.
            const bool is_twice = each.reason.find("several fields called") != std::string::npos;
            CHECK((is_twice || !each.reason.starts_with("left out")));
        }
    }
}

TEST_CASE("a rule is left out where no type name tells its pair from another", "[mapping][suggest]")
{
    SuggestWorld world;
    world.source = {{a_type("Bug", {a_field("Site", FieldType::text)}), a_type("bug", {})}};
    world.target = {{a_type("bug", {a_field("site", FieldType::text)}), a_type("Bug", {})}};
    const auto document = world.good();
    CHECK(found(document, "Bug <-> bug").is_active);
    CHECK(found(document, "bug <-> Bug").is_active);
    CHECK(found(document, "Site <-> site").rule.empty());
}

TEST_CASE("a hundred thousand fields on each side take no time to speak of", "[mapping][suggest]")
{
    constexpr int k_fields = 100'000;
    std::vector<model::FieldInfo> source;
    std::vector<model::FieldInfo> target;
    for (int i = 0; i < k_fields; ++i) {
        source.push_back(a_field("Custom.F" + std::to_string(i), FieldType::text, "Field of ours"));
        target.push_back(a_field("udf_" + std::to_string(i), FieldType::text, "Field of theirs"));
    }
    const auto world = with_fields(std::move(source), std::move(target));
    const auto document = world.suggested();
    CHECK_FALSE(mapping::has_errors(world.compiled(document.text).diagnostics));
    CHECK(document.text.size() < (1U << 20U));
}

TEST_CASE("a document never grows beyond what can be imported", "[mapping][suggest]")
{
    std::vector<model::FieldInfo> fields;
    for (int i = 0; i < 20'000; ++i) {
        fields.push_back(a_field("Some.Quite.Long.Reference.Of.Field" + std::to_string(i),
                                 FieldType::text,
                                 "Name" + std::to_string(i)));
    }
    const auto world = with_fields(fields, fields);
    const auto document = world.suggested();
    CHECK_FALSE(mapping::has_errors(world.compiled(document.text).diagnostics));
    CHECK(document.text.size() < (1U << 20U));
    CHECK(has_text(document.text, "would make this document too long"));
}

} // namespace syncctl::test
