#include "address.hpp"

#include "web/given_settings.hpp"
#include "web/percent.hpp"
#include "web/words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::array<DataCentre, 9> k_data_centres{{
    {"us", "sdpondemand.manageengine.com", "accounts.zoho.com"},
    {"eu", "sdpondemand.manageengine.eu", "accounts.zoho.eu"},
    {"in", "sdpondemand.manageengine.in", "accounts.zoho.in"},
    {"cn", "servicedeskplus.cn", "accounts.zoho.com.cn"},
    {"au", "servicedeskplus.net.au", "accounts.zoho.com.au"},
    {"jp", "servicedeskplus.jp", "accounts.zoho.jp"},
    {"ca", "servicedeskplus.ca", "accounts.zohocloud.ca"},
    {"uk", "servicedeskplus.uk", "accounts.zoho.uk"},
    {"sa", "servicedeskplus.sa", "accounts.zoho.sa"},
}};

constexpr std::size_t k_longest_portal = 100; ///< octets

std::vector<std::string> segments_of(const std::string& url)
{
    std::vector<std::string> segments;
    auto at = url.find('/', url.find("://") + 3);
    while (at != std::string::npos) {
        const auto end = url.find('/', at + 1);
        auto segment = url.substr(at + 1, end == std::string::npos ? end : end - at - 1);
        if (!segment.empty()) {
            segments.push_back(std::move(segment));
        }
        at = end;
    }
    return segments;
}

/// What a browser shows of a request page is no base URL, but everybody copies it from there.
std::string without_query(const std::string& url)
{
    return url.substr(0, url.find_first_of("?#"));
}

/// Scheme and host as they were given, without a path.
std::string without_path(const std::string& url)
{
    const auto host = url.find("://");
    return host == std::string::npos ? url : url.substr(0, url.find('/', host + 3));
}

bool is_portal_path(const std::vector<std::string>& segments)
{
    return !segments.empty() && segments.front() == "app";
}

} // namespace

const DataCentre* data_centre_named(std::string_view name)
{
    const auto* const found =
        std::find_if(k_data_centres.begin(), k_data_centres.end(), [&](const auto& centre) {
            return same_name(centre.name, name);
        });
    return found == k_data_centres.end() ? nullptr : found;
}

const DataCentre* data_centre_of_host(std::string_view host)
{
    const auto* const found =
        std::find_if(k_data_centres.begin(), k_data_centres.end(), [&](const auto& centre) {
            return same_name(centre.service_host, host);
        });
    return found == k_data_centres.end() ? nullptr : found;
}

std::string data_centre_names()
{
    std::vector<std::string_view> names;
    names.reserve(k_data_centres.size());
    for (const auto& centre : k_data_centres) {
        names.push_back(centre.name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<std::string> url_problem(const std::string& url)
{
    const auto plain = without_query(url);
    if (auto problem = http::Url::problem(plain)) {
        return problem;
    }
    const auto segments = segments_of(http::Url::parse(plain).text());
    if (!is_portal_path(segments)) {
        return std::nullopt;
    }
    if (segments.size() < 2) {
        return std::string{"the portal is missing: https://HOST/app/PORTAL"};
    }
    const auto portal = percent_decoded(segments[1]);
    if (!portal || portal->size() > k_longest_portal || base::term_safe(*portal) != *portal ||
        portal->find('/') != std::string::npos) {
        return std::string{"what follows /app/ cannot be the name of a portal"};
    }
    return std::nullopt;
}

std::string normalise_url(const std::string& url)
{
    const auto text = http::Url::parse(without_query(url)).text();
    const auto segments = segments_of(text);
    auto base = without_path(text);
    if (is_portal_path(segments)) {
        return fmt::format("{}/app/{}", base, segments.at(1));
    }
    // A context path in front of the program stays; what is the program's own goes.
    for (const auto& segment : segments) {
        if (segment == "api" || segment == "ui" || segment.find('.') != std::string::npos) {
            break;
        }
        base += '/' + segment;
    }
    return base;
}

Address address_of(const std::string& url)
{
    Address address;
    address.base = normalise_url(url);
    const auto segments = segments_of(address.base);
    if (is_portal_path(segments)) {
        address.portal = percent_decoded(segments.at(1)).value_or("");
    }
    address.looks_like_cloud =
        is_portal_path(segments) ||
        data_centre_of_host(http::Url::parse(address.base).host()) != nullptr;
    return address;
}

} // namespace syncctl::connectors::servicedesk_plus
