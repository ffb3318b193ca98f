#pragma once

#include "answer.hpp"
#include "api.hpp"
#include "closing.hpp"
#include "request_body.hpp"

#include "syncctl/connectors/connector.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// What all writes of a connector share.
struct WriteRules {
    const Options& options;
    Caller caller;
    ReferenceLookup lookup;
    StatusCategories categories;
    CloseRoute& close_route;
};

/// One operation on its way: read first, unless it is a create, then as many requests as it takes.
/// It says what to read or send next and is told what came back; doing so is somebody else's.
class WriteTask {
public:
    WriteTask(const WriteRules& rules, const Operation& operation);

    /// Nothing more to do: result() is there.
    [[nodiscard]] bool is_over() const { return m_result.has_value(); }

    [[nodiscard]] const WriteResult& result() const { return *m_result; }

    /// Empty until a create is done.
    [[nodiscard]] const std::string& id() const { return m_id; }

    /// take_item() comes next, else next_call().
    [[nodiscard]] bool needs_item() const { return m_needs_item; }

    /// \throws Error when a list cannot be read that the step depends on
    void take_item(const GetResult& read);

    /// The task may end here, when it turns out that the call cannot be made.
    /// \throws Error as take_item()
    [[nodiscard]] Call next_call();
    /// \throws Error as take_item()
    void take(const Answer& answer);

    /// What is next cannot be done now.
    void stop(const Error& error);

private:
    [[nodiscard]] BodyContext context() const;
    void begin(const GetResult& read);
    void go_on(const GetResult& read);
    void plan(const model::WorkItem& item);
    void take_stored(model::WorkItem item);
    void take_success(const Answer& answer);
    void take_failure(const Answer& answer);
    void next_step();
    void fall_short(const std::string& field, const std::string& reason);
    void end_halfway(const std::string& reason);
    void end(WriteResult result);
    [[nodiscard]] bool try_otherwise(const Answer& answer);
    [[nodiscard]] bool was_closed() const;

    const WriteRules& m_rules;
    Operation m_operation;
    bool m_is_create = false;
    std::string m_id;
    model::Fields m_fields; ///< of the operation
    std::optional<model::Revision> m_expected;
    model::WorkItem m_before; ///< as it was read first; of a create: nothing
    std::deque<WriteStep> m_steps;
    std::vector<std::string> m_close_spellings; ///< that were tried
    bool m_needs_item = false;
    bool m_was_reopened = false;           ///< was planned anew to be opened first
    std::optional<Answer> m_warned;        ///< of the last step: accepted, not all of it stored
    std::optional<model::WorkItem> m_item; ///< as it was after the last step that was stored
    std::vector<Shortfall> m_shortfalls;
    bool m_is_stored = false; ///< a request of this task changed something
    std::optional<WriteResult> m_result;
};

} // namespace syncctl::connectors::servicedesk_plus
