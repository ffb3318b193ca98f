#include "syncctl/app/doctor.hpp"

#include "commands.hpp"
#include "exit_code.hpp"
#include "process_setup.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace syncctl::cli {

namespace {

app::DoctorRequest request_of(Session& session, const Arguments& arguments)
{
    app::DoctorRequest request;
    const auto& environment = session.environment();
    request.home = environment.find("HOME").value_or("");
    request.env_file = session.globals().env_file.value_or("");
    if (const auto root = arguments.find("root")) {
        request.root = *root;
    }
    for (const auto& name : app::variables_of_interest()) {
        if (auto value = environment.find(name)) {
            request.environment.emplace(name, *std::move(value));
        }
    }
    const auto inherited = inherited_setup();
    request.umask = inherited.umask;
    if (inherited.has_key_log) {
        request.environment.emplace("SSLKEYLOGFILE", "");
    }
    request.is_online = arguments.has("online");
    request.fixes_modes = arguments.has("fix-modes");
    request.is_dry_run = arguments.is_dry_run();
    return request;
}

/// A line for each finding, and below it what to type: as a table they would be cut.
std::string lines_of(const std::vector<app::DoctorFinding>& findings)
{
    std::string lines;
    for (const auto& finding : findings) {
        lines += fmt::format("{:<8} {}: {}\n",
                             app::to_string(finding.severity),
                             finding.check,
                             base::term_safe(finding.message));
        if (!finding.hint.empty()) {
            lines += fmt::format("         hint: {}\n", base::term_safe(finding.hint));
        }
    }
    return lines;
}

Result run_doctor(Session& session, const Arguments& arguments)
{
    const auto findings = app::examine(session.workspace(), request_of(session, arguments));
    Result result;
    result.columns = {
        {"check", "CHECK"}, {"severity", "SEVERITY"}, {"message", "MESSAGE"}, {"hint", "HINT"}};
    std::size_t errors = 0;
    std::size_t warnings = 0;
    for (const auto& finding : findings) {
        errors += finding.severity == app::Severity::error ? 1U : 0U;
        warnings += finding.severity == app::Severity::warning ? 1U : 0U;
        result.rows.push_back(Data::Object{{"check", finding.check},
                                           {"severity", app::to_string(finding.severity)},
                                           {"message", finding.message},
                                           {"hint", text_or_null(finding.hint)}});
    }
    result.verbatim = lines_of(findings);
    const auto summary =
        fmt::format("{}, {}", base::counted(errors, "error"), base::counted(warnings, "warning"));
    result.notes.push_back(summary);
    if (errors > 0) {
        result.exit = k_exit_failed;
        result.error = Problem{.code = "failed",
                               .message = summary,
                               .hint = "each finding has a hint of its own",
                               .is_retryable = false};
    }
    return result;
}

} // namespace

CommandSpec doctor_command()
{
    return {.path = "doctor",
            .purpose = "Find what keeps syncctl from running unattended and in private",
            .options = {{.flags = "--online", .help = "Ask the trackers, too"},
                        {.flags = "--fix-modes", .help = "Close files of ours to group and others"},
                        {.flags = "--root",
                         .value = "FOLDER",
                         .help = "Look for units and crontabs below it (default /)"},
                        dry_run_option()},
            .examples = {{"syncctl doctor", "After installing, and whenever something is odd"},
                         {"syncctl doctor --online", "With a request or two to each tracker"},
                         {"syncctl doctor --fix-modes -n", "See which modes would be changed"},
                         {"syncctl doctor --json", "For monitoring; exit 1 when there are errors"}},
            .run = &run_doctor};
}

} // namespace syncctl::cli
