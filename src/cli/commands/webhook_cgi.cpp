#include "webhook_cgi.hpp"

#include "exit_code.hpp"
#include "session.hpp"
#include "webhook_request.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>

namespace syncctl::cli {

namespace {

Result answer(std::string_view status, int exit, std::string_view more = {})
{
    Result result;
    result.verbatim = fmt::format("Status: {}\r\n{}\r\n", status, more);
    result.exit = exit;
    return result;
}

/// Our own trouble: the sender may try again, and whoever runs this is told why.
Result unavailable(const Error& error)
{
    const int exit = exit_code_of(error.code(), 0);
    auto result = answer("503 Service Unavailable", exit);
    result.problems.push_back({.code = std::string{base::name_of(error.code())},
                               .message = error.message(),
                               .hint = error.hint(),
                               .is_retryable = base::is_retryable(error.code())});
    return result;
}

std::optional<std::size_t> content_length(const Session& session)
{
    constexpr std::size_t k_most_digits = 15;
    const auto text = session.environment().find("CONTENT_LENGTH").value_or("");
    if (!base::is_decimal(text, k_most_digits)) {
        return std::nullopt;
    }
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

Result ingest(Session& session, const Arguments& arguments, std::size_t length)
{
    app::WebhookDelivery delivery;
    delivery.headers = arguments.has("header") ? headers_given(arguments) : cgi_headers();
    delivery.proof = app::webhook_proof_from(arguments.text("proof"));
    delivery.body = session.read_input_up_to(length);
    if (delivery.body.size() != length) {
        return answer("400 Bad Request", k_exit_document);
    }
    try {
        static_cast<void>(app::ingest_webhook(session.workspace(),
                                              arguments.text("PAIR|CONNECTOR"),
                                              side_given(arguments),
                                              delivery,
                                              arguments.is_dry_run()));
    } catch (const Error& error) {
        switch (error.code()) {
        case ErrorCode::authentication:
            return answer("403 Forbidden", exit_code_of(error.code(), 0));
        case ErrorCode::document:
            return answer("400 Bad Request", k_exit_document);
        default:
            return unavailable(error);
        }
    }
    return answer("204 No Content", k_exit_ok);
}

} // namespace

Result answer_cgi(Session& session, const Arguments& arguments)
{
    if (session.globals().format != Format::table) {
        throw Error{ErrorCode::usage, "--cgi answers a web server, and goes with no other format"};
    }
    if (session.environment().find("REQUEST_METHOD") != "POST") {
        return answer("405 Method Not Allowed", k_exit_usage, "Allow: POST\r\n");
    }
    const auto length = content_length(session);
    if (!length) {
        return answer("411 Length Required", k_exit_document);
    }
    if (*length > app::k_max_webhook_body) {
        return answer("413 Content Too Large", k_exit_document);
    }
    return ingest(session, arguments, *length);
}

} // namespace syncctl::cli
