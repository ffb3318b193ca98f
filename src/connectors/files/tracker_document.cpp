#include "tracker_document.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace syncctl::connectors::files {

namespace {

using model::FieldInfo;
using model::FieldType;
using model::StatusInfo;
using model::TypeInfo;
using nlohmann::json;

constexpr std::size_t k_max_name_length = 256;
constexpr std::string_view k_manual =
    "See docs/connectors/files.md for what tracker.json may hold.";

const std::vector<std::string>& field_type_names()
{
    static const std::vector<std::string> names{"text",
                                                "html",
                                                "markdown",
                                                "number",
                                                "boolean",
                                                "date",
                                                "choice",
                                                "user",
                                                "list",
                                                "status"};
    return names;
}

const std::vector<std::string>& category_names()
{
    static const std::vector<std::string> names{
        "proposed", "in_progress", "resolved", "completed", "removed"};
    return names;
}

bool has_control_character(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char octet) {
        const auto code = static_cast<unsigned char>(octet);
        return code < 0x20U || code == 0x7fU;
    });
}

/// Walks the document; every helper knows where it stands.
class TrackerReader {
public:
    explicit TrackerReader(std::string path) : m_path{std::move(path)} {}

    model::Metadata read(const json& root)
    {
        check_keys(root, "", {"types", "name", "description"});
        const json& types = array(root, "", "types");
        if (types.empty()) {
            fail("/types", "there must be at least one type");
        }
        if (types.size() > k_max_types) {
            fail("/types", fmt::format("{} types; at most {} are read", types.size(), k_max_types));
        }
        model::Metadata metadata;
        std::set<std::string> names;
        for (std::size_t i = 0; i < types.size(); ++i) {
            const std::string pointer = fmt::format("/types/{}", i);
            metadata.types.push_back(type(types[i], pointer));
            if (!names.insert(metadata.types.back().name).second) {
                fail(pointer + "/name",
                     fmt::format("type '{}' is there twice", metadata.types.back().name));
            }
        }
        return metadata;
    }

