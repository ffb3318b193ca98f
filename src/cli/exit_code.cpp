#include "exit_code.hpp"

#include <csignal>

namespace syncctl::cli {

int exit_code_of(ErrorCode code, int signal)
{
    switch (code) {
    case ErrorCode::failed:
    case ErrorCode::disk_full:
    case ErrorCode::io:
        return 1;
    case ErrorCode::usage:
        return 2;
    case ErrorCode::no_database:
    case ErrorCode::damaged_database:
    case ErrorCode::foreign_database:
    case ErrorCode::wrong_schema:
        return 10;
    case ErrorCode::locked:
        return 11;
    case ErrorCode::no_key:
    case ErrorCode::bad_key:
    case ErrorCode::key_source:
    case ErrorCode::ambiguous_key:
    case ErrorCode::wrong_key:
    case ErrorCode::sealed_format:
    case ErrorCode::sealed_version:
    case ErrorCode::sealed_authentication:
    case ErrorCode::origin_not_allowed:
    case ErrorCode::authentication:
    case ErrorCode::forbidden:
        return 12;
    case ErrorCode::network:
    case ErrorCode::rate_limited:
    case ErrorCode::unavailable:
        return 13;
    case ErrorCode::guard:
        return 15;
    case ErrorCode::document:
    case ErrorCode::setting:
        return k_exit_document;
    case ErrorCode::declined:
        return 17;
    case ErrorCode::not_found:
        return 18;
    case ErrorCode::interrupted:
        return k_exit_signal + (signal != 0 ? signal : SIGINT);
    }
    return k_exit_failed;
}

const std::vector<ExitMeaning>& all_exit_codes()
{
    static const std::vector<ExitMeaning> all{
        {0, "done"},
        {1, "failed"},
        {2, "wrong usage"},
        {3, "partly done: some items or pairs failed"},
        {10, "state: no database, damaged, or another schema"},
        {11, "locked by another process"},
        {12, "credential or key refused"},
        {13, "temporary: network, rate limit, tracker not there"},
        {14, "done, but conflicts wait for a person"},
        {15, "stopped by a guard, nothing written"},
        {16, "invalid document or setting"},
        {17, "declined, or a confirmation was needed without a terminal"},
        {18, "no such name"},
        {130, "stopped by Ctrl-C, cleanly (143 by SIGTERM, 129 by SIGHUP)"},
    };
    return all;
}

std::string_view meaning_of_exit(int code)
{
    for (const auto& exit : all_exit_codes()) {
        if (exit.code == code) {
            return exit.meaning;
        }
    }
    return {};
}

} // namespace syncctl::cli
