#include "findings.hpp"

#include "exit_code.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <limits>

namespace syncctl::cli {

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
