#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::connectors {

/// Names mean the same in any case (ASCII is folded).
[[nodiscard]] bool same_name(std::string_view one, std::string_view other);
[[nodiscard]] bool starts_with_name(std::string_view text, std::string_view beginning);
[[nodiscard]] bool contains_name(std::string_view text, std::string_view part);
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Line breaks and tabs as blanks, none at the ends.
[[nodiscard]] std::string one_line(std::string_view text);

/// A member of a JSON object that is a text, made storable and cut to `most` code points; empty
/// when there is none.
[[nodiscard]] std::string
text_member(const nlohmann::json& object, std::string_view key, std::size_t most = 1000);
/// A member of a JSON object, or a null that lives as long as the program.
[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, std::string_view key);
/// The value itself when it is an array, else an empty one that lives as long as the program.
[[nodiscard]] const nlohmann::json& array_or_nothing(const nlohmann::json& value);
[[nodiscard]] bool flag_member(const nlohmann::json& object, std::string_view key);

} // namespace syncctl::connectors
