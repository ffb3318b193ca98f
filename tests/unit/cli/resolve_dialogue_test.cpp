#include "resolve_dialogue.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace syncctl;
using cli::ResolveDialogue;
using model::Take;

namespace {

model::Value text(const char* value)
{
    return std::string{value};
}

app::DisputedConflict a_conflict(std::int64_t id, const std::string& field)
{
    app::DisputedConflict disputed;
    disputed.conflict.id = {id};
    disputed.conflict.field = field + " <-> " + field;
    disputed.conflict.base = text("old");
    disputed.conflict.source = text("from dev");
    disputed.conflict.target = text("from desk");
    disputed.references = {field, field};
    disputed.base = "old";
    disputed.sides = {"from dev", "from desk"};
    disputed.editable = app::EditableText{.base = "old",
                                          .source = "from dev",
                                          .target = "from desk",
                                          .extension = ".txt",
                                          .remark = {}};
    disputed.strategy = model::Strategy::manual;
    disputed.read_typed = [](const std::string& typed) -> app::WrittenValue {
        if (typed == "wrong") {
            return {.value = std::nullopt, .problem = "that is wrong"};
        }
        return {.value = model::Value{typed}, .problem = {}};
    };
    disputed.read_edited = disputed.read_typed;
    return disputed;
}

app::DisputedItem an_item(const std::string& id, std::vector<app::DisputedConflict> conflicts)
{
    app::DisputedItem item;
    item.pair = "demo";
    item.keys = {"dev:" + id, "desk:" + id};
    item.types = {"Bug", "Incident"};
    item.title = "Printer on fire";
    item.conflicts = std::move(conflicts);
    return item;
}

/// A person at the dialogue, and the database behind it as a test wants it.
struct Talk {
    explicit Talk(std::vector<app::DisputedItem> all)
        : items{std::move(all)}, dialogue{{items.size()}}
    {
        settle();
    }

    /// Gives what is wanted until a line is.
    void settle()
    {
        while (true) {
            for (const auto& line : dialogue.take_screen()) {
                screen += line.text + "\n";
            }
            if (const auto* item = wanted<ResolveDialogue::ReadItem>()) {
                dialogue.item_read(items[item->index]);
            } else if (const auto* store = wanted<ResolveDialogue::Store>()) {
                give(*store);
            } else if (const auto* taken = wanted<ResolveDialogue::Withdraw>()) {
                withdrawn.insert(withdrawn.end(), taken->decided.begin(), taken->decided.end());
                dialogue.withdrawn(0);
            } else if (wanted<ResolveDialogue::LookUpRule>() != nullptr) {
                dialogue.rule_looked_up(looked_up);
            } else {
                return;
            }
        }
    }

    template <class Kind>
    [[nodiscard]] const Kind* wanted() const
    {
        return std::get_if<Kind>(&dialogue.want());
    }

    void give(ResolveDialogue::Store store)
    {
        app::StoredDecisions stored;
        stored.is_overtaken = std::exchange(is_overtaken, false);
        std::vector<app::RememberedRule> remembered;
        if (!stored.is_overtaken) {
            for (const auto& decision : store.decisions) {
                app::ConflictLine line;
                line.conflict = decision.seen;
                line.conflict.decision = decision.take;
                line.conflict.decision_value = decision.value;
                stored.lines.push_back(line);
            }
            for (std::size_t i = 0; i < store.rules.size(); ++i) {
                remembered.push_back({.line = 9,
                                      .before = {},
                                      .after = {},
                                      .problem = {},
                                      .other_conflicts = 0,
                                      .revision = 2});
            }
            stores.push_back(store);
        } else if (after_overtaking) {
            after_overtaking(*this);
        }
        dialogue.stored(stored, remembered);
    }

    /// Types a line; what is shown from here on is in `screen`.
    Talk& type(const std::string& line)
    {
        screen.clear();
        REQUIRE(wanted<ResolveDialogue::ReadLine>() != nullptr);
        dialogue.line_typed(line);
        settle();
        return *this;
    }

    [[nodiscard]] bool shows(const std::string& part) const
    {
        return screen.find(part) != std::string::npos;
    }

