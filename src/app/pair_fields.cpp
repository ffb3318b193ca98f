#include "pair_fields.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::app {

void require_good_filter(Workspace& workspace,
                         const model::ConnectorConfig& connector,
                         std::string_view option,
                         const std::string& filter)
{
    if (filter.empty()) {
        return;
    }
    if (const auto problem = workspace.connect(connector)->filter_problem(filter)) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} {}: {} (language of connector {})",
                                option,
                                shown(filter),
                                *problem,
                                shown(connector.name))};
    }
}

void require_good_description(const std::string& description)
{
    if (description.size() > 1024 || base::term_safe(description) != description) {
        throw Error{ErrorCode::usage,
                    "--description: at most 1024 octets, one line, no control characters"};
    }
}

} // namespace syncctl::app
