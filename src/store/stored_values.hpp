#pragma once

#include "syncctl/model/side.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::store {

/// A row says what no version of this program writes.
[[noreturn]] void throw_damaged_value(std::string_view what);

/// JSON that we stored ourselves. \throws Error{damaged_database}
[[nodiscard]] nlohmann::json stored_json(std::string_view text, std::string_view what);

/// \throws Error{damaged_database}
[[nodiscard]] model::Side stored_side(std::string_view text, std::string_view what);

/// The value behind a stored word; every such column has a CHECK, so a missing one is damage.
template <class T>
[[nodiscard]] T stored_word(const std::optional<T>& value, std::string_view what)
{
    if (!value) {
        throw_damaged_value(what);
    }
    return *value;
}

} // namespace syncctl::store