    [[nodiscard]] std::string prompt() const
    {
        const auto* line = wanted<ResolveDialogue::ReadLine>();
        return line == nullptr ? "" : line->prompt;
    }

    /// `7 source, 8 set blue` for each time that something was stored.
    [[nodiscard]] std::vector<std::string> stored() const
    {
        std::vector<std::string> all;
        for (const auto& store : stores) {
            std::string words;
            for (const auto& each : store.decisions) {
                words += (words.empty() ? "" : ", ") + std::to_string(each.seen.id.value) + " " +
                         std::string{to_string(each.take)};
                words += each.value ? " " + model::to_text(*each.value) : "";
            }
            all.push_back(words);
        }
        return all;
    }

    std::vector<app::DisputedItem> items;
    ResolveDialogue dialogue;
    std::string screen;
    std::vector<ResolveDialogue::Store> stores;
    std::vector<app::ConflictLine> withdrawn;
    bool is_overtaken = false; ///< the next time that something is to be stored
    void (*after_overtaking)(Talk&) = nullptr;
    app::RememberedRule looked_up{.line = 9,
                                  .before = "  Title: manual",
                                  .after = "  Title: source-priority",
                                  .problem = {},
                                  .other_conflicts = 2,
                                  .revision = 0};
};

using Stored = std::vector<std::string>;

Talk one_item_with_two()
{
    return Talk{{an_item("1", {a_conflict(7, "Title"), a_conflict(8, "Colour")})}};
}

Talk two_items()
{
    return Talk{{an_item("1", {a_conflict(7, "Title")}), an_item("2", {a_conflict(8, "Title")})}};
}

} // namespace

TEST_CASE("a conflict is shown with its item, its values and what can be done", "[cli][resolve]")
{
    const auto talk = one_item_with_two();
    CHECK(talk.shows("Item 1 of 1: dev:1 <-> desk:1"));
    CHECK(talk.shows("Printer on fire"));
    CHECK(talk.shows("Bug <-> Incident, pair demo"));
    CHECK(talk.shows("Conflict 7 (1 of 2): Title <-> Title"));
    CHECK(talk.shows("old                      | from dev                 | from desk"));
    CHECK(talk.shows("[s]ource, [t]arget, [n]ewest, [v]alue, [e]dit, s[k]ip, skip [i]tem, [r]ule"));
    CHECK(talk.prompt() == "What now?");
}

TEST_CASE("an item's decisions are stored together, after its last conflict", "[cli][resolve]")
{
    auto talk = one_item_with_two();
    talk.type("s");
    CHECK(talk.stored().empty());
    CHECK(talk.shows("Conflict 8 (2 of 2)"));
    talk.type("newest");
    CHECK(talk.stored() == Stored{"7 source, 8 newest"});
    CHECK(talk.shows("stored: conflict 7, Title <-> Title: take source"));
    CHECK(talk.prompt() == "That was all. Enter: finish, [u]ndo:");
    talk.type("");
    CHECK(talk.dialogue.is_over());
    CHECK(talk.dialogue.decided().size() == 2);
}

TEST_CASE("a skipped conflict stays open, and the others of its item are stored", "[cli][resolve]")
{
    auto talk = one_item_with_two();
    talk.type("k").type("t");
    CHECK(talk.stored() == Stored{"8 target"});
    CHECK(talk.dialogue.skipped() == 1);
}

TEST_CASE("a skipped item stores nothing, whatever was decided about it", "[cli][resolve]")
{
    auto talk = two_items();
    talk.type("i");
    CHECK(talk.shows("nothing of dev:1 is stored"));
    CHECK(talk.shows("Item 2 of 2"));
    talk.type("s");
    CHECK(talk.stored() == Stored{"8 source"});

    auto halfway = one_item_with_two();
    halfway.type("s").type("i");
    CHECK(halfway.stored().empty());
    CHECK(halfway.dialogue.is_over());
}

