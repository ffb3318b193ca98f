#include "words.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncctl::connectors::azure_devops {

const nlohmann::json& list_of(const nlohmann::json& body, std::string_view key)
{
    const auto& list = member(body, key);
    if (!list.is_array()) {
        throw Error{ErrorCode::unavailable,
                    fmt::format("the tracker's answer has no list '{}'", key),
                    "run it again later; syncctl connector test shows whether the tracker is well"};
    }
    return list;
}

} // namespace syncctl::connectors::azure_devops
