#include "syncctl/http/message.hpp"

#include "ascii.hpp"

namespace syncctl::http {

std::string_view Response::header(std::string_view name) const
{
    for (const auto& header : headers) {
        if (equals_ignoring_case(header.name, name)) {
            return header.value;
        }
    }
    return {};
}

bool Response::is_json() const
{
    auto type = header("Content-Type");
    type = trimmed(type.substr(0, type.find(';')));
    constexpr std::string_view k_application = "application/";
    constexpr std::string_view k_suffix = "+json";
    if (!equals_ignoring_case(type.substr(0, k_application.size()), k_application)) {
        return false;
    }
    type = type.substr(k_application.size());
    if (equals_ignoring_case(type, "json")) {
        return true;
    }
    return type.size() > k_suffix.size() &&
           equals_ignoring_case(type.substr(type.size() - k_suffix.size()), k_suffix);
}

} // namespace syncctl::http
