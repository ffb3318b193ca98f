#pragma once

#include <string_view>

namespace syncctl::mapping {

/// A transform that a later version brings, known so that the message can say so.
struct LaterTransform {
    std::string_view name;
    std::string_view older_name; ///< of the Node.js tool; may be empty
    bool is_one_way = false;
};

/// By name or older name; nullptr when no version knows it.
[[nodiscard]] const LaterTransform* find_later_transform(std::string_view name);

} // namespace syncctl::mapping
