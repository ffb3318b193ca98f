#include "suggest/render.hpp"

#include "document_text.hpp"
#include "suggest/comments.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::mapping {
namespace {

using model::Side;

constexpr std::size_t k_widest_padded = 60;

class Writer {
public:
    Writer(const SuggestRequest& request,
           const SuggestPlan& plan,
           const std::map<std::string, std::string>& refused)
        : m_request{request}, m_plan{plan}, m_refused{refused}
    {
    }

    SuggestedDocument write()
    {
        head();
        types();
        statuses();
        fields();
        values();
        users();
        defaults();
        match();
        add("");
        add("deletes: never   # or close, mirror: deletions stay on their side until you say "
            "otherwise");
        add("conflicts:");
        add(fmt::format("  default: {}", model::to_string(m_request.default_strategy)));
        return std::move(m_document);
    }

private:
    void add(const std::string& line)
    {
        m_document.text += line + "\n";
        ++m_line;
    }

    void note(const std::string& text) { add("  # " + comment(text)); }

    void open(const std::string& section)
    {
        m_section = section;
        add("");
        add(section + ":");
    }

    /// Lines of a list, their comments below each other.
    void list(const std::vector<PlannedLine>& lines, const std::string& indent = "  ")
    {
        std::size_t width = 0;
        for (const auto& line : lines) {
            width = std::max(width, std::min(base::display_width(line.text), k_widest_padded));
        }
        for (const auto& line : lines) {
            entry(line, indent, "- ", width);
        }
    }

    void entry(const PlannedLine& line,
               const std::string& indent,
               const std::string& bullet,
               std::size_t width)
    {
        Suggestion suggestion{m_section, line.rule, line.score, line.reason, line.is_active, 0};
        const auto refusal = m_refused.find(key_of(suggestion));
        if (refusal != m_refused.end()) {
            suggestion.is_active = false;
            suggestion.reason = "left out: " + refusal->second;
        }
        if (m_document.text.size() > k_max_suggested_bytes) {
            return; // far beyond what anybody reads
        }
        const auto shown_width = base::display_width(line.text);
        const auto pad = width > shown_width ? width - shown_width : 0;
        add(fmt::format("{}{}{}{}{}   # {}: {}",
                        indent,
                        suggestion.is_active ? "" : "# ",
                        bullet,
                        line.text,
                        std::string(pad, ' '),
                        score_text(line.score),
                        comment(suggestion.reason)));
        suggestion.line = m_line;
        m_document.suggestions.push_back(std::move(suggestion));
    }

    void head()
    {
        for (const auto& line : head_lines(m_request)) {
            add(line);
        }
    }

    void types()
    {
        open("types");
        const auto arrow =
            arrow_for({may_write(m_request, Side::source), may_write(m_request, Side::target)})
                .value_or(model::Arrow::both);
        std::vector<PlannedLine> lines;
        lines.reserve(m_plan.types.pairs.size());
        for (const auto& pair : m_plan.types.pairs) {
            const auto rule = rule_line(pair.source->name, arrow, pair.target->name);
            lines.push_back({rule, scalar(rule), pair.score, pair.reason, true});
        }
        list(lines);
        for (const auto side : model::k_sides) {
            if (!m_plan.types.lonely[side].empty()) {
                note(fmt::format("no partner found for types of {}: {}",
                                 m_request.sides[side].connector,
                                 listed(m_plan.types.lonely[side])));
            }
        }
    }

    void statuses()
    {
        const bool has_lines = !m_plan.statuses.lines.empty();
        if (has_lines) {
            open("statuses");
            list(m_plan.statuses.lines);
        } else {
            add("");
        }
        for (std::size_t i = 0; i < std::min(m_plan.statuses.notes.size(), k_max_listed); ++i) {
            note(m_plan.statuses.notes[i]);
        }
    }

    /// The table's name: what the field means, and unique.
    std::string table_name(const PlannedField& field)
    {
        auto name = field.meaning.empty()
                        ? std::string{}
                        : fmt::format("{}", fmt::join(words_of(field.meaning).words, "_"));
        if (name.empty()) {
            for (const char c : words_of(last_part(field.row.target_field)).joined) {
                const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                name += is_plain ? c : '_';
            }
        }
        constexpr std::size_t k_longest = 30;
        name = name.empty() ? "values" : name.substr(0, k_longest);
        const auto first = name;
        for (int i = 2; !m_table_names.insert(name).second; ++i) {
            name = fmt::format("{}_{}", first, i);
        }
        return name;
    }

    PlannedLine field_line(const PlannedField& field)
    {
        auto rule = rule_line(field.row.source_field, field.row.arrow, field.row.target_field);
        for (auto step : field.row.chain) {
            if (step.name == "map") {
                step.arguments = {table_name(field)};
                m_tables.push_back({step.arguments.front(), step.table, &field});
            }
            m_needs_users = m_needs_users || step.name == "user";
            rule += " | " + step_text(step);
        }
        std::vector<std::string> options;
        if (!field.row.only_types.empty()) {
            std::vector<std::string> types;
            types.reserve(field.row.only_types.size());
            for (const auto& type : field.row.only_types) {
                types.push_back(scalar(type));
            }
            options.push_back(fmt::format("only: [{}]", fmt::join(types, ", ")));
        }
        return {rule, with_options(rule, options), field.score, field.reason, true};
    }

