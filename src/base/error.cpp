#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::base {

std::string_view name_of(ErrorCode code)
{
    switch (code) {
    case ErrorCode::failed:
        return "failed";
    case ErrorCode::disk_full:
        return "disk_full";
    case ErrorCode::io:
        return "io";
    case ErrorCode::usage:
        return "usage";
    case ErrorCode::no_database:
        return "no_database";
    case ErrorCode::damaged_database:
        return "damaged_database";
    case ErrorCode::foreign_database:
        return "foreign_database";
    case ErrorCode::wrong_schema:
        return "wrong_schema";
    case ErrorCode::locked:
        return "locked";
    case ErrorCode::no_key:
        return "no_key";
    case ErrorCode::bad_key:
        return "bad_key";
    case ErrorCode::key_source:
        return "key_source";
    case ErrorCode::ambiguous_key:
        return "ambiguous_key";
    case ErrorCode::wrong_key:
        return "wrong_key";
    case ErrorCode::sealed_format:
        return "sealed_format";
    case ErrorCode::sealed_version:
        return "sealed_version";
    case ErrorCode::sealed_authentication:
        return "sealed_authentication";
    case ErrorCode::origin_not_allowed:
        return "origin_not_allowed";
    case ErrorCode::authentication:
        return "authentication";
    case ErrorCode::forbidden:
        return "forbidden";
    case ErrorCode::network:
        return "network";
    case ErrorCode::rate_limited:
        return "rate_limited";
    case ErrorCode::unavailable:
        return "unavailable";
    case ErrorCode::guard:
        return "guard";
    case ErrorCode::document:
        return "document";
    case ErrorCode::setting:
        return "setting";
    case ErrorCode::declined:
        return "declined";
    case ErrorCode::not_found:
        return "not_found";
    case ErrorCode::interrupted:
        return "interrupted";
    }
    return "failed";
}

bool is_retryable(ErrorCode code)
{
    switch (code) {
    case ErrorCode::locked:
    case ErrorCode::network:
    case ErrorCode::rate_limited:
    case ErrorCode::unavailable:
    case ErrorCode::interrupted:
        return true;
    default:
        return false;
    }
}

Error::Error(ErrorCode code, std::string message, std::string hint)
    : m_code{code}, m_message{std::move(message)}, m_hint{std::move(hint)}
{
}

void Error::while_doing(std::string_view step)
{
    m_message = fmt::format("{}: {}", step, m_message);
}

} // namespace syncctl::base
