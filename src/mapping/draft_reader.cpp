#include "draft.hpp"
#include "field_reader.hpp"
#include "node_reader.hpp"
#include "users_reader.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Side;

class DraftReader {
public:
    DraftReader(NodeReader& reader, Draft& draft)
        : m_reader{reader}, m_findings{reader.findings()}, m_draft{draft}
    {
    }

    void read(const Node& root)
    {
        if (root.is_unusable) {
            return;
        }
        if (root.kind != NodeKind::mapping) {
            m_findings.error(
                root.at,
                fmt::format("a mapping document is a mapping of keys, not {}", kind_of(root)),
                "start with `version: 1`");
            return;
        }
        name_sides(root);
        for (const auto& entry : root.entries) {
            section(entry.key, entry.value);
        }
        for (const std::string_view key : {"version", "source", "target", "types"}) {
            const bool is_there =
                std::any_of(root.entries.begin(),
                            root.entries.end(),
                            [key](const NodeEntry& entry) { return entry.key.text == key; });
            if (!is_there) {
                m_findings.error(root.at, fmt::format("'{}' is missing", key), missing_hint(key));
            }
        }
    }

private:
    using Section = void (DraftReader::*)(const Node& key, const Node& value);

    struct NamedSection {
        std::string_view name;
        Section read;
    };

    /// Conditions may name a side by its connector, wherever that is written.
    void name_sides(const Node& root)
    {
        model::BothSides<std::string> names;
        for (const auto& [key, value] : root.entries) {
            for (const auto side : model::k_sides) {
                if (key.text == model::to_string(side)) {
                    names[side] = value.text;
                }
            }
        }
        m_reader.name_sides(std::move(names));
    }

    static std::string missing_hint(std::string_view key)
    {
        if (key == "version") {
            return "add `version: 1`";
        }
        return key == "types" ? "add `types: [SOURCE_TYPE <-> TARGET_TYPE]`"
                              : fmt::format("add `{}: CONNECTOR`", key);
    }

    void section(const Node& key, const Node& value)
    {
        static constexpr std::array<NamedSection, 13> k_sections{
            {{"version", &DraftReader::version},
             {"source", &DraftReader::source},
             {"target", &DraftReader::target},
             {"types", &DraftReader::types},
             {"statuses", &DraftReader::statuses},
             {"unlisted_statuses", &DraftReader::unlisted_statuses},
             {"fields", &DraftReader::fields},
             {"values", &DraftReader::values},
             {"users", &DraftReader::users},
             {"defaults", &DraftReader::defaults},
             {"match", &DraftReader::match},
             {"deletes", &DraftReader::deletes},
             {"conflicts", &DraftReader::conflicts}}};
        static const std::vector<std::string> names = [] {
            std::vector<std::string> all;
            all.reserve(k_sections.size());
            for (const auto& known : k_sections) {
                all.emplace_back(known.name);
            }
            return all;
        }();
        for (const auto& known : k_sections) {
            if (known.name == key.text) {
                (this->*known.read)(key, value);
                return;
            }
        }
        m_reader.unknown_key(key, names);
    }

    void version(const Node& key, const Node& value)
    {
        const auto written = m_reader.text(value, key.text);
        if (written && written->text != "1") {
            m_findings.error(
                value.at,
                fmt::format("version '{}' is not known to this program", written->text),
                "write `version: 1`");
        }
    }

    void source(const Node& key, const Node& value)
    {
        m_draft.source = m_reader.text(value, key.text);
    }

    void target(const Node& key, const Node& value)
    {
        m_draft.target = m_reader.text(value, key.text);
    }

    void deletes(const Node& /*key*/, const Node& value)
    {
        m_draft.deletes = m_reader.delete_policy(value).value_or(m_draft.deletes);
    }

    void users(const Node& key, const Node& value)
    {
        m_draft.users = read_users(key, value, m_reader);
    }

    void unlisted_statuses(const Node& key, const Node& value)
    {
        static const std::vector<std::string> known{"error", "category"};
        m_draft.unlisted_at = key.at;
        m_draft.unlisted_statuses_by_category =
            m_reader.one_of(value, key.text, known) == "category";
    }

    void types(const Node& key, const Node& value)
    {
        if (value.is_nothing() || (value.kind == NodeKind::sequence && value.items.empty())) {
            m_findings.error(
                key.at, "no types are mapped, so nothing would be synced", missing_hint("types"));
            return;
        }
        if (m_reader.is_list(value, "types")) {
            for (const auto& item : value.items) {
                read_type(item);
            }
            require_names(m_draft.types, "type");
        }
    }

