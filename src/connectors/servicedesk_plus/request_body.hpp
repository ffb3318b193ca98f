#pragma once

#include "catalogue.hpp"
#include "options.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/value.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <variant>

namespace syncctl::connectors::servicedesk_plus {

/// `{"subject":...,"priority":{"id":...},"udf_fields":{...}}` of these fields; a null clears. Names
/// become ids. Refused for a field that cannot be written, a value of another shape, an unknown
/// name, a subject that is too long or has a line break. \param request what the request holds
/// beside them, for references that depend on others
[[nodiscard]] std::variant<nlohmann::json, Refused> body_of(const model::Fields& fields,
                                                            const model::Fields& request,
                                                            const std::string& marker,
                                                            const Options& options,
                                                            Catalogue& catalogue);

} // namespace syncctl::connectors::servicedesk_plus
