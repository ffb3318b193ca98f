#pragma once

#include <string>

namespace syncctl::mapping {

/// By what people are told apart: of `Jane Doe <jane@contoso.com>` the address in the brackets,
/// else the whole text; without white space around, in lower case as far as ASCII goes.
[[nodiscard]] std::string person_key(const std::string& text);

} // namespace syncctl::mapping
