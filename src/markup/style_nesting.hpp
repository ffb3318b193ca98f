#pragma once

#include "document.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace syncctl::markup {

/// Stands for the link of a stretch, beside the bits of style.
inline constexpr std::uint8_t k_link_mark = 128;

/// Which marks end and begin in front of a stretch, so that they are nested one in another.
struct MarkChanges {
    std::vector<std::uint8_t> closed; ///< innermost first
    std::vector<std::uint8_t> opened; ///< outermost first: what reaches farthest
};

/// Follows the stretches of one block and keeps the marks that are open.
class StyleNesting {
public:
    /// \param ignored styles that are no marks here
    explicit StyleNesting(const std::vector<Inline>& inlines, std::uint8_t ignored = 0)
        : m_inlines{inlines}, m_ignored{ignored}
    {
    }

    /// What changes in front of the stretch at `at`; behind the last one all that is open is
    /// closed.
    [[nodiscard]] const MarkChanges& go_to(std::size_t at);

    [[nodiscard]] const std::vector<std::uint8_t>& open() const { return m_open; }

private:
    [[nodiscard]] std::size_t reach(std::uint8_t mark, std::size_t at) const;

    const std::vector<Inline>& m_inlines;
    std::uint8_t m_ignored;
    std::vector<std::uint8_t> m_open; ///< outermost first
    std::uint32_t m_link = 0;
    MarkChanges m_changes;
};

} // namespace syncctl::markup
