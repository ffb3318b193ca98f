#pragma once

#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

/// Without the `<div class="sdp-ze-default-wrapper" ...>` that the on-premises edition puts around
/// a description, and without the `<div>` around the whole text in it that was seen there as well
/// (contract, section 8.2).
[[nodiscard]] std::string_view without_wrapper(std::string_view html);

/// Whether two descriptions say the same to their reader. White space, spelling of characters, of
/// tags and of attributes, comments, the order of attributes and those that are for style, for
/// programs or for windows (`style`, `class`, `id`, `data-*`, `target`, `rel`), and a `<div>`
/// around the whole text do not count; text, emphasis, links, images, lists and line breaks do.
[[nodiscard]] bool same_html(std::string_view one, std::string_view other);

} // namespace syncctl::connectors::servicedesk_plus
