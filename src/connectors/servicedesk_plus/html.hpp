#pragma once

#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

/// Without the `<div class="sdp-ze-default-wrapper" ...>` that the on-premises edition puts around
/// a description (contract, section 8.2).
[[nodiscard]] std::string_view without_wrapper(std::string_view html);

/// Whether two descriptions say the same to their reader: white space, spelling of entities, names
/// of tags and attributes in capitals, style attributes and the order of attributes do not count;
/// text, emphasis, links, images, lists and line breaks do.
[[nodiscard]] bool same_html(std::string_view one, std::string_view other);

} // namespace syncctl::connectors::servicedesk_plus
