#pragma once

#include "syncctl/model/value.hpp"

#include <string>
#include <utility>

namespace syncctl::test {

/// A field's value that is text.
[[nodiscard]] inline model::Value text(std::string value)
{
    return model::Value{std::move(value)};
}

/// A field's value that is a number, in the digits that the tracker sends.
[[nodiscard]] inline model::Value number(std::string digits)
{
    return model::Value{model::Number{std::move(digits)}};
}

/// The fields of a bug that somebody has just filed.
[[nodiscard]] inline model::Fields a_bug(std::string title)
{
    return {{"Title", text(std::move(title))}, {"State", text("New")}};
}

} // namespace syncctl::test
