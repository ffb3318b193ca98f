#include "request_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

/// How a key begins, in the on-premises and in both cloud ways of naming (contract, section 6).
constexpr std::array<std::pair<std::string_view, WireForm>, 21> k_key_beginnings{
    {{"udf_sline_", WireForm::text},
     {"udf_mline_", WireForm::text},
     {"udf_pick_", WireForm::text},
     {"udf_multiselect_", WireForm::texts},
     {"udf_checkbox_", WireForm::texts},
     {"udf_date_", WireForm::time},
     {"udf_datetime_", WireForm::time},
     {"udf_long_", WireForm::number},
     {"udf_double_", WireForm::number},
     {"udf_boolean_", WireForm::flag},
     {"udf_ref_", WireForm::reference},
     {"udf_char", WireForm::text},
     {"udf_long", WireForm::number},
     {"udf_double", WireForm::number},
     {"udf_date", WireForm::time},
     {"txt_", WireForm::text},
     {"num_", WireForm::number},
     {"dbl_", WireForm::number},
     {"dt_", WireForm::time},
     {"date_", WireForm::day},
     {"bool_", WireForm::flag}}};

} // namespace

const std::vector<BuiltInField>& built_in_fields()
{
    constexpr bool k_readonly = true;
    static const std::vector<BuiltInField> fields{
        {"subject", "Subject", WireForm::text},
        {"description", "Description", WireForm::html},
        {"status", "Status", WireForm::reference},
        {"priority", "Priority", WireForm::reference},
        {"urgency", "Urgency", WireForm::reference},
        {"impact", "Impact", WireForm::reference},
        {"impact_details", "Impact details", WireForm::text},
        {"level", "Level", WireForm::reference},
        {"mode", "Mode", WireForm::reference},
        {"request_type", "Request type", WireForm::reference},
        {"template", "Template", WireForm::reference},
        {"service_category", "Service category", WireForm::reference},
        {"category", "Category", WireForm::reference},
        {"subcategory", "Subcategory", WireForm::reference},
        {"item", "Item", WireForm::reference},
        {"site", "Site", WireForm::reference},
        {"group", "Group", WireForm::reference},
        {"technician", "Technician", WireForm::person},
        {"requester", "Requester", WireForm::person},
        {"due_by_time", "Due by", WireForm::time},
        {"scheduled_start_time", "Scheduled start", WireForm::time},
        {"scheduled_end_time", "Scheduled end", WireForm::time},
        {"email_ids_to_notify", "E-mail addresses to notify", WireForm::texts},
        {"tags", "Tags", WireForm::tags},
        {"resolution", "Resolution", WireForm::nested},
        {"closure_info.closure_code", "Closure code", WireForm::nested},
        {"closure_info.closure_comments", "Closure comments", WireForm::nested},
        {"display_id", "Request number", WireForm::text, k_readonly},
        {"created_by", "Created by", WireForm::person, k_readonly},
        {"created_time", "Created", WireForm::time, k_readonly},
        {"last_updated_time", "Last updated", WireForm::time, k_readonly},
        {"assigned_time", "Assigned", WireForm::time, k_readonly},
        {"responded_time", "Responded", WireForm::time, k_readonly},
        {"resolved_time", "Resolved", WireForm::time, k_readonly},
        {"completed_time", "Completed", WireForm::time, k_readonly},
        {"department", "Department", WireForm::reference, k_readonly},
        {"approval_status", "Approval status", WireForm::reference, k_readonly},
        {"is_overdue", "Overdue", WireForm::flag, k_readonly},
        {"is_reopened", "Reopened", WireForm::flag, k_readonly},
        {"is_service_request", "Service request", WireForm::flag, k_readonly},
    };
    return fields;
}

const BuiltInField* built_in_field(std::string_view reference)
{
    const auto& fields = built_in_fields();
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) {
        return field.reference == reference;
    });
    return found == fields.end() ? nullptr : &*found;
}

WireForm form_of_key(std::string_view key)
{
    const auto* const found =
        std::find_if(k_key_beginnings.begin(), k_key_beginnings.end(), [&](const auto& each) {
            return key.starts_with(each.first);
        });
    return found == k_key_beginnings.end() ? WireForm::text : found->second;
}

model::FieldType field_type_of(WireForm form)
{
    switch (form) {
    case WireForm::html:
        return model::FieldType::html;
    case WireForm::reference:
        return model::FieldType::choice;
    case WireForm::person:
        return model::FieldType::user;
    case WireForm::time:
    case WireForm::day:
        return model::FieldType::date;
    case WireForm::number:
        return model::FieldType::number;
    case WireForm::flag:
        return model::FieldType::boolean;
    case WireForm::texts:
    case WireForm::tags:
        return model::FieldType::list;
    case WireForm::text:
    case WireForm::nested:
        break;
    }
    return model::FieldType::text;
}

WireForm form_of_type(model::FieldType type)
{
    switch (type) {
    case model::FieldType::html:
        return WireForm::html;
    case model::FieldType::number:
        return WireForm::number;
    case model::FieldType::boolean:
        return WireForm::flag;
    case model::FieldType::date:
        return WireForm::time;
    case model::FieldType::list:
        return WireForm::texts;
    case model::FieldType::user:
        return WireForm::person;
    case model::FieldType::text:
    case model::FieldType::choice:
    case model::FieldType::markdown:
    case model::FieldType::status:
        break;
    }
    return WireForm::text;
}

} // namespace syncctl::connectors::servicedesk_plus
