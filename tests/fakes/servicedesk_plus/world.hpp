#pragma once

#include "fakes/fault.hpp"
#include "fakes/servicedesk_plus/switches.hpp"

#include "syncctl/base/clock.hpp"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace syncctl::fakes::sdp {

using Json = nlohmann::json;

/// A request at one time. References are ids, stamps are milliseconds.
struct State {
    Json values; ///< by field name
    bool is_trashed = false;
    bool is_archived = false;
    bool is_gone = false;        ///< deleted for ever, or merged
    std::string merged_into;     ///< id; empty: not merged
    std::int64_t updated_ms = 0; ///< 0: never
};

struct Version {
    std::int64_t at_ms = 0; ///< when it was stored, by the server's clock
    std::shared_ptr<const State> state;
};

struct Request {
    std::int64_t id = 0;
    int number = 0; ///< display_id
    std::int64_t created_ms = 0;
    int edits = 0;
    std::vector<Version> versions;
    std::map<std::int64_t, std::string> links; ///< comment by id; both ends have it
    std::vector<Json> notes;                   ///< as they are stored: ids and milliseconds

    [[nodiscard]] const State& state() const { return *versions.back().state; }

    /// As it was then; null when it did not exist.
    [[nodiscard]] const State* state_at(std::int64_t ms) const;
};

/// A call that is answered with "too many" for a while.
struct Lock {
    Matching matching;
    int allowed = 0;           ///< calls that still go well
    std::int64_t until_ms = 0; ///< 0: not yet locked; by the injected clock
};

/// What the accounts server has handed out.
struct Tokens {
    struct Access {
        std::string text;
        std::int64_t until_ms = 0; ///< by the injected clock
    };

    std::deque<Access> live;             ///< oldest first
    std::deque<std::int64_t> granted_ms; ///< of the last ten minutes
    int grants = 0;
    int refresh_number = 1;
};

/// All that the fake holds. Guarded by FakeServiceDeskPlus.
struct World {
    Edition edition = Edition::on_premises;
    std::string portal;
    std::string secret; ///< what makes the credentials of this fake differ from another one's
    Switches switches;
    const base::Clock* clock = nullptr;
    int key_number = 1;
    Tokens tokens;
    std::vector<Lock> locks;
    std::deque<std::int64_t> calls_ms; ///< of the last minute

    /// Lists by the plural of what they hold. A row is as it is shown, but for members that begin
    /// with an underscore.
    std::map<std::string, std::vector<Json>> tables;
    std::vector<std::string> required;          ///< by the template
    std::vector<std::string> required_on_close; ///< by the closure rules
    std::map<std::int64_t, Request> requests;   ///< by id
    /// Requests that ever had a text in a custom field, by both: what a search need look at.
    std::map<std::pair<std::string, std::string>, std::set<std::int64_t>> udf_texts;
    std::int64_t next_request = 1;
    int next_number = 1;
    std::int64_t next_note = 1;

    [[nodiscard]] bool is_cloud() const { return edition == Edition::cloud; }

    /// By the server's clock.
    [[nodiscard]] std::int64_t now_ms() const;
    /// What a write now is stamped with.
    [[nodiscard]] std::int64_t stamp_ms() const;
    [[nodiscard]] const std::vector<Json>& table(const std::string& name) const;
    [[nodiscard]] const Json* row(const std::string& table, const Json& id) const;
    /// The first one with this member.
    [[nodiscard]] const Json*
    row_with(const std::string& table, const std::string& member, const std::string& value) const;
    /// Adds a row under a new id, which it answers.
    std::string add_row(const std::string& table, Json row);
    /// By id as the wire has it; null for what never existed.
    [[nodiscard]] const Request* request(const std::string& id) const;
    [[nodiscard]] Request* request(const std::string& id);
    [[nodiscard]] bool is_closed(const State& state) const;
    [[nodiscard]] bool is_visible(const State& state) const;

    void store(Request& request, State state);
    void add_note(Request& request, Json note);
};

/// The lists of a new installation. The first person owns the key.
void seed(World& world);
/// -1 for what is no id.
[[nodiscard]] std::int64_t number_of(const std::string& id);
/// How the id of a row or a request is made.
[[nodiscard]] std::string row_id(Edition edition, std::int64_t number);
/// A row of users. \param mail null: none
[[nodiscard]] Json person_row(const Json& name, const Json& mail, bool is_technician);
/// Single line, pick list, ...: a row of udf_fields.
[[nodiscard]] Json udf_row(const World& world,
                           const std::string& key,
                           const std::string& label,
                           const std::string& type,
                           int max_length,
                           const std::vector<std::string>& allowed,
                           bool is_on_template);

} // namespace syncctl::fakes::sdp