    void read_type(const Node& item)
    {
        static const std::vector<std::string> known{"when"};
        const auto [written, options] = m_reader.with_options(
            item, "a type rule", "`SOURCE_TYPE <-> TARGET_TYPE: { when: CONDITION }`");
        auto line = written == nullptr ? std::nullopt : m_reader.line(*written, "a type rule");
        if (!line) {
            return;
        }
        if (options != nullptr && m_reader.is_mapping(*options, "the options of a type rule")) {
            for (const auto& entry : options->entries) {
                if (entry.key.text == "when") {
                    m_reader.conditions(entry.value, line->when);
                } else {
                    m_reader.unknown_key(entry.key, known);
                }
            }
        }
        m_draft.types.push_back(*std::move(line));
    }

    void statuses(const Node& key, const Node& value)
    {
        m_draft.statuses_at = key.at;
        if (m_reader.is_list(value, "statuses")) {
            m_reader.lines(value, "a status rule", m_draft.statuses);
            require_names(m_draft.statuses, "status");
            check_any_value(m_draft.statuses);
        }
    }

    void require_names(const std::vector<LineDraft>& read, std::string_view what)
    {
        for (const auto& each : read) {
            for (const auto side : model::k_sides) {
                if (each.ends[side].text.empty()) {
                    m_findings.error(each.ends[side].at, fmt::format("a {} has a name", what));
                }
            }
        }
    }

    /// `_` stands for what a value comes from, never for what it becomes.
    void check_any_value(const std::vector<LineDraft>& read)
    {
        for (const auto& each : read) {
            for (const auto side : model::k_sides) {
                if (each.ends[side].text == k_any_value && model::points_to(each.arrow, side)) {
                    m_findings.error(each.ends[side].at,
                                     "'_' means any other value and cannot be written",
                                     "write `_ -> VALUE` or `VALUE <- _`");
                }
            }
        }
    }

    void values(const Node& /*key*/, const Node& value)
    {
        if (!m_reader.is_mapping(value, "values")) {
            return;
        }
        for (const auto& entry : value.entries) {
            TableDraft table;
            table.name = {entry.key.text, entry.key.at};
            if (m_reader.is_list(entry.value, fmt::format("value table '{}'", entry.key.text))) {
                m_reader.lines(entry.value, "a line of a value table", table.lines);
                check_any_value(table.lines);
            }
            m_draft.tables.push_back(std::move(table));
        }
    }

    void match(const Node& /*key*/, const Node& value)
    {
        if (m_reader.is_list(value, "match")) {
            m_reader.lines(value, "a match rule", m_draft.match);
        }
    }

    void defaults(const Node& /*key*/, const Node& value)
    {
        if (!m_reader.is_mapping(value, "defaults")) {
            return;
        }
        static const std::vector<std::string> sides{"source", "target"};
        for (const auto& entry : value.entries) {
            if (entry.key.text != "source" && entry.key.text != "target") {
                m_reader.unknown_key(entry.key, sides);
                continue;
            }
            const auto side = entry.key.text == "source" ? Side::source : Side::target;
            if (!m_reader.is_mapping(entry.value,
                                     fmt::format("defaults of the {}", entry.key.text))) {
                continue;
            }
            for (const auto& field : entry.value.entries) {
                auto written =
                    m_reader.text(field.value, fmt::format("the default of '{}'", field.key.text));
                if (written) {
                    m_draft.defaults[side].push_back(
                        {{field.key.text, field.key.at}, *std::move(written)});
                }
            }
        }
    }

    void conflicts(const Node& /*key*/, const Node& value)
    {
        if (!m_reader.is_mapping(value, "conflicts")) {
            return;
        }
        for (const auto& entry : value.entries) {
            const auto chosen = m_reader.strategy(entry.value);
            if (!chosen) {
                continue;
            }
            if (entry.key.text == "default") {
                m_draft.default_strategy = *chosen;
            } else {
                m_draft.strategies.push_back({{entry.key.text, entry.key.at}, *chosen});
            }
        }
    }

    void fields(const Node& /*key*/, const Node& value)
    {
        if (!m_reader.is_list(value, "fields")) {
            return;
        }
        for (const auto& item : value.items) {
            read_field(item, m_reader, m_draft.fields);
        }
    }

    NodeReader& m_reader;
    Findings& m_findings;
    Draft& m_draft;
};

} // namespace

std::vector<model::Condition> conditions_of(const std::vector<ConditionDraft>& drafts)
{
    std::vector<model::Condition> conditions;
    for (const auto& draft : drafts) {
        model::Condition condition{draft.side, draft.field.text, draft.comparison, {}};
        for (const auto& value : draft.values) {
            condition.values.push_back(value.text);
        }
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

Draft read_draft(const Node& root, Findings& findings)
{
    Draft draft;
    NodeReader reader{findings};
    DraftReader{reader, draft}.read(root);
    return draft;
}

} // namespace syncctl::mapping
