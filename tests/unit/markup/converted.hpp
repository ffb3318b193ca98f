#pragma once

#include "syncctl/markup/convert.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace syncctl::test {

using Conversion = markup::Result (*)(std::string_view);

/// The result, which has to be one.
inline std::string converted(Conversion function, std::string_view input)
{
    auto result = function(input);
    if (const auto* failure = std::get_if<markup::Failure>(&result)) {
        FAIL("refused: " << failure->reason);
    }
    return std::get<std::string>(std::move(result));
}

/// Why it was refused; empty when it was not.
inline std::string refusal(Conversion function, std::string_view input)
{
    const auto result = function(input);
    const auto* failure = std::get_if<markup::Failure>(&result);
    return failure == nullptr ? std::string{} : failure->reason;
}

} // namespace syncctl::test
