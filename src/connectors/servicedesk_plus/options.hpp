#pragma once

#include "address.hpp"

#include "syncctl/connectors/registry.hpp"
#include "syncctl/model/metadata.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// Where a new request keeps its marker.
enum class MarkerPlace {
    field,       ///< a text field of its own, which can be searched
    subject,     ///< at the end of the subject
    description, ///< in the last line of the description
};

/// What stands for the type of a work item.
enum class TypesBy { request_type, request_template };

/// What proves that a request is gone.
enum class ProofOfDeletion {
    trash,   ///< the tracker shows it in the trash
    missing, ///< that, or it is found neither by its id nor in a list while other requests are
};

/// A custom field that the administrator names because the tracker does not list it.
struct NamedField {
    std::string key; ///< `udf_sline_302`
    model::FieldType type = model::FieldType::text;
};

/// The settings of one connector, checked.
struct Options {
    std::string connector; ///< its name, for messages
    Edition edition = Edition::on_premises;
    Address address;
    std::vector<std::string> api_root; ///< segments: `api`, `v3`
    std::string portal_id;             ///< header PORTALID of the on-premises edition; empty: none
    std::string accounts;              ///< base URL of the accounts server; cloud only
    std::string client_id;             ///< cloud only

    MarkerPlace marker_place = MarkerPlace::description;
    std::string marker_field; ///< key of the custom field, without `udf_fields.`
    TypesBy types_by = TypesBy::request_type;
    std::string default_type = "Incident"; ///< type of a request that has none
    ProofOfDeletion proof_of_deletion = ProofOfDeletion::trash;
    std::vector<NamedField> fields;
    std::vector<std::string> completed_statuses; ///< names, where the tracker does not tell

    std::string closure_code;     ///< empty: none is sent
    std::string closure_comments; ///< empty: none are sent

    std::chrono::seconds overlap{60}; ///< of two listings
    /// Of the tracker's time stamps; what is coarser than 1 ms may hide the second of two edits.
    std::chrono::milliseconds time_resolution{1};
    int calls_per_minute = 0; ///< 0: as many as go
    int concurrency = 4;
    bool allow_http = false;
    std::string ca_file;

    [[nodiscard]] bool is_cloud() const { return edition == Edition::cloud; }
};

[[nodiscard]] std::vector<SettingSpec> setting_specs();
/// \throws Error{setting} naming the setting
[[nodiscard]] Options options_of(const ConnectorSetup& setup);

} // namespace syncctl::connectors::servicedesk_plus
