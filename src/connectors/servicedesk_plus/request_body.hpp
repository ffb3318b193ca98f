#pragma once

#include "options.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/value.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::connectors::servicedesk_plus {

/// What the tracker takes for a name: `{"id":"4"}`.
using Reference = std::variant<nlohmann::json, Refused>;
/// See Catalogue::reference.
using ReferenceLookup = std::function<Reference(
    std::string_view field, const std::string& name, const model::Fields& request)>;

/// What the fields of a body belong to.
struct BodyContext {
    const Options& options;
    ReferenceLookup lookup;
    /// What the request holds beside the fields, for references that depend on others.
    model::Fields request{};
    std::string marker{}; ///< goes into the subject or the description, where its place is there
};

/// `{"subject":...,"priority":{"id":...},"udf_fields":{...}}` of these fields; a null clears. Names
/// become ids. Refused for a field that cannot be written, a value of another shape, an unknown
/// name, a subject that is too long or has a line break.
[[nodiscard]] std::variant<nlohmann::json, Refused> body_of(const model::Fields& fields,
                                                            const BodyContext& context);

/// The same for a new request: fields without a value are left out; its type and its marker go in.
/// A default type that the tracker's list does not have is left to the tracker.
[[nodiscard]] std::variant<nlohmann::json, Refused> new_body_of(const CreateItem& create,
                                                                const BodyContext& context);

} // namespace syncctl::connectors::servicedesk_plus
