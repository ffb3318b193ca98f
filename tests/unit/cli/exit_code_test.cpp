#include "exit_code.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace syncctl::cli {

TEST_CASE("every error has the exit code of the manual", "[cli]")
{
    CHECK(exit_code_of(ErrorCode::failed, 0) == 1);
    CHECK(exit_code_of(ErrorCode::disk_full, 0) == 1);
    CHECK(exit_code_of(ErrorCode::usage, 0) == 2);
    CHECK(exit_code_of(ErrorCode::no_database, 0) == 10);
    CHECK(exit_code_of(ErrorCode::foreign_database, 0) == 10);
    CHECK(exit_code_of(ErrorCode::locked, 0) == 11);
    CHECK(exit_code_of(ErrorCode::origin_not_allowed, 0) == 12);
    CHECK(exit_code_of(ErrorCode::unavailable, 0) == 13);
    CHECK(exit_code_of(ErrorCode::guard, 0) == 15);
    CHECK(exit_code_of(ErrorCode::document, 0) == 16);
    CHECK(exit_code_of(ErrorCode::declined, 0) == 17);
    CHECK(exit_code_of(ErrorCode::not_found, 0) == 18);
    CHECK(exit_code_of(ErrorCode::interrupted, 0) == 130);
    CHECK(exit_code_of(ErrorCode::interrupted, SIGINT) == 130);
    CHECK(exit_code_of(ErrorCode::interrupted, SIGTERM) == 143);
    for (int code = 0; code <= static_cast<int>(ErrorCode::interrupted); ++code) {
        CHECK_FALSE(meaning_of_exit(exit_code_of(static_cast<ErrorCode>(code), 0)).empty());
    }
}

} // namespace syncctl::cli
