#include "exclusive.hpp"
#include "lint/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {
namespace {

/// Rules with conditions are compared one by one, so there is an end to how many may share a field.
constexpr std::size_t k_max_conditional_writers = 200;

using TypeRows = std::set<std::size_t>;

/// A rule that writes the field only sometimes.
struct ConditionalWriter {
    int line = 0;
    TypeRows rows; ///< type rules between which it runs; empty: all
    std::vector<model::Condition> when;
};

/// The rules that write one field so far.
struct Writers {
    int any_line = 0;                       ///< of the first rule at all; 0 while there is none
    int everywhere_line = 0;                ///< of the first rule without `only`
    std::map<std::size_t, int> line_by_row; ///< type rule -> line of the first rule limited to it
    std::vector<ConditionalWriter> conditional;
};

bool share_types(const TypeRows& one, const TypeRows& other)
{
    return one.empty() || other.empty() ||
           std::any_of(
               one.begin(), one.end(), [&other](std::size_t row) { return other.count(row) > 0; });
}

/// Can it be proved that the two never run for the same link?
bool exclude(const std::vector<model::Condition>& one, const std::vector<model::Condition>& other)
{
    return std::any_of(one.begin(), one.end(), [&other](const model::Condition& first) {
        return std::any_of(other.begin(), other.end(), [&first](const model::Condition& second) {
            return exclude_each_other(first, second);
        });
    });
}

class WriterLint {
public:
    explicit WriterLint(Lint& lint) : m_lint{lint}
    {
        for (std::size_t i = 0; i < lint.draft.types.size(); ++i) {
            for (const auto side : model::k_sides) {
                m_rows_of_type[lint.draft.types[i].ends[side].text].insert(i);
            }
        }
    }

    void run()
    {
        for (const auto& field : m_lint.draft.fields) {
            for (const auto side : model::k_sides) {
                const auto& name = field.fields[side];
                if (!name.text.empty() && model::points_to(field.arrow, side)) {
                    check(field, side);
                }
            }
        }
    }

private:
    void check(const FieldDraft& field, model::Side side)
    {
        const auto& name = field.fields[side];
        auto& writers = m_all[{side, name.text}];
        const auto rows = rows_of(field);
        if (writers.conditional.size() >= k_max_conditional_writers && !field.when.empty()) {
            m_lint.findings.error(
                name.at,
                fmt::format("more than {} rules with conditions write the {} field '{}'",
                            k_max_conditional_writers,
                            model::to_string(side),
                            name.text),
                "use a value table: `| map(TABLE)`");
            return;
        }
        int earlier = earlier_conditional(writers, field, rows);
        const bool is_conditional = earlier != 0 || !field.when.empty();
        if (field.when.empty()) {
            const int always = add_always(writers, field, rows);
            earlier = earlier == 0 ? always : earlier;
        } else {
            earlier = earlier == 0 ? earlier_always(writers, rows) : earlier;
            writers.conditional.push_back({field.at.line, rows, conditions_of(field.when)});
        }
        if (earlier != 0) {
            report(name, side, earlier, is_conditional);
        }
    }

    void report(const Name& name, model::Side side, int earlier, bool is_conditional)
    {
        m_lint.findings.error(
            name.at,
            fmt::format("the {} field '{}' is written by the rule on line {} already",
                        model::to_string(side),
                        name.text,
                        earlier),
            is_conditional ? "give both rules a `when` that excludes the other one: the same field "
                             "with different values"
                           : "limit the rules to different types with `only`, or turn an arrow");
    }

    [[nodiscard]] TypeRows rows_of(const FieldDraft& field) const
    {
        TypeRows rows;
        for (const auto& only : field.only) {
            const auto found = m_rows_of_type.find(only.text);
            if (found != m_rows_of_type.end()) {
                rows.insert(found->second.begin(), found->second.end());
            }
        }
        return rows;
    }

    static int
    earlier_conditional(const Writers& writers, const FieldDraft& field, const TypeRows& rows)
    {
        const auto conditions = conditions_of(field.when);
        for (const auto& earlier : writers.conditional) {
            if (share_types(earlier.rows, rows) && !exclude(earlier.when, conditions)) {
                return earlier.line;
            }
        }
        return 0;
    }

    /// The line of an earlier rule without conditions between the same types, 0 when there is none.
    static int earlier_always(const Writers& writers, const TypeRows& rows)
    {
        if (rows.empty()) {
            return writers.any_line;
        }
        for (const auto row : rows) {
            const auto found = writers.line_by_row.find(row);
            if (found != writers.line_by_row.end()) {
                return found->second;
            }
        }
        return writers.everywhere_line;
    }

    static int add_always(Writers& writers, const FieldDraft& field, const TypeRows& rows)
    {
        const int line = field.at.line;
        const int earlier = earlier_always(writers, rows);
        if (field.only.empty()) {
            writers.everywhere_line = writers.everywhere_line == 0 ? line : writers.everywhere_line;
        }
        for (const auto row : rows) {
            writers.line_by_row.emplace(row, line);
        }
        writers.any_line = writers.any_line == 0 ? line : writers.any_line;
        return earlier;
    }

    Lint& m_lint;
    std::map<std::string, TypeRows> m_rows_of_type;
    std::map<std::pair<model::Side, std::string>, Writers> m_all;
};

} // namespace

void lint_writers(Lint& lint)
{
    WriterLint{lint}.run();
}

} // namespace syncctl::mapping
