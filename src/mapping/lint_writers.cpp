#include "lint.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <utility>

namespace syncctl::mapping {
namespace {

/// The rules that write one field so far.
struct Writers {
    int any_line = 0;                       ///< of the first rule at all; 0 while there is none
    int everywhere_line = 0;                ///< of the first rule without `only`
    std::map<std::size_t, int> line_by_row; ///< type rule -> line of the first rule limited to it
};

using RowsOfType = std::map<std::string, std::set<std::size_t>>;

/// The line of an earlier rule that writes the field between the same types, 0 when there is none.
int add_writer(Writers& writers, const FieldDraft& field, const RowsOfType& rows_of_type)
{
    const int line = field.at.line;
    if (field.only.empty()) {
        const int earlier = writers.any_line;
        writers.everywhere_line = line;
        writers.any_line = earlier == 0 ? line : earlier;
        return earlier;
    }
    int earlier = writers.everywhere_line;
    std::set<std::size_t> rows;
    for (const auto& only : field.only) {
        const auto found = rows_of_type.find(only.text);
        if (found != rows_of_type.end()) {
            rows.insert(found->second.begin(), found->second.end());
        }
    }
    for (const auto row : rows) {
        const auto [entry, is_first] = writers.line_by_row.emplace(row, line);
        earlier = !is_first && earlier == 0 ? entry->second : earlier;
    }
    writers.any_line = writers.any_line == 0 ? line : writers.any_line;
    return earlier;
}

} // namespace

void lint_writers(Lint& lint)
{
    RowsOfType rows_of_type;
    for (std::size_t i = 0; i < lint.draft.types.size(); ++i) {
        for (const auto side : k_sides) {
            rows_of_type[lint.draft.types[i].ends[side].text].insert(i);
        }
    }
    std::map<std::pair<model::Side, std::string>, Writers> all;
    for (const auto& field : lint.draft.fields) {
        for (const auto side : k_sides) {
            const auto& name = field.fields[side];
            if (name.text.empty() || !model::points_to(field.arrow, side)) {
                continue;
            }
            const int earlier = add_writer(all[{side, name.text}], field, rows_of_type);
            if (earlier != 0) {
                lint.findings.error(
                    name.at,
                    fmt::format("the {} field '{}' is written by the rule on line {} already",
                                model::to_string(side),
                                name.text,
                                earlier),
                    "limit the rules to different types with `only`, or turn an arrow");
            }
        }
    }
}

} // namespace syncctl::mapping