TEST_CASE("to quit, or the end of the input, keeps stored items and drops the one at hand",
          "[cli][resolve]")
{
    Talk talk{{an_item("1", {a_conflict(7, "Title")}),
               an_item("2", {a_conflict(8, "Title"), a_conflict(9, "Colour")})}};
    talk.type("s").type("s");
    SECTION("quit")
    {
        talk.type("q");
        CHECK(talk.shows("nothing of dev:2 is stored"));
    }
    SECTION("end of input")
    {
        talk.dialogue.input_ended();
    }
    CHECK(talk.dialogue.is_over());
    CHECK(talk.stored() == Stored{"7 source"});
    CHECK(talk.dialogue.decided().size() == 1);
}

TEST_CASE("what is no answer decides nothing", "[cli][resolve]")
{
    auto talk = one_item_with_two();
    talk.type("");
    CHECK(talk.prompt() == "What now?");
    talk.type("S\x1b[2J");
    CHECK(talk.shows("'S\\x1b[2J' is no answer here; h shows what is"));
    CHECK(talk.type("?").shows("s  source: the source is right"));
    CHECK_FALSE(talk.type("h").shows("undo"));
    CHECK(talk.stored().empty());
    CHECK(talk.type(" t \r").shows("Conflict 8"));
}

TEST_CASE("a value is typed, and typed again when it does not fit", "[cli][resolve]")
{
    auto talk = one_item_with_two();
    CHECK(talk.type("v").shows("As the source writes Title. (none) clears it."));
    CHECK(talk.prompt() == "Value (Enter: back):");
    CHECK(talk.type("wrong").shows("that is wrong"));
    CHECK(talk.type(std::string(4095, 'x')).shows("the end may be missing"));
    CHECK(talk.type("").prompt() == "What now?");
    talk.type("v").type(" agreed by phone").type("s");
    CHECK(talk.stored() == Stored{"7 set  agreed by phone, 8 source"});
}

TEST_CASE("undo goes back one decision, within an item and to the one before", "[cli][resolve]")
{
    SECTION("within the item")
    {
        auto talk = one_item_with_two();
        talk.type("s");
        CHECK(talk.type("u").shows("Conflict 7 (1 of 2)"));
        talk.type("t").type("t");
        CHECK(talk.stored() == Stored{"7 target, 8 target"});
        CHECK(talk.withdrawn.empty());
    }
    SECTION("to a stored item: its decisions are taken back first, and the earlier ones are kept")
    {
        Talk talk{{an_item("1", {a_conflict(7, "Title"), a_conflict(8, "Colour")}),
                   an_item("2", {a_conflict(9, "Title")})}};
        talk.type("s").type("s");
        CHECK(talk.type("u").shows("Conflict 8 (2 of 2)"));
        CHECK(talk.withdrawn.size() == 2);
        CHECK(talk.dialogue.decided().empty());
        talk.type("t").type("s");
        CHECK(talk.stored() == Stored{"7 source, 8 source", "7 source, 8 target", "9 source"});
    }
    SECTION("after the last one")
    {
        auto talk = two_items();
        talk.type("s").type("s").type("u");
        CHECK(talk.shows("Conflict 8"));
        CHECK(talk.type("q").dialogue.decided().size() == 1);
    }
    SECTION("to a skipped item, which has nothing to take back")
    {
        auto talk = two_items();
        talk.type("k").type("u");
        CHECK(talk.shows("Conflict 7"));
        CHECK(talk.withdrawn.empty());
    }
    SECTION("there is none at the beginning")
    {
        auto talk = two_items();
        CHECK(talk.type("u").shows("'u' is no answer here"));
    }
}

