#pragma once

#include "screen.hpp"

#include "syncctl/app/conflict_items.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace syncctl::cli {

/// How a person decides conflicts, item by item, without terminal and database: it says what it
/// wants next, is told what came of it, and has something to show after each step. What was decided
/// about an item is to be stored together, when its last conflict was decided or skipped.
class ResolveDialogue {
public:
    struct Options {
        std::size_t items = 0;
        bool is_dry_run = false;
    };

    // ---- what it can want

    /// item_read()
    struct ReadItem {
        std::size_t index = 0;
    };

    /// line_typed() or input_ended()
    struct ReadLine {
        std::string prompt;
    };

    /// text_edited() or edit_failed()
    struct EditText {
        std::int64_t conflict = 0;
        std::string extension;
        std::string text;
    };

    /// rule_looked_up()
    struct LookUpRule {
        app::RuleToRemember rule;
    };

    /// stored()
    struct Store {
        std::vector<app::ItemDecision> decisions;
        std::vector<app::RuleToRemember> rules;
    };

    /// withdrawn()
    struct Withdraw {
        std::vector<app::ConflictLine> decided;
    };

    struct Nothing {};

    using Want = std::variant<ReadItem, ReadLine, EditText, LookUpRule, Store, Withdraw, Nothing>;

    explicit ResolveDialogue(Options options);

    [[nodiscard]] const Want& want() const { return m_want; }

    [[nodiscard]] bool is_over() const { return std::holds_alternative<Nothing>(m_want); }

    /// What is to be shown now; then it is gone.
    [[nodiscard]] Screen take_screen() { return std::exchange(m_screen, {}); }

    /// Columns of the terminal; may change at any time.
    void set_columns(std::size_t columns);

    // ---- what it is told

    void item_read(app::DisputedItem item);
    void line_typed(std::string_view line);
    void input_ended();
    void text_edited(const std::string& text);
    /// Nothing came of it; `reason` is shown.
    void edit_failed(std::string_view reason);
    void rule_looked_up(const app::RememberedRule& rule);
    /// \param rules what became of each rule of the wish
    void stored(const app::StoredDecisions& decisions,
                const std::vector<app::RememberedRule>& rules);
    /// \param kept how many decisions could not be taken back
    void withdrawn(std::size_t kept);

    /// All that was decided and stored, in order.
    [[nodiscard]] std::vector<app::ConflictLine> decided() const;
    /// Conflicts that were asked about and not decided.
    [[nodiscard]] std::size_t skipped() const;

private:
    enum class Question {
        field,  ///< what to do about a conflict
        value,  ///< the value to set
        edited, ///< whether to take what was edited
        rule,   ///< which side wins from now on
        confirm_rule,
        removal, ///< whether the other item is to be deleted
        rest,    ///< after others were quicker: store what is left?
        closing, ///< everything was asked
    };

    /// A decision, or (without) a conflict that was skipped.
    struct Answer {
        model::Conflict seen;
        std::optional<app::ItemDecision> decision{};
        std::optional<app::RuleToRemember> rule{};
        bool was_asked = true; ///< false: left to a rule of this session
    };

    /// An item that is done.
    struct Done {
        std::size_t index = 0;
        std::vector<Answer> answers;
        std::vector<app::ConflictLine> lines;
    };

    struct Command {
        char key = 0;
        std::string_view word{};
        std::string_view label{}; ///< the word with its key marked
        std::string_view help{};
        bool (ResolveDialogue::*is_possible)() const = nullptr;
        void (ResolveDialogue::*act)() = nullptr;
    };

    static const std::vector<Command>& commands();

    [[nodiscard]] const app::DisputedConflict& current() const
    {
        return m_item.conflicts[m_answers.size()];
    }

    [[nodiscard]] bool is_about_field() const;
    [[nodiscard]] bool is_decidable() const;
    [[nodiscard]] bool is_editable() const;
    [[nodiscard]] bool is_ruled() const;
    [[nodiscard]] bool can_undo() const;

    [[nodiscard]] bool always() const { return true; }

    void take_source();
    void take_target();
    void take_newest();
    void ask_value();
    void ask_editor();
    void skip();
    void skip_item();
    void undo();
    void ask_rule();
    void show_all();
    void help();
    void quit();

    void typed_value(std::string_view line);
    void typed_about_edit(std::string_view line);
    void typed_rule(std::string_view line);
    void typed_confirmation(std::string_view line);
    void typed_removal(std::string_view line);
    void typed_about_rest(std::string_view line);
    void typed_closing(std::string_view line);

    void take(model::Take take, std::optional<model::Value> value = std::nullopt);
    void take_side(model::Side side); ///< asks first where that deletes the other item
    void take_value_of(model::Side side);
    void answer(Answer answer);
    void go_on();
    void conclude();
    void next_item();
    void reread(std::vector<Answer> kept);
    void keep_answers(const std::vector<Answer>& kept);
    void skip_ruled();
    [[nodiscard]] bool has_decision() const;
    [[nodiscard]] static bool was_asked(const std::vector<Answer>& answers);
    static void drop_last_asked(std::vector<Answer>& answers);

    void ask(Question question, std::string_view prompt);
    void ask_field();
    void show_item();
    void show_conflict();
    void show_settled();
    void say(std::string_view text, ScreenLine::Style style = ScreenLine::Style::plain);
    void notice(std::string_view text);

    Options m_options;
    std::size_t m_columns = 80;
    Want m_want;
    Screen m_screen;
    Question m_question = Question::field;
    std::size_t m_index = 0; ///< of the item
    app::DisputedItem m_item;
    std::vector<Answer> m_answers; ///< about the first conflicts of the item
    std::vector<Answer> m_kept;    ///< for an item that is read again
    bool m_is_overtaken = false;   ///< the item is read again because others were quicker
    std::optional<app::RuleToRemember> m_rule; ///< that is asked about
    std::optional<model::Value> m_edited;      ///< that is asked about
    std::string m_edited_text;
    std::vector<Done> m_done;
    std::vector<app::RuleToRemember> m_remembered;
};

} // namespace syncctl::cli
