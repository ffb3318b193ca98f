#include "syncctl/mapping/transform.hpp"

#include <algorithm>
#include <array>

namespace syncctl::mapping {
namespace {

constexpr auto k_lossless = TransformClass::lossless;
constexpr auto k_comparable = TransformClass::comparable;

constexpr std::array<TransformInfo, 12> k_transforms{{
    {"none", "", k_lossless, 0, 0, "none"},
    {"upper", "toUpperCase", k_comparable, 0, 0, "upper"},
    {"lower", "toLowerCase", k_comparable, 0, 0, "lower"},
    {"trim", "", k_comparable, 0, 0, "trim"},
    {"truncate", "", k_comparable, 1, 2, "truncate(n[, ellipsis])"},
    {"prefix", "", k_lossless, 1, 1, "prefix(text)"},
    {"suffix", "", k_lossless, 1, 1, "suffix(text)"},
    {"map", "", k_lossless, 1, 1, "map(table)"},
    {"number", "toNumber", k_lossless, 0, 0, "number"},
    {"text", "toString", k_lossless, 0, 0, "text"},
    {"boolean", "toBoolean", k_comparable, 0, 0, "boolean"},
    {"default", "", k_comparable, 1, 1, "default(value)"},
}};

} // namespace

std::span<const TransformInfo> all_transforms()
{
    return k_transforms;
}

const TransformInfo* find_transform(std::string_view name)
{
    if (name.empty()) {
        return nullptr;
    }
    const auto* found =
        std::find_if(k_transforms.begin(), k_transforms.end(), [name](const TransformInfo& info) {
            return info.name == name || info.older_name == name;
        });
    return found == k_transforms.end() ? nullptr : found;
}

} // namespace syncctl::mapping
