#include "stored_values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace syncctl::store {

void throw_damaged_value(std::string_view what)
{
    throw Error{ErrorCode::damaged_database,
                fmt::format("the database is damaged: {} cannot be read", what),
                "syncctl migrate verify shows what is damaged; then put a backup in its place: "
                "syncctl restore FILE"};
}

nlohmann::json stored_json(std::string_view text, std::string_view what)
{
    try {
        return base::parse_json(text);
    } catch (const Error&) {
        throw_damaged_value(what);
    }
}

model::Side stored_side(std::string_view text, std::string_view what)
{
    for (const auto side : model::k_sides) {
        if (text == model::to_string(side)) {
            return side;
        }
    }
    throw_damaged_value(what);
}

} // namespace syncctl::store
