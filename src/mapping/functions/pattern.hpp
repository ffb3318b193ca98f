#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::mapping::functions {

/// A regular expression in the manner of ECMAScript over UTF-8: characters are code points, and
/// \w, \d and \s know all alphabets. Matching takes a bounded number of steps, the same on every
/// machine.
class Pattern {
public:
    /// Pattern, or what is wrong with it and where.
    [[nodiscard]] static std::variant<Pattern, std::string> compiled(std::string_view text);

    /// Not counting the whole match.
    [[nodiscard]] std::size_t groups() const;
    [[nodiscard]] std::optional<std::size_t> group_named(std::string_view name) const;

    /// Of a match the whole and the groups; nullopt: took no part.
    using Groups = std::span<const std::optional<std::string_view>>;

    /// \param text valid UTF-8
    /// What stands between the matches and behind the last one is given to `keep`, each match to
    /// `replace`; either returns false to stop.
    /// \return false when matching would take too many steps
    [[nodiscard]] bool for_each(std::string_view text,
                                const std::function<bool(std::string_view)>& keep,
                                const std::function<bool(Groups)>& replace) const;

private:
    struct Code;

    std::shared_ptr<const Code> m_code;
};

} // namespace syncctl::mapping::functions