    void fields()
    {
        std::vector<PlannedLine> lines;
        std::size_t size = 0;
        std::size_t left_out = 0;
        for (const auto& field : m_plan.fields.fields) {
            // Tables and rules come or stay away together.
            std::size_t needed =
                2 * (field.row.source_field.size() + field.row.target_field.size());
            for (const auto& step : field.row.chain) {
                for (const auto& each : step.table) {
                    needed += 2 * (each.source.size() + each.target.size()) + 40;
                }
            }
            size += needed + 200;
            if (size > k_max_suggested_bytes / 2) {
                ++left_out;
                continue;
            }
            lines.push_back(field_line(field));
        }
        if (!lines.empty() || !m_plan.fields.advised_against.empty()) {
            open("fields");
            list(lines);
            list(m_plan.fields.advised_against);
        }
        if (left_out > 0) {
            note(fmt::format("{} more rules would make this document too long", left_out));
        }
        for (std::size_t i = 0; i < m_plan.fields.lonely.size(); ++i) {
            for (const auto side : model::k_sides) {
                lonely(i, side);
            }
        }
    }

    void lonely(std::size_t pair, Side side)
    {
        const auto& fields = m_plan.fields.lonely[pair][side];
        if (fields.empty()) {
            return;
        }
        std::vector<std::string> names;
        names.reserve(fields.size());
        for (const auto& field : fields) {
            names.push_back(field.reference);
        }
        note(fmt::format("no partner found for: {} ({} of {})",
                         listed(names),
                         m_plan.types.pairs[pair].type(side).name,
                         m_request.sides[side].connector));
        std::vector<const LonelyField*> near;
        for (const auto& field : fields) {
            if (!field.nearest.empty() && field.score > 0) {
                near.push_back(&field);
            }
        }
        std::stable_sort(near.begin(), near.end(), [](const auto* one, const auto* other) {
            return one->score > other->score;
        });
        constexpr std::size_t k_max_near = 3;
        for (std::size_t i = 0; i < std::min(near.size(), k_max_near); ++i) {
            note(fmt::format("  {} is nearest to {} ({}: {})",
                             near[i]->reference,
                             near[i]->nearest,
                             score_text(near[i]->score),
                             near[i]->why));
        }
    }

    void values()
    {
        if (m_tables.empty()) {
            return;
        }
        open("values");
        for (const auto& table : m_tables) {
            add("  " + table.name + ":");
            std::vector<PlannedLine> lines;
            lines.reserve(table.lines.size());
            for (const auto& each : table.lines) {
                const auto rule = rule_line(each.source, each.arrow, each.target);
                lines.push_back({rule, scalar(rule), table.field->score, "as the rule", true});
            }
            m_section = "values";
            for (const auto& line : lines) {
                table_line(line);
            }
            if (!table.field->unmatched_values.empty()) {
                note("  an item with one of these becomes an error until it has a line: " +
                     listed(table.field->unmatched_values));
            }
        }
    }

    /// Why stands behind the rule that uses the table.
    void table_line(const PlannedLine& line)
    {
        Suggestion suggestion{m_section, line.rule, line.score, line.reason, true, 0};
        const auto refusal = m_refused.find(key_of(suggestion));
        suggestion.is_active = refusal == m_refused.end();
        add(fmt::format("    {}- {}{}",
                        suggestion.is_active ? "" : "# ",
                        line.text,
                        suggestion.is_active ? "" : "   # left out: " + comment(refusal->second)));
        suggestion.line = m_line;
        m_document.suggestions.push_back(std::move(suggestion));
    }

    void users()
    {
        if (m_needs_users) {
            add("");
            add("users:             # the same mail address is the same person");
            add("  match: email");
            add("  unknown: leave   # or error, or an address: for people whom the other side does "
                "not know");
        }
    }

    void defaults()
    {
        const auto& lines = m_plan.defaults.lines;
        if (lines.source.empty() && lines.target.empty()) {
            return;
        }
        add("");
        add("defaults:   # set once, when an item is created there");
        for (const auto side : model::k_sides) {
            if (lines[side].empty()) {
                continue;
            }
            m_section = fmt::format("defaults {}", model::to_string(side));
            add(fmt::format("  {}:", model::to_string(side)));
            for (const auto& line : lines[side]) {
                entry(line, "    ", "", 0);
            }
        }
    }

    void match()
    {
        add("");
        add("# The first run makes links of items that are on both sides already, where this "
            "agrees:");
        m_section = "match";
        if (!m_plan.match) {
            add("# match: [SOURCE_FIELD <-> TARGET_FIELD]");
            return;
        }
        add(m_plan.match->is_active ? "match:" : "# match:");
        entry(*m_plan.match, "  ", "- ", 0);
    }

    struct Table {
        std::string name;
        std::vector<model::TransformStep::TableLine> lines;
        const PlannedField* field = nullptr;
    };

    const SuggestRequest& m_request;
    const SuggestPlan& m_plan;
    const std::map<std::string, std::string>& m_refused;
    SuggestedDocument m_document;
    std::string m_section;
    std::vector<Table> m_tables;
    std::set<std::string> m_table_names;
    bool m_needs_users = false;
    int m_line = 0;
};

} // namespace

std::string key_of(const Suggestion& suggestion)
{
    return suggestion.section + "/" + suggestion.rule;
}

SuggestedDocument render_suggestion(const SuggestRequest& request,
                                    const SuggestPlan& plan,
                                    const std::map<std::string, std::string>& refused)
{
    return Writer{request, plan, refused}.write();
}

} // namespace syncctl::mapping
