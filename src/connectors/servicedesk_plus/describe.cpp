#include "describe.hpp"

#include "custom_fields.hpp"
#include "entry.hpp"
#include "marker_text.hpp"
#include "request_fields.hpp"
#include "template_layout.hpp"
#include "words.hpp"

#include "syncctl/model/intent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using model::FieldType;
using nlohmann::json;

constexpr std::size_t k_longest_name = 256;
constexpr std::string_view k_technician = "technician";

/// Lists that hold what a field may hold; of requesters there are too many.
constexpr std::array<std::string_view, 13> k_listed{"priority",
                                                    "urgency",
                                                    "impact",
                                                    "level",
                                                    "mode",
                                                    "request_type",
                                                    "template",
                                                    "category",
                                                    "subcategory",
                                                    "item",
                                                    "site",
                                                    "group",
                                                    k_closure_code};

/// What the settings can say in place of a list: an installation has these out of the box.
constexpr std::array<std::string_view, 4> k_usual_statuses{"Open", "On Hold", "Resolved", "Closed"};

/// Reads the fields that all types share.
class Describer {
public:
    Describer(Api& api, Catalogue& catalogue, const Options& options, base::Log& log)
        : m_api{api}, m_catalogue{catalogue}, m_options{options}, m_log{log}
    {
    }

    [[nodiscard]] model::Metadata run()
    {
        // Lists may be withheld for a right; that there is a portal at all is not to be assumed.
        static_cast<void>(
            m_api.read(list_call({"requests"}, {{"row_count", 1}, {"start_index", 1}})));
        const auto statuses = read_statuses();
        const auto names = read_types();
        m_metainfo = read_metainfo();
        auto fields = built_in();
        for (auto& field : read_custom_fields()) {
            fields.push_back(std::move(field));
        }
        const auto mandatory = mandatory_fields(m_api, m_options, m_log);
        model::Metadata metadata;
        for (const auto& name : names) {
            metadata.types.push_back({.name = name, .statuses = statuses, .fields = fields});
            const auto of_type = mandatory.find(
                m_options.types_by == TypesBy::request_template ? name : std::string{});
            if (of_type != mandatory.end()) {
                require(metadata.types.back(), of_type->second);
            }
        }
        return metadata;
    }

private:
    void warn(std::string_view what, std::string_view instead)
    {
        m_log.warning(fmt::format("connector '{}': {} cannot be read (a right or scope is missing, "
                                  "or this build has no such list): {}",
                                  m_options.connector,
                                  what,
                                  instead));
    }

    [[nodiscard]] std::vector<model::StatusInfo> read_statuses()
    {
        std::vector<model::StatusInfo> statuses;
        const auto add = [&](const Entry& status) {
            const bool is_known =
                std::any_of(statuses.begin(), statuses.end(), [&](const auto& each) {
                    return each.name == status.name;
                });
            if (!is_known) {
                statuses.push_back({status.name, m_catalogue.category_of(status)});
            }
        };
        if (const auto* listed = m_catalogue.entries(k_status)) {
            std::for_each(listed->begin(), listed->end(), add);
            return statuses;
        }
        warn("the statuses",
             "the usual ones and those of the setting completed_statuses are "
             "assumed");
        for (const auto name : k_usual_statuses) {
            add({.id = {}, .name = std::string{name}});
        }
        for (const auto& name : m_options.completed_statuses) {
            add({.id = {}, .name = name});
        }
        return statuses;
    }

    [[nodiscard]] std::vector<std::string> read_types()
    {
        const bool is_by_template = m_options.types_by == TypesBy::request_template;
        std::vector<std::string> names;
        if (const auto* listed =
                m_catalogue.entries(is_by_template ? "template" : "request_type")) {
            names = names_of(*listed);
        } else {
            warn(is_by_template ? "the templates" : "the request types",
                 fmt::format("'{}' is assumed to be the only one", m_options.default_type));
        }
        const bool has_default =
            std::find(names.begin(), names.end(), m_options.default_type) != names.end();
        if (names.empty() || (!is_by_template && !has_default)) {
            names.push_back(m_options.default_type); // of a request that has none
        }
        return names;
    }

    [[nodiscard]] static std::vector<std::string> names_of(const std::vector<Entry>& entries)
    {
        std::vector<std::string> names;
        for (const auto& entry : entries) {
            if (std::find(names.begin(), names.end(), entry.name) == names.end()) {
                names.push_back(entry.name);
            }
        }
        return names;
    }

