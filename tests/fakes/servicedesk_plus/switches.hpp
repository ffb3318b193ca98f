#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace syncctl::fakes::sdp {

enum class Edition { on_premises, cloud };

/// The member response_status of an answer.
enum class StatusForm { by_call, always_object, always_array };

/// How a moment that never was is shown.
enum class NoStamp {
    null,       ///< `null`
    text,       ///< `"null"`
    null_value, ///< `{"value":null}`
};

/// How the cloud answers a token that is wrong or has expired; all with status 401.
enum class BadToken {
    invalid_token,      ///< `{"code":"INVALID_TOKEN",...}`
    invalid_oauthtoken, ///< `{"code":"INVALID_OAUTHTOKEN",...}`
    envelope_4022,      ///< the usual envelope with 4022
    text,               ///< no JSON
};

/// How the cloud answers a call for which the token has no scope; with status 401.
enum class MissingScope { oauth_scope_mismatch, unauthorised };

/// `close` or `_close`, and so for `assign` and `merge_requests`.
enum class ActionPaths { by_edition, plain, underscored, both };

/// What the reply to an edit shows.
enum class EditReply {
    whole,
    old_stamp, ///< last_updated_time is as it was before the edit
    status,    ///< response_status only
};

/// Who decides on the priority.
enum class PriorityRule {
    free,         ///< whoever writes it
    matrix,       ///< impact and urgency; one that is sent is overwritten, silently
    matrix_warns, ///< the same, answered with 3000
    matrix_fails, ///< the same, and one that is sent is refused
};

/// How too many calls are answered.
enum class Throttling {
    by_edition,
    code_4015_400, ///< the cloud, as observed
    code_4015_429, ///< the cloud, as documented, with Retry-After
    url_blocked,   ///< on-premises: a text, status 400
};

/// What is not certain about real servers, or differs between editions and builds. The defaults
/// are what was seen most.
struct Switches {
    // Credentials and rights.
    int auth_error_status = 401; ///< on-premises: 400 or 401
    BadToken bad_token = BadToken::invalid_token;
    MissingScope missing_scope = MissingScope::oauth_scope_mismatch;
    std::set<std::string> revoked_scopes; ///< requests, setup, users
    bool is_other_data_centre = false;    ///< the accounts server does not know the tokens
    bool is_denied_with_200 = false;      ///< "Access Denied" comes with status 200
    bool is_read_only = false;            ///< the key may only read
    std::optional<std::string> only_site; ///< requests of other sites look absent

    // The envelope.
    StatusForm status_form = StatusForm::by_call;
    bool has_list_info = true;
    bool has_outer_code = true;  ///< failures carry status_code 4000 outside
    bool is_message_text = true; ///< else an object with display_message
    bool is_create_201 = false;  ///< else 200
    int read_only_field = 4014;  ///< 4014 or 4009

    // Lists.
    std::int64_t index_lag_ms = 0; ///< searches by text do not see what is younger
    std::int64_t list_lag_ms = 0;  ///< no list sees what is younger
    int page_limit = 100;          ///< rows of a page at most, with has_more_rows
    bool are_nulls_first = false;  ///< when sorting by a column
    bool has_description_in_lists = false;
    bool has_udfs_in_lists = true;              ///< `udf_fields.KEY` in fields_required works
    bool are_columns_added = false;             ///< fields_required adds to the default columns
    bool is_bare_udf_key_searchable = false;    ///< without `udf_fields.` in front
    bool is_lone_array_refused = false;         ///< one criterion has to be an object
    bool are_arrays_with_dates_refused = false; ///< several criteria with dates: 4004

    // Stamps.
    NoStamp no_stamp = NoStamp::null;
    bool is_updated_set_at_create = false; ///< last_updated_time; on in the cloud
    std::int64_t stamp_resolution_ms = 1;
    std::int64_t clock_offset_ms = 0; ///< the server's clock against the injected one

    // Writes.
    std::set<std::string> id_only_fields;  ///< references by name are refused
    std::set<std::string> fields_off_form; ///< writes are refused: not on the template
    std::set<std::string> warned_fields;   ///< writes do nothing and are answered with 3000
    std::set<std::string> ignored_fields;  ///< writes do nothing, silently
    EditReply edit_reply = EditReply::whole;
    PriorityRule priority_rule = PriorityRule::free;
    bool are_closed_locked = true; ///< only a change of the status may be written
    ActionPaths action_paths = ActionPaths::by_edition;
    bool is_html_sanitised = true;
    bool is_description_wrapped = true; ///< on-premises
    bool are_unknown_requesters_added = false;
    nlohmann::json business_rule; ///< what somebody else writes right after each create; null: none
    bool do_siteless_groups_serve_all = true; ///< else requests of no site only
    bool are_notes_updates = false;           ///< a note sets last_updated_time
    bool is_trash_readable = true;            ///< GET of a trashed request answers it
    bool has_cloud_restore = true;

    // What builds do not have.
    bool has_udf_catalogue = true;        ///< /udf_fields
    bool has_metainfo = true;             ///< /requests/_metainfo
    bool has_layouts = true;              ///< of templates, in the cloud
    bool has_flat_items = true;           ///< /subcategories/{id}/items in the cloud, too
    std::optional<std::string> portal_id; ///< on premises: wanted in the header PORTALID

    // The wire.
    Throttling throttling = Throttling::by_edition;
    std::int64_t lock_ms = 0; ///< of a throttled caller; 0: 300 s in the cloud, else 60 s
    int calls_per_minute = 0; ///< 0: any number
    int latency_ms = 0;
    int connect_ms = 0; ///< a new connection waits so long before its first request
    bool is_gzipped = false;
    bool has_date = true;
};

} // namespace syncctl::fakes::sdp
