#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

// A marker in a text that people read. Only a marker as model::marker_for() makes it can be told
// from other words; what is special in HTML or in a subject stands in it as %XX.

/// A text with the marker taken out of it.
struct Unmarked {
    std::string text;
    std::string marker; ///< empty: there was none
};

/// Whether a text is a marker and nothing else.
[[nodiscard]] bool is_marker(std::string_view text);

/// At the end of a subject: `Printer is out [syncctl:...]`. \pre is_marker()
[[nodiscard]] std::string subject_with_marker(std::string_view subject, std::string_view marker);
/// Takes out the last one; blanks behind it go with it.
[[nodiscard]] Unmarked subject_without_marker(std::string_view subject);
/// Code points that it takes of the subject's length. \pre is_marker()
[[nodiscard]] std::size_t subject_marker_length(std::string_view marker);

/// In a last line of its own: an HTML comment or attribute would not outlive the tracker's
/// sanitiser. \pre is_marker()
[[nodiscard]] std::string description_with_marker(std::string_view html, std::string_view marker);
/// Takes out the last one that has a line of its own, also when the tracker gave that line other
/// tags or somebody wrote below it. A marker among other words is somebody's quotation, and stays.
[[nodiscard]] Unmarked description_without_marker(std::string_view html);

} // namespace syncctl::connectors::servicedesk_plus
