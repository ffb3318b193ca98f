#include "users_reader.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Side;
using model::UnknownPerson;

std::optional<UnknownPerson> unknown_person(const Node& node, NodeReader& reader)
{
    const auto written = reader.text(node, "what becomes of an unknown person");
    if (!written) {
        return std::nullopt;
    }
    if (written->text == "error") {
        return UnknownPerson{UnknownPerson::Rule::error, {}};
    }
    if (written->text == "leave") {
        return UnknownPerson{UnknownPerson::Rule::leave, {}};
    }
    if (written->text.find('@') != std::string::npos) {
        return UnknownPerson{UnknownPerson::Rule::substitute, written->text};
    }
    auto hint = reader.findings().did_you_mean(written->text, {"error", "leave"});
    reader.findings().error(
        written->at,
        fmt::format("'{}' is no rule for unknown people", written->text),
        hint.empty() ? "write `leave`, `error`, or the mail address of somebody to write instead"
                     : std::move(hint));
    return std::nullopt;
}

void read_unknown(const Node& node, NodeReader& reader, model::UserRule& rule)
{
    static const std::vector<std::string> sides{"source", "target"};
    if (node.kind != NodeKind::mapping) {
        if (const auto both = unknown_person(node, reader)) {
            rule.unknown = {*both, *both};
        }
        return;
    }
    for (const auto& [key, value] : node.entries) {
        if (key.text != "source" && key.text != "target") {
            reader.unknown_key(key, sides);
            continue;
        }
        if (auto one = unknown_person(value, reader)) {
            rule.unknown[key.text == "source" ? Side::source : Side::target] = *std::move(one);
        }
    }
}

void read_people(const Node& node, NodeReader& reader, std::vector<LineDraft>& lines)
{
    if (!reader.is_list(node, "the people in 'map'")) {
        return;
    }
    reader.lines(node, "a line of 'users'", lines);
    for (const auto& line : lines) {
        for (const auto side : model::k_sides) {
            const auto& name = line.ends[side];
            if (name.text.empty()) {
                reader.findings().error(name.at, "a person has a name or address");
            } else if (name.text == k_any_value) {
                reader.findings().error(name.at,
                                        "'_' does not stand for people",
                                        "write `unknown: ADDRESS` for all that have no line");
            }
        }
    }
}

} // namespace

UsersDraft read_users(const Node& key, const Node& value, NodeReader& reader)
{
    static const std::vector<std::string> known{"match", "map", "unknown"};
    static const std::vector<std::string> matches{"email", "table"};
    UsersDraft draft;
    draft.at = key.at;
    if (!reader.is_mapping(value, "users")) {
        return draft;
    }
    for (const auto& [name, content] : value.entries) {
        if (name.text == "match") {
            draft.rule.match_address = reader.one_of(content, "match", matches) != "table";
        } else if (name.text == "map") {
            read_people(content, reader, draft.lines);
        } else if (name.text == "unknown") {
            read_unknown(content, reader, draft.rule);
        } else {
            reader.unknown_key(name, known);
        }
    }
    return draft;
}

} // namespace syncctl::mapping
