#pragma once

#include "fakes/servicedesk_plus/world.hpp"

namespace syncctl::fakes::sdp {

enum class Kind {
    line, ///< text of one line
    text, ///< text
    html,
    reference, ///< to a row of `table`
    stamp,
    texts, ///< array of text
    udfs,
    resolution, ///< object with `content`
    closure,    ///< object
    object,     ///< taken as it is
    remark,     ///< text that is not kept
};

/// A field that can be written.
struct Field {
    const char* name;
    Kind kind;
    const char* table = "";
    bool is_clearable = true;
    bool is_cloud_only = false;
};

/// In the order in which they depend on one another.
[[nodiscard]] const std::vector<Field>& writable_fields();
/// Null when it cannot be written in this edition.
[[nodiscard]] const Field* writable_field(const World& world, const std::string& name);
/// In what GET shows, in this edition.
[[nodiscard]] bool is_shown_field(const World& world, const std::string& name);

/// `{"id","name",...}` as a request shows it; null for a null id.
[[nodiscard]] Json reference_json(const World& world,
                                  const std::string& table,
                                  const std::string& field,
                                  const Json& id);
/// A moment; 0: never.
[[nodiscard]] Json stamp_json(const World& world, std::int64_t ms);
/// The same where what was never is null in any build.
[[nodiscard]] Json plain_stamp_json(const World& world, std::int64_t ms);

/// One field of a request as it is shown; null also for names that nobody knows.
[[nodiscard]] Json
field_json(const World& world, const Request& request, const State& state, const std::string& name);
/// All that GET shows.
[[nodiscard]] Json request_json(const World& world, const Request& request, const State& state);
/// The columns of a list without fields_required.
[[nodiscard]] const std::vector<std::string>& default_columns(const World& world);

} // namespace syncctl::fakes::sdp
