#include "redaction.hpp"

#include "ascii.hpp"
#include "base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::http {
namespace {

constexpr std::string_view k_stars = "***";
/// Shorter ones would make holes in ordinary text.
constexpr std::size_t k_shortest = 6;

constexpr std::array<std::string_view, 16> k_harmless{"accept",
                                                      "accept-encoding",
                                                      "cache-control",
                                                      "connection",
                                                      "content-encoding",
                                                      "content-length",
                                                      "content-type",
                                                      "date",
                                                      "etag",
                                                      "retry-after",
                                                      "server",
                                                      "transfer-encoding",
                                                      "x-ratelimit-delay",
                                                      "x-ratelimit-limit",
                                                      "x-ratelimit-remaining",
                                                      "x-ratelimit-reset"};

void replace_all(std::string& text, std::string_view what)
{
    for (auto at = text.find(what); at != std::string::npos;
         at = text.find(what, at + k_stars.size())) {
        text.replace(at, what.size(), k_stars);
    }
}

} // namespace

std::string redacted_url(const UrlParts& url)
{
    auto bare = url;
    bare.query.clear();
    auto text = bare.text();
    char separator = '?';
    for (std::string_view rest = url.query; !rest.empty();) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = pair.find('=');
        text += separator;
        // A query without names is all value.
        text += equals == std::string_view::npos
                    ? k_stars
                    : fmt::format("{}={}", pair.substr(0, equals), k_stars);
        separator = '&';
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return text;
}

std::string redacted_header(const Header& header)
{
    const bool is_harmless =
        std::any_of(k_harmless.begin(), k_harmless.end(), [&](std::string_view name) {
            return equals_ignoring_case(header.name, name);
        });
    return fmt::format("{}: {}", header.name, is_harmless ? header.value : k_stars);
}

void Redactor::learn(const Authorization& authorization)
{
    const auto value = authorization.value.reveal();
    learn(value);
    const auto blank = value.find(' ');
    if (blank == std::string_view::npos) {
        return;
    }
    const auto held = trimmed(value.substr(blank));
    learn(held);
    if (equals_ignoring_case(value.substr(0, blank), "Basic")) {
        if (auto pair = base64_decoded(held)) {
            learn(*pair);
            const auto colon = pair->find(':');
            if (colon != std::string::npos) {
                learn(std::string_view{*pair}.substr(colon + 1));
            }
            base::wipe(*pair);
        }
    }
}

void Redactor::learn(std::string_view value)
{
    learn_form(value);
    auto encoded = base64_encoded(value);
    learn_form(encoded);
    base::wipe(encoded);
    encoded = percent_encoded(value);
    learn_form(encoded);
    for (auto at = encoded.find('%'); at != std::string::npos; at = encoded.find('%', at + 1)) {
        encoded[at + 1] = ascii_lower(encoded[at + 1]);
        encoded[at + 2] = ascii_lower(encoded[at + 2]);
    }
    learn_form(encoded);
    base::wipe(encoded);
}

void Redactor::learn_form(std::string_view form)
{
    const bool is_known = std::any_of(
        m_forms.begin(), m_forms.end(), [&](const auto& known) { return known.reveal() == form; });
    if (form.size() < k_shortest || is_known) {
        return;
    }
    const auto at = std::find_if(m_forms.begin(), m_forms.end(), [&](const auto& known) {
        return known.size() < form.size();
    });
    m_forms.emplace(at, form);
}

std::string Redactor::redacted(std::string text) const
{
    for (const auto& form : m_forms) {
        replace_all(text, form.reveal());
    }
    return text;
}

} // namespace syncctl::http
