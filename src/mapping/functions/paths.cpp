#include "functions/transform.hpp"
#include "quote.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::mapping::functions {
namespace {

using model::TransformStep;
using model::Value;

constexpr char k_separator = '\\';

Made make_path_root(const TransformStep& /*step*/)
{
    return Ready{on_text("path_root", [](const std::string& path) {
        return path.substr(0, path.find(k_separator));
    })};
}

/// `from` in place of `to` at the start of the path, by whole parts.
Function moved(const std::string& from, const std::string& to)
{
    return on_text("path_reroot", [from, to](const std::string& path) -> TransformResult {
        const bool is_there = path.starts_with(from) &&
                              (path.size() == from.size() || path[from.size()] == k_separator);
        if (!is_there) {
            return TransformProblem{
                fmt::format("the path {} does not start with {}", shortly(path), shortly(from))};
        }
        return Value{to + path.substr(from.size())};
    });
}

// The analyzer of clang 14 loses sight of functions that are moved into a variant.
// NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks)
Made make_path_reroot(const TransformStep& step)
{
    for (const auto& part : step.arguments) {
        if (part.empty()) {
            return "path_reroot takes the first part of a path, not an empty text";
        }
    }
    const auto& arguments = step.arguments;
    if (arguments.size() == 2) {
        return Ready{moved(arguments[0], arguments[1]), moved(arguments[1], arguments[0])};
    }
    return Ready{on_text("path_reroot", [root = arguments[0]](const std::string& path) {
        const auto end = path.find(k_separator);
        return end == std::string::npos ? root : root + path.substr(end);
    })};
}

// NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

constexpr std::array<Transform, 2> k_transforms{{
    {{.name = "path_root",
      .older_name = "extractProjectFromPath",
      .transform_class = TransformClass::one_way,
      .usage = "path_root",
      .description = "the part before the first `\\`",
      .effects = k_text_both_ways,
      .lengths = {Length::kept, Length::kept}},
     make_path_root},
    {{.name = "path_reroot",
      .older_name = "replaceProjectInPath",
      .usage = "path_reroot([old, ]new)",
      .description = "another first part of a path; with `old` an error where it starts otherwise",
      .way_back = "with `old`: `old` in place of `new`; without: the same",
      .min_arguments = 1,
      .max_arguments = 2,
      .effects = k_text_both_ways,
      .lengths = {Length::grown, Length::grown}},
     make_path_reroot},
}};

} // namespace

std::span<const Transform> path_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
