#include "findings.hpp"

#include "exit_code.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/model/side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace syncctl::cli {

namespace {

constexpr std::chrono::hours k_old{24};

std::string age(std::chrono::milliseconds passed)
{
    if (passed >= k_old) {
        return base::counted(static_cast<std::size_t>(passed / std::chrono::hours{24}), "day") +
               " ago";
    }
    if (passed >= std::chrono::hours{1}) {
        return base::counted(static_cast<std::size_t>(passed / std::chrono::hours{1}), "hour") +
               " ago";
    }
    return passed >= std::chrono::minutes{2}
               ? base::counted(static_cast<std::size_t>(passed / std::chrono::minutes{1}),
                               "minute") +
                     " ago"
               : "just now";
}

Data against_data(const app::MappingCheck& check)
{
    Data::Array sides;
    for (const auto side : model::k_sides) {
        const auto& against = check.against[side];
        sides.push_back(Data::Object{{"side", model::to_string(side)},
                                     {"connector", text_or_null(against.connector)},
                                     {"discovered_at", data_of(against.discovered_at)}});
    }
    return sides;
}

} // namespace

Result findings_result(const app::MappingCheck& check, std::string_view file_name)
{
    Result result;
    result.layout = Layout::none;
    result.columns = {{"line", "LINE"},
                      {"column", "COLUMN"},
                      {"severity", "SEVERITY"},
                      {"message", "MESSAGE"},
                      {"hint", "HINT"}};
    std::size_t errors = 0;
    for (const auto& finding : check.findings) {
        errors += finding.is_error ? 1U : 0U;
        result.rows.push_back(Data::Object{{"line", finding.line},
                                           {"column", finding.column},
                                           {"severity", finding.is_error ? "error" : "warning"},
                                           {"message", finding.message},
                                           {"hint", text_or_null(finding.hint)}});
        result.rendered.push_back(finding.rendered);
    }
    result.members.emplace_back("checked_against", against_data(check));
    if (check.has_errors) {
        result.exit = k_exit_document;
        result.error =
            Problem{.code = std::string{base::name_of(ErrorCode::document)},
                    .message = std::string{file_name} + ": " + base::counted(errors, "error"),
                    .hint = {}};
        result.problems.push_back(*result.error);
    }
    return result;
}

std::vector<std::string> metadata_notes(const app::MappingCheck& check, base::Timestamp now)
{
    std::vector<std::string> notes;
    for (const auto side : model::k_sides) {
        const auto& against = check.against[side];
        const auto name = base::term_safe(against.connector);
        if (name.empty()) {
            continue;
        }
        if (against.discovered_at.ms == 0) {
            notes.push_back(
                fmt::format("not checked: types, statuses, fields and values of {0}, of "
                            "which nothing is known here; syncctl connector discover {0}",
                            name));
            continue;
        }
        const std::chrono::milliseconds passed{
            std::max<std::int64_t>(now.ms - against.discovered_at.ms, 0)};
        notes.push_back("checked against what " + name + " offered " + age(passed) +
                        (passed > k_old ? "; syncctl connector discover " + name : ""));
    }
    return notes;
}

std::string read_document_argument(Session& session, const std::string& file)
{
    constexpr std::size_t k_max_document = 64U << 20U;
    return file == "-" ? session.read_input(k_max_document) : app::read_document(file);
}

OptionSpec revision_option()
{
    return {.flags = "--rev",
            .value = "N",
            .help = "This revision instead of the newest; mapping log lists them"};
}

std::optional<std::int64_t> revision_argument(const Arguments& arguments)
{
    return arguments.number("rev", 1, std::numeric_limits<std::int64_t>::max());
}

} // namespace syncctl::cli
