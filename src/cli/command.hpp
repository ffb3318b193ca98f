#pragma once

#include "data.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

class Session;

/// An option as a command declares it.
struct OptionSpec {
    std::string_view flags{}; ///< "-n,--dry-run"
    std::string_view value{}; ///< what it takes, for the help; empty for a flag
    std::string_view help{};
    bool is_required = false;
    bool is_repeatable = false;
    std::vector<std::string> choices{}; ///< the only values; empty = any
};

struct PositionalSpec {
    std::string_view name{};
    std::string_view help{};
    bool is_required = true;
    bool is_repeatable = false; ///< only the last one
};

struct Example {
    std::string_view line{}; ///< the whole command line
    std::string_view purpose{};
};

/// What the user typed for one command.
class Arguments {
public:
    /// \param name without dashes: "dry-run", or the name of a positional
    [[nodiscard]] bool has(std::string_view name) const
    {
        return m_values.find(name) != m_values.end();
    }

    [[nodiscard]] std::optional<std::string> find(std::string_view name) const;

    [[nodiscard]] std::string text(std::string_view name) const
    {
        return find(name).value_or(std::string{});
    }

    [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;
    /// \throws Error{usage} when it is no whole number of that range
    [[nodiscard]] std::optional<std::int64_t>
    number(std::string_view name, std::int64_t least, std::int64_t most) const;

    [[nodiscard]] bool is_dry_run() const { return has("dry-run"); }

    void add(std::string_view name, std::string value)
    {
        m_values[std::string{name}].push_back(std::move(value));
    }

private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
};

struct Column {
    std::string key;
    std::string title;
};

/// table: rows below each other. details: one `title: value` per line. none: for JSON and CSV only.
enum class Layout { table, details, none };

/// A further part of what people see.
struct Section {
    std::string title{};
    std::vector<Column> columns{};
    std::vector<Data> rows{};
    Layout layout = Layout::table;
};

/// Why a command did not fully succeed, as people and programs are told.
struct Problem {
    std::string code{};
    std::string message{};
    std::string hint{};
    bool is_retryable = false;
};

/// What a command answers, in one form for all formats.
struct Result {
    std::vector<Data> rows{};      ///< `data` of JSON, the lines of JSONL and CSV
    std::vector<Column> columns{}; ///< of the table and of CSV; empty = every key of the first row
    Layout layout = Layout::table;
    std::vector<Section> sections{};
    std::optional<std::string> verbatim{}; ///< instead of a table: text that goes out as it is
    bool is_report = false;                ///< tells what was done; -q hides it
    std::vector<std::string> notes{};      ///< talk, on stderr
    std::vector<std::string>
        rendered{}; ///< finished lines for stderr that -q does not hide (diagnostics)
    std::vector<Problem> problems{}; ///< reported as errors on stderr
    int exit = 0;
    std::optional<Problem> error{}; ///< `error` of the envelope
    Data::Object members{};         ///< further members of the envelope, for this command alone
};

/// A command as data: the help, the parser and the documentation test all read this.
struct CommandSpec {
    std::string_view path{}; ///< "connector add"
    std::string_view purpose{};
    std::vector<PositionalSpec> positionals{};
    std::vector<OptionSpec> options{};
    std::vector<int> exit_codes{}; ///< besides 0, 1, 2
    std::vector<Example> examples{};
    Result (*run)(Session& session, const Arguments& arguments) = nullptr;
};

/// Options that mean the same wherever they appear.
[[nodiscard]] OptionSpec dry_run_option();
[[nodiscard]] OptionSpec pair_option();
[[nodiscard]] OptionSpec limit_option(std::string_view help);

} // namespace syncctl::cli
