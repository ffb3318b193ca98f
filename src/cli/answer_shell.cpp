#include "answer_shell.hpp"

#include "command_line.hpp"
#include "completion.hpp"
#include "environment.hpp"
#include "exit_code.hpp"
#include "session.hpp"
#include "shell_line.hpp"
#include "talk.hpp"
#include "terminal.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/known_names.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <exception>
#include <optional>

namespace syncctl::cli {

namespace {

constexpr std::size_t k_about_columns = 60;

/// What is being typed, in the terms of `complete`.
struct Question {
    std::vector<std::string> before; ///< without the program's name
    std::string current;
    std::optional<ShellLine> line; ///< of bash
};

std::optional<Question> question_from(const std::vector<std::string>& arguments)
{
    constexpr std::size_t k_least = 4;
    if (arguments.size() < k_least) {
        return std::nullopt;
    }
    Question question;
    const auto& shell = arguments[1];
    if (shell == "bash") {
        question.line = read_shell_line(arguments.at(3), arguments.at(2));
        question.before = question.line->before;
        question.current = question.line->current;
    } else if (shell == "zsh" || shell == "fish") {
        question.before.assign(arguments.begin() + 2, arguments.end() - 1);
        question.current = arguments.back();
    }
    if (question.before.empty()) {
        return std::nullopt;
    }
    question.before.erase(question.before.begin());
    return question;
}

/// The database that the line names, else the usual one.
Globals globals_in(const std::vector<std::string>& words)
{
    constexpr std::string_view k_name = "--db";
    Globals globals;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == k_name && i + 1 < words.size()) {
            globals.database = words[i + 1];
        } else if (word.substr(0, k_name.size() + 1) == "--db=") {
            globals.database = std::string{word.substr(k_name.size() + 1)};
        }
    }
    globals.is_quiet = true;
    globals.allows_input = false;
    return globals;
}

std::vector<Candidate> names_of(Session& session, Takes takes)
{
    std::vector<Candidate> candidates;
    const auto add = [&](const std::vector<app::KnownName>& names) {
        for (const auto& name : names) {
            candidates.push_back({.word = name.name, .about = name.about});
        }
    };
    if (takes == Takes::connector_type) {
        for (const auto& type : app::connector_types(session.registry())) {
            candidates.push_back({.word = type.name, .about = type.purpose});
        }
    } else if (takes == Takes::pair) {
        add(app::known_pairs(session.workspace()));
    } else if (takes == Takes::connector) {
        add(app::known_connectors(session.workspace()));
    } else if (takes == Takes::setting) {
        add(app::known_settings(session.workspace()));
    } else if (takes == Takes::conflict) {
        add(app::known_conflicts(session.workspace()));
    }
    return candidates;
}

std::string_view word_of_paths(Takes paths)
{
    return paths == Takes::file ? "files" : paths == Takes::folder ? "folders" : "words";
}

/// A name with control characters could be taken for several, or do things to the terminal.
bool is_printable(const Candidate& candidate)
{
    return base::term_safe(candidate.word) == candidate.word;
}

void append_for_bash(std::string& out, const Completion& completion, const ShellLine& line)
{
    for (const auto& candidate : completion.candidates) {
        const auto whole = completion.prefix + candidate.word;
        // bash itself does not look at what was typed.
        if (is_printable(candidate) && whole.size() >= line.current.size() &&
            whole.compare(0, line.current.size(), line.current) == 0) {
            out += quoted_for_shell(std::string_view{whole}.substr(line.kept), line.quote) + '\n';
        }
    }
}

void append_with_meaning(std::string& out, const Completion& completion)
{
    for (const auto& candidate : completion.candidates) {
        if (is_printable(candidate)) {
            out +=
                fmt::format("{}\t{}\n",
                            candidate.word,
                            base::cut_to_width(base::term_safe(candidate.about), k_about_columns));
        }
    }
}

std::string answer(const std::vector<std::string>& arguments, const base::StopFlag& stop)
{
    const auto question = question_from(arguments);
    if (!question) {
        return {};
    }
    Environment environment;
    const base::SystemClock clock;
    Talk talk{clock, {.is_quiet = true, .verbosity = 0, .has_color = false, .has_progress = false}};
    Session session{globals_in(question->before), environment, talk, stop};
    const auto names = [&](Takes takes) -> std::vector<Candidate> {
        try {
            return names_of(session, takes);
        } catch (const std::exception&) {
            return {}; // no database, another schema, a damaged one: nothing to offer
        }
    };
    const auto completion = complete(question->before, question->current, names);
    auto out = fmt::format("{} {}\n", word_of_paths(completion.paths), completion.prefix);
    if (question->line) {
        append_for_bash(out, completion, *question->line);
    } else {
        append_with_meaning(out, completion);
    }
    return out;
}

} // namespace

int answer_shell(const std::vector<std::string>& arguments, const base::StopFlag& stop)
{
    // Whatever it may wait for, a person waits with it: the alarm ends the program, silently.
    constexpr unsigned k_seconds = 2;
    ::alarm(k_seconds);
    try {
        static_cast<void>(write_all(STDOUT_FILENO, answer(arguments, stop)));
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): nobody asked for a message
    }
    return k_exit_ok;
}

} // namespace syncctl::cli
