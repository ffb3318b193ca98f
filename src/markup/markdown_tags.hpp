#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace syncctl::markup {

/// The HTML tags in a line of Markdown: those of formats count, others only go away.
class InlineTags {
public:
    /// \returns is it a line break?
    [[nodiscard]] bool read(std::string_view tag);

    [[nodiscard]] std::uint8_t styles() const;

    /// Is text of now inside of an element whose content is not shown?
    [[nodiscard]] bool is_dropping() const { return !m_dropped.empty(); }

private:
    std::array<std::size_t, 8> m_open{}; ///< for each bit of style
    std::string m_dropped;               ///< name of the element
};

} // namespace syncctl::markup
