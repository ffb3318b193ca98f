#pragma once

#include "options.hpp"

#include "syncctl/model/metadata.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// How a field of a request travels (contract, section 8.2).
enum class WireForm {
    text,      ///< as it is
    html,      ///< as it is, sanitised by the tracker
    reference, ///< `{"id":...}`, shown by name
    person,    ///< `{"email_id":...}`, shown by mail address
    time,      ///< `{"value":"<epoch ms>"}`
    day,       ///< `{"value":"2026-01-05"}`
    number,
    flag,
    texts,  ///< an array, replaced as a whole
    tags,   ///< an array of `{"name":...}`, replaced as a whole
    nested, ///< has a form of its own: resolution, closure_info
};

/// What the interface itself knows of a field; custom fields come on top of these.
struct BuiltInField {
    std::string_view reference;
    std::string_view label;
    WireForm form = WireForm::text;
    bool is_readonly = false;
};

[[nodiscard]] const std::vector<BuiltInField>& built_in_fields();
/// nullptr for another name.
[[nodiscard]] const BuiltInField* built_in_field(std::string_view reference);

/// The form of a custom field by its key, in both ways of naming (`udf_sline_302`, `txt_room`), as
/// far as the key tells.
[[nodiscard]] WireForm form_of_key(std::string_view key);
[[nodiscard]] model::FieldType field_type_of(WireForm form);
/// Of a custom field of which nothing but its type is known.
[[nodiscard]] WireForm form_of_type(model::FieldType type);

} // namespace syncctl::connectors::servicedesk_plus
