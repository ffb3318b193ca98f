#include "secret_text.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace syncctl::connectors {

void require_good_token(const std::string& name, const base::Secret& token)
{
    constexpr std::size_t k_longest = 8192;
    const auto text = token.reveal();
    const bool is_good = !text.empty() && text.size() <= k_longest &&
                         std::all_of(text.begin(), text.end(), [](char c) {
                             return c > ' ' && static_cast<unsigned char>(c) < 127;
                         });
    if (!is_good) {
        throw Error{ErrorCode::setting,
                    fmt::format("secret '{}': a token is printable ASCII without blanks", name),
                    fmt::format("--secret {}=prompt", name)};
    }
}

base::Secret with_prefix(std::string_view prefix, const base::Secret& secret)
{
    auto value = base::Secret::of_size(prefix.size() + secret.size());
    auto out = value.writable().begin();
    for (const char c : prefix) {
        *out++ = static_cast<std::byte>(c);
    }
    std::copy(secret.bytes().begin(), secret.bytes().end(), out);
    return value;
}

} // namespace syncctl::connectors
