#pragma once

#include "url_parts.hpp"

#include "syncctl/base/secret.hpp"
#include "syncctl/http/client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::http {

/// A URL for people: the names of a query without its values, which may be tokens at some vendors.
[[nodiscard]] std::string redacted_url(const UrlParts& url);

/// `name: value` for headers that are known to hold no secret, `name: ***` for all others.
[[nodiscard]] std::string redacted_header(const Header& header);

/// Takes credentials out of any text that leaves this layer, in every form in which they may occur:
/// the header's value, what it holds, its Basic user and password, each as it is, in base64 and
/// percent-encoded.
class Redactor {
public:
    void learn(const Authorization& authorization);
    /// \returns the text with `***` in place of each credential learnt so far
    [[nodiscard]] std::string redacted(std::string text) const;

private:
    void learn(std::string_view value);
    void learn_form(std::string_view form);

    std::vector<base::Secret> m_forms; ///< the longest first
};

} // namespace syncctl::http
