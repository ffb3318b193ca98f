#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::model {

/// A number as its canonical decimal text, so that 2^53 and 2^53+1 stay apart and nothing is
/// rounded: no leading zeros or plus sign, no trailing zeros after the point, exponent only where
/// needed.
struct Number {
    std::string text;
    bool operator==(const Number&) const = default;
};

/// Reads a JSON number or plain decimal text; "1.0", "1" and "1e0" are the same number.
/// \throws Error{validation-like document} when it is none
[[nodiscard]] Number number_from_text(std::string_view text);

using List = std::vector<std::string>;

/// What a field holds. monostate is null: cleared or never set. Empty text is a value, not null.
using Value = std::variant<std::monostate, std::string, Number, bool, List>;

[[nodiscard]] inline bool is_null(const Value& value)
{
    return value.index() == 0;
}

/// Equal as the sync sees it: lists compare as sets, everything else exactly; a text never equals a
/// number.
[[nodiscard]] bool same_value(const Value& one, const Value& other);

/// Equal, or texts that differ in white space only: trackers trim and re-wrap what they store.
[[nodiscard]] bool differs_in_space_only(const Value& one, const Value& other);

/// For people: text as it is, null as "", lists joined with ", ".
[[nodiscard]] std::string to_text(const Value& value);
/// "text", "number", "boolean", "list" or "null", for messages.
[[nodiscard]] std::string_view shape_of(const Value& value);

/// Field reference (as the tracker names it) -> value. A missing key means null.
using Fields = std::map<std::string, Value, std::less<>>;

[[nodiscard]] const Value& value_of(const Fields& fields, std::string_view reference);

/// Compact JSON of a value or of fields, and back; used for stored bases and `--json`.
[[nodiscard]] std::string to_json_text(const Value& value);
[[nodiscard]] std::string to_json_text(const Fields& fields);
/// \throws Error{damaged_database} when the text is not what to_json_text wrote
[[nodiscard]] Value value_from_json_text(std::string_view text);
[[nodiscard]] Fields fields_from_json_text(std::string_view text);

} // namespace syncctl::model
