#pragma once

#include "functions/pattern.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::mapping::functions {

/// What goes in place of a match: text with `$1`, `$&` (the whole match), `${name}`, `$<name>` and
/// `$$` (a dollar). A dollar before anything else but a quote is itself.
class Replacement {
public:
    /// Replacement, or what is wrong with it and where: a group that the pattern does not have.
    [[nodiscard]] static std::variant<Replacement, std::string> parsed(std::string_view text,
                                                                       const Pattern& pattern);

    /// \return false when the result has grown beyond `most_octets`
    [[nodiscard]] bool
    append_to(std::string& result, Pattern::Groups groups, std::size_t most_octets) const;

private:
    using Part = std::variant<std::string, std::size_t>; ///< text, or a group

    std::vector<Part> m_parts;
};

} // namespace syncctl::mapping::functions
