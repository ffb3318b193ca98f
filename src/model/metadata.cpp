#include "syncctl/model/metadata.hpp"

#include <algorithm>

namespace syncctl::model {

const FieldInfo* TypeInfo::find_field(std::string_view reference_or_name) const
{
    // A reference wins over a display name: names need not be unique.
    for (const bool by_reference : {true, false}) {
        const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldInfo& field) {
            return (by_reference ? field.reference : field.name) == reference_or_name;
        });
        if (found != fields.end()) {
            return &*found;
        }
    }
    return nullptr;
}

const FieldInfo* TypeInfo::status_field() const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [](const FieldInfo& field) {
        return field.type == FieldType::status;
    });
    return found == fields.end() ? nullptr : &*found;
}

const StatusInfo* TypeInfo::find_status(std::string_view status_name) const
{
    const auto found =
        std::find_if(statuses.begin(), statuses.end(), [&](const StatusInfo& status) {
            return status.name == status_name;
        });
    return found == statuses.end() ? nullptr : &*found;
}

const TypeInfo* Metadata::find_type(std::string_view type_name) const
{
    const auto found = std::find_if(
        types.begin(), types.end(), [&](const TypeInfo& type) { return type.name == type_name; });
    return found == types.end() ? nullptr : &*found;
}

} // namespace syncctl::model