TEST_CASE("both texts are merged in the editor", "[cli][resolve]")
{
    auto talk = one_item_with_two();
    talk.type("e");
    const auto* edit = talk.wanted<ResolveDialogue::EditText>();
    REQUIRE(edit != nullptr);
    CHECK(edit->conflict == 7);
    CHECK(edit->text ==
          "<<<<<<< source dev:1\nfrom dev\n=======\nfrom desk\n>>>>>>> target desk:1");
    const auto offered = edit->text;

    SECTION("a good text is shown and asked about")
    {
        talk.dialogue.text_edited("both");
        talk.settle();
        CHECK(talk.shows("Your text\n  both\n"));
        CHECK(talk.prompt() == "Take it? [y]es, [e]dit again, [b]ack:");
        talk.type("y").type("k");
        CHECK(talk.stored() == Stored{"7 set both"});
    }
    SECTION("a marker that was left in is no value")
    {
        talk.dialogue.text_edited(offered);
        talk.settle();
        CHECK(talk.shows("line 1 still is a marker of the merge"));
        CHECK(talk.type("y").prompt() == "[e]dit again, [b]ack:");
        talk.type("e");
        REQUIRE(talk.wanted<ResolveDialogue::EditText>() != nullptr);
        CHECK(talk.wanted<ResolveDialogue::EditText>()->text == offered);
    }
    SECTION("a text that does not fit is edited again")
    {
        talk.dialogue.text_edited("wrong");
        talk.settle();
        CHECK(talk.shows("that is wrong"));
        CHECK(talk.type("b").prompt() == "What now?");
    }
    SECTION("an editor that failed decides nothing")
    {
        talk.dialogue.edit_failed("the editor 'vi' ended with status 1");
        talk.settle();
        CHECK(talk.shows("the editor 'vi' ended with status 1"));
        CHECK(talk.prompt() == "What now?");
    }
}

TEST_CASE("a field that holds no text has no editor", "[cli][resolve]")
{
    auto number = a_conflict(7, "Points");
    number.editable.reset();
    Talk talk{{an_item("1", {number})}};
    CHECK_FALSE(talk.shows("[e]dit"));
    CHECK(talk.type("e").shows("'e' is no answer here"));
}

TEST_CASE(
    "a rule is shown, confirmed, and stored with the item; the rest of the field is left to it",
    "[cli][resolve]")
{
    auto talk = two_items();
    talk.type("r").type("s");
    CHECK(talk.shows("Line 9 of the mapping of demo becomes:"));
    CHECK(talk.shows("-   Title: manual\n+   Title: source-priority\n"));
    CHECK(talk.shows("1 other open conflict"));
    SECTION("no")
    {
        CHECK(talk.type("n").prompt() == "What now?");
        talk.type("s").type("s");
        CHECK(talk.stores[0].rules.empty());
    }
    SECTION("yes")
    {
        talk.type("y");
        REQUIRE(talk.stores.size() == 1);
        CHECK(talk.stored() == Stored{"7 source"});
        REQUIRE(talk.stores[0].rules.size() == 1);
        CHECK(talk.stores[0].rules[0].field == "Title <-> Title");
        CHECK(talk.stores[0].rules[0].strategy == model::Strategy::source_priority);
        CHECK(talk.shows("revision 2 of the mapping"));
        CHECK(talk.shows("conflict 8 (Title <-> Title of dev:2) is left to the new rule"));
        CHECK(talk.prompt() == "That was all. Enter: finish, [u]ndo:");
        CHECK(talk.type("u").shows("the rule in the mapping stays"));
        CHECK(talk.shows("Conflict 7"));
    }
}

TEST_CASE("a rule that cannot be written down says why", "[cli][resolve]")
{
    auto talk = two_items();
    talk.looked_up.problem = "one line cannot change it";
    CHECK(talk.type("r").type("t").shows("one line cannot change it"));
    CHECK(talk.prompt() == "What now?");
}

