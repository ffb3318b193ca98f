#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using syncctl::Error;
using syncctl::ErrorCode;

TEST_CASE("every error code has a name of its own", "[base]")
{
    std::set<std::string_view> names;
    const auto last = static_cast<int>(ErrorCode::interrupted);
    for (int code = 0; code <= last; ++code) {
        names.insert(syncctl::base::name_of(static_cast<ErrorCode>(code)));
    }
    CHECK(names.size() == static_cast<std::size_t>(last) + 1);
    CHECK(syncctl::base::name_of(ErrorCode::wrong_key) == "wrong_key");
}

TEST_CASE("an error collects the steps that were going on, the outermost first", "[base]")
{
    Error error{ErrorCode::network, "no answer", "try later"};
    error.while_doing("reading changes");
    error.while_doing("pair bugs");
    CHECK(error.message() == "pair bugs: reading changes: no answer");
    CHECK(std::string{error.what()} == error.message());
    CHECK(error.hint() == "try later");
}

TEST_CASE("only errors that pass by themselves are worth repeating", "[base]")
{
    CHECK(syncctl::base::is_retryable(ErrorCode::locked));
    CHECK(syncctl::base::is_retryable(ErrorCode::network));
    CHECK_FALSE(syncctl::base::is_retryable(ErrorCode::wrong_key));
    CHECK_FALSE(syncctl::base::is_retryable(ErrorCode::usage));
}
