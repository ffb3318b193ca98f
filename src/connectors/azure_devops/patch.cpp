#include "patch.hpp"

#include "item_json.hpp"
#include "marker_link.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/model/value_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr std::size_t k_most_tags = 100;

constexpr std::array<std::string_view, 27> k_unwritable{
    "System.Id",
    "System.Rev",
    "System.Watermark",
    "System.AreaId",
    "System.IterationId",
    "System.NodeName",
    "System.NodeType",
    "System.PersonId",
    "System.TeamProject",
    "System.WorkItemType",
    "System.ChangedDate",
    "System.ChangedBy",
    "System.CreatedDate",
    "System.CreatedBy",
    "System.RevisedDate",
    "System.AuthorizedDate",
    "System.AuthorizedAs",
    "System.IsDeleted",
    "System.CommentCount",
    "System.AttachedFileCount",
    "System.HyperLinkCount",
    "System.ExternalLinkCount",
    "System.RelatedLinkCount",
    "System.RemoteLinkCount",
    "System.Parent",
    "System.History",
    "Microsoft.VSTS.Common.StateChangeDate",
};

/// `System.BoardColumn`, `System.AreaLevel3`, `WEF_..._Kanban.Column`: set through a board.
constexpr std::array<std::string_view, 4> k_unwritable_beginnings{
    "System.BoardColumn", "System.BoardLane", "System.AreaLevel", "System.IterationLevel"};

/// RFC 6901, section 3.
std::string pointer_to(std::string_view field)
{
    std::string path = "/fields/";
    for (const char c : field) {
        if (c == '~') {
            path += "~0";
        } else if (c == '/') {
            path += "~1";
        } else {
            path.push_back(c);
        }
    }
    return path;
}

json operation(std::string_view op, std::string path, json value)
{
    return {{"op", op}, {"path", std::move(path)}, {"value", std::move(value)}};
}

std::variant<std::string, Refused> joined_tags(std::string_view field, const model::List& tags)
{
    const auto refused = [&](std::string reason) {
        return Refused{.reason = std::move(reason), .field = std::string{field}};
    };
    if (tags.size() > k_most_tags) {
        return refused(fmt::format("an item takes {} tags at most", k_most_tags));
    }
    std::string joined;
    for (const auto& tag : tags) {
        if (tag.find_first_of(";,") != std::string::npos) {
            return refused(fmt::format("a tag cannot hold a semicolon or a comma: '{}'", tag));
        }
        const auto text = trimmed(tag);
        if (!text.empty()) {
            joined += joined.empty() ? "" : "; ";
            joined += text;
        }
    }
    return joined;
}

std::variant<json, Refused> value_of_patch(std::string_view field, const model::Value& value)
{
    if (const auto* list = std::get_if<model::List>(&value)) {
        if (field != k_tags) {
            return Refused{.reason = "only tags hold a list", .field = std::string{field}};
        }
        auto joined = joined_tags(field, *list);
        if (auto* refused = std::get_if<Refused>(&joined)) {
            return std::move(*refused);
        }
        return json(std::get<std::string>(std::move(joined)));
    }
    auto sent = model::to_json(value);
    if (sent.is_object()) {
        return Refused{.reason = "the number has more digits than the tracker keeps",
                       .field = std::string{field}};
    }
    return sent;
}

/// Appends what sets or clears one field. \returns why it cannot be sent
std::optional<Refused>
append_field(json& patch, const std::string& field, const model::Value& value)
{
    if (is_unwritable(field)) {
        return Refused{.reason = fmt::format("the tracker sets '{}' itself", field),
                       .field = field};
    }
    if (model::is_null(value)) {
        patch.push_back({{"op", "remove"}, {"path", pointer_to(field)}});
        return std::nullopt;
    }
    auto sent = value_of_patch(field, value);
    if (auto* refused = std::get_if<Refused>(&sent)) {
        return std::move(*refused);
    }
    // `add` would merge tags with those that are there, and removed ones would come back.
    patch.push_back(operation(
        field == k_tags ? "replace" : "add", pointer_to(field), std::get<json>(std::move(sent))));
    return std::nullopt;
}

} // namespace

bool is_unwritable(std::string_view field)
{
    const auto is_field = [&](std::string_view name) { return same_name(field, name); };
    const auto begins = [&](std::string_view name) { return starts_with_name(field, name); };
    return std::any_of(k_unwritable.begin(), k_unwritable.end(), is_field) ||
           std::any_of(k_unwritable_beginnings.begin(), k_unwritable_beginnings.end(), begins) ||
           (starts_with_name(field, "WEF_") && field.find("_Kanban.") != std::string_view::npos);
}

Patch create_patch(const NewItem& item)
{
    auto patch = json::array();
    for (const auto& [field, value] : item.fields) {
        if (model::is_null(value)) {
            continue;
        }
        if (auto refused = append_field(patch, field, value)) {
            return std::move(*refused);
        }
    }
    if (!item.area.empty() && model::is_null(model::value_of(item.fields, k_area_path))) {
        patch.push_back(operation("add", pointer_to(k_area_path), item.area));
    }
    if (!item.marker.empty()) {
        patch.push_back(item.marker_field.empty()
                            ? operation("add",
                                        "/relations/-",
                                        marker_relation(item.marker, item.origin_address))
                            : operation("add", pointer_to(item.marker_field), item.marker));
    }
    return patch;
}

Patch update_patch(const model::Revision& revision, const model::Fields& fields)
{
    std::int64_t number = 0;
    const auto& text = revision.text;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end) {
        return Refused{.reason = fmt::format("'{}' is no revision of this tracker", text),
                       .field = {}};
    }
    auto patch = json::array();
    patch.push_back(operation("test", "/rev", number));
    for (const auto& [field, value] : fields) {
        if (auto refused = append_field(patch, field, value)) {
            return std::move(*refused);
        }
    }
    return patch;
}

} // namespace syncctl::connectors::azure_devops
