#include "engine/merge.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using engine::FieldResult;
using model::FieldType;
using model::Value;

namespace {

/// A long text with its history, under a rule with `merge: lines`.
struct Notes {
    std::string base = "one\ntwo\nthree\nfour\nfive\n";
    std::string source = base;
    std::string target = base;
    FieldType source_type = FieldType::text;
    FieldType target_type = FieldType::text;
    bool merges_lines = true;
    bool has_base = true;
    std::vector<model::TransformStep> chain;

    [[nodiscard]] engine::FieldOutcome merge() const
    {
        model::FieldMappingRow row;
        row.source_field = "Notes";
        row.target_field = "description";
        row.chain = chain;
        row.merges_lines = merges_lines;
        const mapping::FieldRule rule{
            row, model::Strategy::manual, {info(source_type), info(target_type)}};
        const auto known = has_base ? std::optional<Value>{base} : std::nullopt;
        return engine::merge_field({.rule = rule,
                                    .may_write = {true, true},
                                    .base = {known, known},
                                    .current = {Value{source}, Value{target}}},
                                   {});
    }

    static std::optional<model::FieldInfo> info(FieldType type)
    {
        model::FieldInfo field;
        field.type = type;
        return field;
    }
};

} // namespace

TEST_CASE("edits of different lines of a long text both survive", "[engine][merge]")
{
    Notes notes;
    notes.source = "ONE\ntwo\nthree\nfour\nfive\n";
    notes.target = "one\ntwo\nthree\nfour\nfive\nsix\n";
    const auto outcome = notes.merge();
    CHECK(outcome.result == FieldResult::write);
    CHECK(outcome.writes.source == Value{std::string{"ONE\ntwo\nthree\nfour\nfive\nsix\n"}});
    CHECK(outcome.writes.target == outcome.writes.source);
    CHECK(outcome.resolution.empty());
}

TEST_CASE("edits of the same line are decided by the strategy", "[engine][merge]")
{
    Notes notes;
    notes.source = "one\ntwo\nTHREE\nfour\nfive\n";
    notes.target = "one\ntwo\nDrei\nfour\nfive\n";
    CHECK(notes.merge().result == FieldResult::conflict);
}

TEST_CASE("without `merge: lines` a text is one value", "[engine][merge]")
{
    Notes notes;
    notes.merges_lines = false;
    notes.source = "ONE\ntwo\nthree\nfour\nfive\n";
    notes.target = "one\ntwo\nthree\nfour\nfive\nsix\n";
    CHECK(notes.merge().result == FieldResult::conflict);
}

TEST_CASE("texts that never agreed are not merged by line", "[engine][merge]")
{
    Notes notes;
    notes.has_base = false;
    notes.source = "ONE\ntwo\nthree\nfour\nfive\n";
    notes.target = "one\ntwo\nthree\nfour\nfive\nsix\n";
    CHECK(notes.merge().result == FieldResult::conflict);
}

TEST_CASE("the same edit on both sides is one edit", "[engine][merge]")
{
    Notes notes;
    notes.source = "one\ntwo\nthree\nfour\nfive\nsix\n";
    notes.target = notes.source;
    CHECK(notes.merge().result == FieldResult::agreed);
}

TEST_CASE("HTML is cut into lines behind the elements that end one", "[engine][merge]")
{
    Notes notes;
    notes.source_type = FieldType::html;
    notes.target_type = FieldType::html;
    notes.base = "<div>one</div><div>two</div><div>three</div>";
    notes.source = "<div>ONE</div><div>two</div><div>three</div>";
    notes.target = "<div>one</div><div>two</div><div>three</div><div>four</div>";
    const auto outcome = notes.merge();
    CHECK(outcome.result == FieldResult::write);
    CHECK(outcome.writes.source ==
          Value{std::string{"<div>ONE</div><div>two</div><div>three</div><div>four</div>"}});
}

TEST_CASE("texts whose bases do not mean the same are not merged by line", "[engine][merge]")
{
    Notes notes;
    notes.chain = {{"prefix", {"> "}, {}}};
    notes.base =
        "> one\ntwo\nthree\nfour\nfive\n"; // at the source as well, where no prefix belongs
    notes.source = "> one\ntwo\nthree\nfour\nfive\nsix\n";
    notes.target = "> one\ntwo\nTHREE\nfour\nfive\n";
    CHECK(notes.merge().result == FieldResult::conflict);
}

TEST_CASE("a text that holds the sign for a cut is not merged", "[engine][merge][hostile]")
{
    Notes notes;
    notes.source_type = FieldType::html;
    notes.target_type = FieldType::html;
    notes.base = "<div>one</div><div>two\v\n</div><div>three</div>";
    notes.source = "<div>ONE</div><div>two\v\n</div><div>three</div>";
    notes.target = "<div>one</div><div>two\v\n</div><div>three</div><div>four</div>";
    CHECK(notes.merge().result == FieldResult::conflict);
}
