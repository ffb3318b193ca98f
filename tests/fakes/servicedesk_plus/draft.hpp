#pragma once

#include "fakes/servicedesk_plus/call.hpp"
#include "fakes/servicedesk_plus/fields.hpp"

#include <set>

namespace syncctl::fakes::sdp {

/// Who writes: the owner of the key or token, bound by all rules, or other people, by few.
enum class Actor { interface, people };

/// A request as a write would leave it.
class Draft {
public:
    /// \param request null for a new one
    Draft(const World& world, const Request* request, Actor actor);

    /// Takes `{"field": value}`. \throws Refusal
    void take(const Json& fields);
    /// What closing does, beside the fields. \throws Refusal
    void close();
    /// Stores it. \throws Refusal, and then nothing was stored
    Request& store(World& world);

    /// Messages of accepted writes that were not applied; null: none.
    [[nodiscard]] const Json& warnings() const { return m_warnings; }

    [[nodiscard]] const Json& values() const { return m_state.values; }

private:
    [[nodiscard]] bool is_refused_or_skipped(const std::string& name);
    void set(const Field& field, const Json& value);
    [[nodiscard]] Json converted(const Field& field, const Json& value) const;
    [[nodiscard]] Json line(const std::string& name, const Json& value, std::size_t limit) const;
    [[nodiscard]] Json html(const std::string& name, const Json& value) const;
    [[nodiscard]] Json reference(const Field& field, const Json& value) const;
    [[nodiscard]] const Json* row_by_name(const Field& field, const std::string& name) const;
    [[nodiscard]] Json udf(const std::string& key, const Json& value) const;
    [[nodiscard]] Json closure(const Json& value) const;
    void set_udfs(const Json& value);
    void expect_only(const Json& object, const std::set<std::string>& keys) const;
    void warn(const std::string& field);

    // Rules.
    void add_defaults();
    void drop_what_no_longer_fits();
    [[nodiscard]] bool does_fit(const char* field, const Json& row, const char* parent) const;
    void check_places() const;
    void calculate_priority();
    void check_required() const;
    void check_closed() const;
    void change_status();
    [[nodiscard]] bool is_empty(const std::string& field) const;
    [[nodiscard]] const Json* status_row(const Json& values) const;

    const World& m_world;
    const Request* m_request;
    Actor m_actor;
    State m_state;
    Json m_old; ///< values before; an empty object for a new request
    std::set<std::string> m_touched;
    Json m_warnings;
};

} // namespace syncctl::fakes::sdp
