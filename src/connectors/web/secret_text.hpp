#pragma once

#include "syncctl/base/secret.hpp"

#include <string>
#include <string_view>

namespace syncctl::connectors {

/// \throws Error{setting} for a secret that cannot stand in a header or a form as it is: it is
/// printable ASCII without blanks, at most 8,192 octets
void require_good_token(const std::string& name, const base::Secret& token);

/// Both in one, without a copy that is not wiped.
[[nodiscard]] base::Secret with_prefix(std::string_view prefix, const base::Secret& secret);

} // namespace syncctl::connectors
