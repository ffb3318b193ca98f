#pragma once

#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

/// A text with the marker taken out of it.
struct Unmarked {
    std::string text;
    std::string marker; ///< empty: there was none
};

/// At the end of a subject: `Printer is out [syncctl:...]`.
[[nodiscard]] std::string subject_with_marker(std::string_view subject, std::string_view marker);
[[nodiscard]] Unmarked subject_without_marker(std::string_view subject);
/// Code points that it takes of the subject's length.
[[nodiscard]] std::size_t subject_marker_length(std::string_view marker);

/// In a last line of its own: an HTML comment or attribute would not outlive the tracker's
/// sanitiser.
[[nodiscard]] std::string description_with_marker(std::string_view html, std::string_view marker);
[[nodiscard]] Unmarked description_without_marker(std::string_view html);

} // namespace syncctl::connectors::servicedesk_plus
