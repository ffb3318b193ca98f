#include "functions/transform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace syncctl::mapping {
namespace functions {
namespace {

std::array<std::span<const Transform>, 10> tables()
{
    return {value_transforms(),
            text_transforms(),
            regex_transforms(),
            markup_transforms(),
            number_transforms(),
            date_transforms(),
            list_transforms(),
            people_transforms(),
            priority_transforms(),
            path_transforms()};
}

} // namespace

const Transform* find(std::string_view name)
{
    const auto* info = find_transform(name);
    for (const auto table : tables()) {
        const auto found = std::find_if(table.begin(), table.end(), [info](const auto& transform) {
            return info != nullptr && transform.info.name == info->name;
        });
        if (found != table.end()) {
            return &*found;
        }
    }
    return nullptr;
}

TransformProblem
wrong_shape(std::string_view who, std::string_view wanted, const model::Value& value)
{
    return {fmt::format("{} takes {}, not a {} value", who, wanted, model::shape_of(value))};
}

TransformProblem too_long(std::string_view who)
{
    return {fmt::format("{} would make more than {} MiB of this text", who, k_most_octets >> 20U)};
}

} // namespace functions

std::string_view to_string(Shape shape)
{
    switch (shape) {
    case Shape::text:
        return "text";
    case Shape::number:
        return "number";
    case Shape::boolean:
        return "boolean";
    case Shape::list:
        return "list";
    case Shape::unknown:
        break;
    }
    return "unknown";
}

std::span<const TransformInfo> all_transforms()
{
    static const auto all = [] {
        std::vector<TransformInfo> infos;
        for (const auto table : functions::tables()) {
            for (const auto& transform : table) {
                infos.push_back(transform.info);
            }
        }
        return infos;
    }();
    return all;
}

const TransformInfo* find_transform(std::string_view name)
{
    const auto all = all_transforms();
    const auto found = std::find_if(all.begin(), all.end(), [name](const TransformInfo& info) {
        return !name.empty() && (info.name == name || info.older_name == name);
    });
    return found == all.end() ? nullptr : &*found;
}

TransformClass class_of(const model::TransformStep& step)
{
    const auto* info = find_transform(step.name);
    if (info == nullptr) {
        return TransformClass::one_way;
    }
    const bool is_checked = info->name == "path_reroot" && step.arguments.size() == 2;
    return is_checked ? TransformClass::lossless : info->transform_class;
}

} // namespace syncctl::mapping