TEST_CASE("the second of two people is told who decided what and when", "[cli][resolve]")
{
    SECTION("before the item is shown")
    {
        auto item = an_item("1", {a_conflict(8, "Colour")});
        app::ConflictLine line;
        line.source_item = "dev:1";
        line.conflict = a_conflict(7, "Title").conflict;
        line.conflict.decision = Take::source;
        line.conflict.resolved_by = "ann";
        line.conflict.decided_at = {1'795'728'600'000};
        item.settled.push_back(line);
        Talk talk{{item}};
        CHECK(talk.shows(
            "conflict 7 (Title <-> Title of dev:1): ann decided meanwhile on 2026-11-26 21:30"));
        CHECK(talk.shows("take source"));
        CHECK(talk.shows("Conflict 8"));
    }
    SECTION("after they answered: nothing is stored, and what still fits is asked about")
    {
        auto talk = one_item_with_two();
        talk.is_overtaken = true;
        talk.after_overtaking = [](Talk& all) {
            auto gone = all.items[0].conflicts[0].conflict;
            gone.decision = Take::target;
            gone.resolved_by = "ann";
            app::ConflictLine line;
            line.conflict = gone;
            all.items[0].settled.push_back(line);
            all.items[0].conflicts.erase(all.items[0].conflicts.begin());
        };
        talk.type("s").type("s");
        CHECK(talk.stored().empty());
        CHECK(talk.shows("somebody was quicker: nothing of this item was stored"));
        CHECK(talk.shows("ann decided meanwhile"));
        CHECK(talk.prompt() == "[s]tore them, [u]ndo, skip [i]tem, [q]uit:");
        talk.type("s");
        CHECK(talk.stored() == Stored{"8 source"});
    }
    SECTION("when a run found other values: they are shown and asked about anew")
    {
        auto talk = one_item_with_two();
        talk.is_overtaken = true;
        talk.after_overtaking = [](Talk& all) {
            all.items[0].conflicts[0].conflict.source = std::string{"newer"};
            all.items[0].conflicts[0].sides.source = "newer";
        };
        talk.type("s").type("t");
        CHECK(talk.shows("conflict 7 is another one now; look again"));
        CHECK(talk.shows("| newer "));
        talk.type("t");
        CHECK(talk.stored() == Stored{"8 target, 7 target"});
    }
}

TEST_CASE("a decision of somebody else is replaced only after it was shown", "[cli][resolve]")
{
    auto decided = a_conflict(7, "Title");
    decided.conflict.decision = Take::target;
    decided.conflict.resolved_by = "ann";
    Talk talk{{an_item("1", {decided})}};
    CHECK(talk.shows("ann decided on unknown: take target. A decision of yours replaces it."));
    talk.type("s");
    CHECK(talk.stores[0].decisions[0].seen.decision == Take::target);
}

TEST_CASE("to take the side that was deleted is confirmed", "[cli][resolve]")
{
    app::DisputedConflict deleted;
    deleted.conflict.id = {7};
    deleted.conflict.type = model::ConflictType::deleted_source;
    Talk talk{{an_item("1", {deleted})}};
    CHECK(talk.shows("the source's item was deleted, the target's was edited since"));
    CHECK(talk.shows("source: desk:1 is deleted too; target: it stays, without a partner"));
    CHECK_FALSE(talk.shows("[n]ewest"));
    talk.type("s");
    CHECK(talk.prompt() == "The next run deletes desk:1. Is that right? [y/N]");
    talk.type("");
    CHECK(talk.stored().empty());
    talk.type("s").type("y");
    CHECK(talk.stored() == Stored{"7 source"});
}

TEST_CASE("a link without a line for its types waits for the mapping", "[cli][resolve]")
{
    app::DisputedConflict mismatch;
    mismatch.conflict.id = {7};
    mismatch.conflict.type = model::ConflictType::type_mismatch;
    Talk talk{{an_item("1", {mismatch})}};
    CHECK(talk.type("s").shows("'s' is no answer here"));
    talk.type("k");
    CHECK(talk.dialogue.is_over());
}

TEST_CASE("a hostile title or name cannot draw on the screen or pose as a line of ours",
          "[cli][resolve]")
{
    auto item = an_item("1", {a_conflict(7, "Title")});
    item.title = "\x1b[2J\nstored: conflict 7";
    item.keys.source = "dev:\x1b]0;1\x07";
    Talk talk{{item}};
    CHECK(talk.screen.find('\x1b') == std::string::npos);
    CHECK_FALSE(talk.shows("\nstored:"));
    CHECK(talk.shows("\\x1b[2J\\x0astored"));
}

TEST_CASE("no item left to ask about ends the dialogue", "[cli][resolve]")
{
    CHECK(ResolveDialogue{{0}}.is_over());
    auto item = an_item("1", {});
    item.vanished = 2;
    Talk talk{{item}};
    CHECK(talk.dialogue.is_over());
    CHECK(talk.shows("2 conflicts are gone"));
}