    /// Null where the build does not have it, or not for this user.
    [[nodiscard]] json read_metainfo()
    {
        Call call;
        call.path = {"requests", "_metainfo"};
        call.is_optional = true;
        const auto answer = m_api.send(call);
        if (!answer.is_good()) {
            m_log.detail(fmt::format("the field catalogue is not to be had: {}", answer.reason));
            return {};
        }
        return member(member(answer.body, "metainfo"), "fields");
    }

    [[nodiscard]] std::vector<model::FieldInfo> read_custom_fields()
    {
        const auto rows =
            rows_of(m_api,
                    {"udf_fields"},
                    {{"field", "module.name"}, {"condition", "is"}, {"value", "request"}});
        const auto& metainfo = member(member(m_metainfo, "udf_fields"), "fields");
        if (!rows && !metainfo.is_object()) {
            warn("the custom fields", "only those of the setting fields are known");
        }
        return custom_fields(rows, metainfo, m_options);
    }

    [[nodiscard]] std::vector<model::FieldInfo> built_in()
    {
        std::vector<model::FieldInfo> fields;
        for (const auto& known : built_in_fields()) {
            model::FieldInfo field;
            field.name = known.label;
            field.reference = known.reference;
            field.type = field_type_of(known.form);
            field.is_readonly = known.is_readonly;
            add_told(field);
            add_own_knowledge(field);
            fields.push_back(std::move(field));
        }
        return fields;
    }

    /// What the field catalogue says.
    void add_told(model::FieldInfo& field) const
    {
        const auto& told = member(m_metainfo, field.reference);
        const auto label = text_member(told, "display_name", k_longest_name);
        if (!label.empty()) {
            field.name = label;
        }
        field.is_readonly = field.is_readonly || flag_member(told, "read_only");
        if (field.type == FieldType::text) {
            field.max_length = max_length_of(told);
        }
    }

    void add_own_knowledge(model::FieldInfo& field)
    {
        if (field.reference == k_status) {
            field.type = FieldType::status;
            return;
        }
        if (field.reference == k_subject) {
            field.is_required = true;
            field.max_length = longest_subject();
        } else if (field.reference == k_closure_code) {
            field.type = FieldType::choice;
        } else if (field.reference == k_resolution) {
            field.type = FieldType::html;
        } else if (field.reference == k_technician) {
            field.allowed = technicians();
        }
        if (std::find(k_listed.begin(), k_listed.end(), field.reference) != k_listed.end()) {
            if (const auto* entries = m_catalogue.entries(field.reference)) {
                field.allowed = names_of(*entries);
            }
        }
    }

    /// As a mapping names them. For people to look at: who came after this is taken as well.
    [[nodiscard]] std::vector<std::string> technicians()
    {
        std::vector<std::string> known;
        const auto rows = rows_of(m_api, {"technicians"});
        if (!rows) {
            warn("the technicians", "their mail addresses are sent as they are");
            return known;
        }
        for (const auto& row : *rows) {
            if (const auto entry = entry_of(row)) {
                known.push_back(entry->mail.empty() ? entry->name : entry->mail);
            }
        }
        return known;
    }

    /// A marker at its end takes some of the subject.
    [[nodiscard]] std::size_t longest_subject() const
    {
        if (m_options.marker_place != MarkerPlace::subject) {
            return k_longest_subject;
        }
        const std::string uuid(36, '0');
        const std::string longest_id(19, '9');
        return k_longest_subject -
               subject_marker_length(model::marker_for(uuid, model::Side::source, longest_id));
    }

    static void require(model::TypeInfo& type, const std::set<std::string, std::less<>>& names)
    {
        for (auto& field : type.fields) {
            if (names.contains(field.reference) && !field.is_readonly) {
                field.is_required = true;
            }
        }
    }

    Api& m_api;
    Catalogue& m_catalogue;
    const Options& m_options;
    base::Log& m_log;
    json m_metainfo;
};

} // namespace

model::Metadata
describe_portal(Api& api, Catalogue& catalogue, const Options& options, base::Log& log)
{
    return Describer{api, catalogue, options, log}.run();
}

} // namespace syncctl::connectors::servicedesk_plus
