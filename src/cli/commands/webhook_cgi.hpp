#pragma once

#include "command.hpp"

namespace syncctl::cli {

class Session;

/// `webhook ingest --cgi`: reads a request as a CGI program does and answers it. The answer tells a
/// sender nothing but good or bad, and nothing that it sent is told to a log.
[[nodiscard]] Result answer_cgi(Session& session, const Arguments& arguments);

} // namespace syncctl::cli
