#include "syncctl/markup/convert.hpp"

#include "syncctl/base/text.hpp"

namespace syncctl::markup {

namespace {

Result checked(std::string_view text)
{
    if (text.size() > k_max_octets) {
        return Failure{"longer than 4 MiB"};
    }
    if (!base::is_valid_utf8(text)) {
        return Failure{"not UTF-8"};
    }
    return std::string{text};
}

} // namespace

Result html_to_text(std::string_view html)
{
    return checked(html);
}

Result text_to_html(std::string_view text)
{
    return checked(text);
}

Result clean_html(std::string_view html)
{
    return checked(html);
}

Result markdown_to_html(std::string_view markdown)
{
    return checked(markdown);
}

Result html_to_markdown(std::string_view html)
{
    return checked(html);
}

Result markdown_to_text(std::string_view markdown)
{
    return checked(markdown);
}

} // namespace syncctl::markup