    [[noreturn]] void fail(const std::string& pointer, const std::string& reason) const
    {
        throw Error{ErrorCode::document,
                    fmt::format("{}: {}: {}", m_path, pointer.empty() ? "/" : pointer, reason),
                    std::string{k_manual}};
    }

private:
    TypeInfo type(const json& node, const std::string& pointer)
    {
        check_keys(node, pointer, {"name", "statuses", "transitions", "fields", "description"});
        TypeInfo info;
        info.name = name(node, pointer, "name");
        const json& statuses = array(node, pointer, "statuses");
        std::set<std::string> names;
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            const std::string place = fmt::format("{}/statuses/{}", pointer, i);
            info.statuses.push_back(status(statuses[i], place));
            if (!names.insert(info.statuses.back().name).second) {
                fail(place + "/name",
                     fmt::format("status '{}' is there twice", info.statuses.back().name));
            }
        }
        if (node.contains("transitions")) {
            info.transitions = transitions(node["transitions"], pointer + "/transitions", names);
        }
        read_fields(array(node, pointer, "fields"), pointer + "/fields", info);
        if (info.statuses.empty()) {
            fail(pointer + "/statuses", "there must be at least one status");
        }
        return info;
    }

    StatusInfo status(const json& node, const std::string& pointer) const
    {
        check_keys(node, pointer, {"name", "category"});
        StatusInfo info;
        info.name = name(node, pointer, "name");
        const std::string category = name(node, pointer, "category");
        const auto known = model::status_category_from(category);
        if (!known) {
            fail(pointer + "/category", unknown(category, "category", category_names()));
        }
        info.category = *known;
        return info;
    }

    /// `{"New": ["Active"]}`: statuses of the type, each list without repetitions.
    std::map<std::string, std::vector<std::string>> transitions(
        const json& node, const std::string& pointer, const std::set<std::string>& statuses) const
    {
        if (!node.is_object()) {
            fail(pointer, fmt::format("an object was expected, not {}", node.type_name()));
        }
        const std::vector<std::string> names{statuses.begin(), statuses.end()};
        std::map<std::string, std::vector<std::string>> all;
        for (const auto& member : node.items()) {
            const auto& from = member.key();
            if (statuses.count(from) == 0) {
                fail(pointer, unknown(from, "status", names));
            }
            const json& list = array(node, pointer, from.c_str());
            auto& targets = all[from];
            for (std::size_t i = 0; i < list.size(); ++i) {
                const std::string place = fmt::format("{}/{}/{}", pointer, from, i);
                targets.push_back(plain_text(list[i], place));
                if (statuses.count(targets.back()) == 0) {
                    fail(place, unknown(targets.back(), "status", names));
                }
                if (std::find(targets.begin(), std::prev(targets.end()), targets.back()) !=
                    std::prev(targets.end())) {
                    fail(place, fmt::format("'{}' is there twice", targets.back()));
                }
            }
        }
        return all;
    }

    void read_fields(const json& fields, const std::string& pointer, TypeInfo& type_info)
    {
        m_field_count += fields.size();
        if (m_field_count > k_max_fields) {
            fail(pointer, fmt::format("more than {} fields in all", k_max_fields));
        }
        std::set<std::string> references;
        std::set<std::string> names;
        std::size_t status_fields = 0;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const std::string place = fmt::format("{}/{}", pointer, i);
            type_info.fields.push_back(field(fields[i], place));
            const FieldInfo& info = type_info.fields.back();
            if (!references.insert(info.reference).second) {
                fail(place, fmt::format("field '{}' is there twice", info.reference));
            }
            if (!names.insert(info.name).second) {
                fail(place + "/name", fmt::format("two fields have the name '{}'", info.name));
            }
            status_fields += info.type == FieldType::status ? 1U : 0U;
        }
        if (status_fields != 1) {
            fail(pointer,
                 fmt::format("type '{}' has {} of type status; exactly one is needed",
                             type_info.name,
                             base::counted(status_fields, "field")));
        }
    }

    FieldInfo field(const json& node, const std::string& pointer) const
    {
        check_keys(node,
                   pointer,
                   {"name",
                    "reference",
                    "type",
                    "required",
                    "readonly",
                    "max_length",
                    "allowed",
                    "description"});
        FieldInfo info;
        info.name = name(node, pointer, "name");
        info.reference = node.contains("reference") ? name(node, pointer, "reference") : info.name;
        const std::string type_name = name(node, pointer, "type");
        const auto known = model::field_type_from(type_name);
        if (!known) {
            fail(pointer + "/type", unknown(type_name, "field type", field_type_names()));
        }
        info.type = *known;
        info.is_required = flag(node, pointer, "required");
        info.is_readonly = flag(node, pointer, "readonly");
        if (node.contains("max_length")) {
            info.max_length = max_length(node["max_length"], info.type, pointer + "/max_length");
        }
        if (node.contains("allowed")) {
            info.allowed = allowed(node, info.type, pointer);
        }
        return info;
    }

    std::size_t max_length(const json& node, FieldType field_type, const std::string& pointer) const
    {
        const bool is_text = field_type == FieldType::text || field_type == FieldType::html ||
                             field_type == FieldType::markdown;
        if (!is_text) {
            fail(pointer, "only fields of type text, html or markdown have a greatest length");
        }
        if (!node.is_number_unsigned() || node.get<std::uint64_t>() == 0) {
            fail(pointer, "a whole number from 1 was expected");
        }
        return static_cast<std::size_t>(node.get<std::uint64_t>());
    }

    std::vector<std::string>
    allowed(const json& node, FieldType field_type, const std::string& pointer) const
    {
        if (field_type != FieldType::choice) {
            fail(pointer + "/allowed", "only fields of type choice have allowed values");
        }
        std::vector<std::string> values;
        std::set<std::string> seen;
        const json& list = array(node, pointer, "allowed");
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string place = fmt::format("{}/allowed/{}", pointer, i);
            values.push_back(plain_text(list[i], place));
            if (!seen.insert(values.back()).second) {
                fail(place, fmt::format("'{}' is there twice", values.back()));
            }
        }
        return values;
    }

    void check_keys(const json& node,
                    const std::string& pointer,
                    std::initializer_list<const char*> known) const
    {
        if (!node.is_object()) {
            fail(pointer, fmt::format("an object was expected, not {}", node.type_name()));
        }
        const std::vector<std::string> names{known.begin(), known.end()};
        for (const auto& member : node.items()) {
            if (std::find(names.begin(), names.end(), member.key()) == names.end()) {
                fail(pointer, unknown(member.key(), "key", names));
            }
        }
    }

    const json& array(const json& node, const std::string& pointer, const char* key) const
    {
        const auto found = node.find(key);
        if (found == node.end()) {
            fail(pointer, fmt::format("\"{}\" is missing", key));
        }
        if (!found->is_array()) {
            fail(fmt::format("{}/{}", pointer, key),
                 fmt::format("an array was expected, not {}", found->type_name()));
        }
        return *found;
    }

    std::string name(const json& node, const std::string& pointer, const char* key) const
    {
        const auto found = node.find(key);
        if (found == node.end()) {
            fail(pointer, fmt::format("\"{}\" is missing", key));
        }
        return plain_text(*found, fmt::format("{}/{}", pointer, key));
    }

    std::string plain_text(const json& node, const std::string& pointer) const
    {
        if (!node.is_string()) {
            fail(pointer, fmt::format("a text was expected, not {}", node.type_name()));
        }
        auto text = node.get<std::string>();
        if (text.empty() || text.front() == ' ' || text.back() == ' ') {
            fail(pointer, "the text is empty, or begins or ends with a blank");
        }
        if (has_control_character(text)) {
            fail(pointer, "the text holds a control character");
        }
        if (base::code_points(text) > k_max_name_length) {
            fail(pointer, fmt::format("the text has more than {} characters", k_max_name_length));
        }
        return text;
    }

    bool flag(const json& node, const std::string& pointer, const char* key) const
    {
        const auto found = node.find(key);
        if (found == node.end()) {
            return false;
        }
        if (!found->is_boolean()) {
            fail(fmt::format("{}/{}", pointer, key), "true or false was expected");
        }
        return found->get<bool>();
    }

    static std::string
    unknown(std::string_view typed, std::string_view what, const std::vector<std::string>& known)
    {
        if (const auto close = base::closest_match(typed, known)) {
            return fmt::format("unknown {} '{}'; did you mean '{}'?", what, typed, *close);
        }
        return fmt::format("unknown {} '{}'; known are {}", what, typed, fmt::join(known, ", "));
    }

    std::string m_path;
    std::size_t m_field_count = 0;
};

} // namespace

model::Metadata read_tracker_document(std::string_view text, const std::string& path)
{
    TrackerReader reader{path};
    json root;
    try {
        root = base::parse_json(text);
    } catch (const Error& error) {
        reader.fail("", error.message());
    }
    return reader.read(root);
}

} // namespace syncctl::connectors::files
