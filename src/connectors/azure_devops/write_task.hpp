#pragma once

#include "answer.hpp"
#include "api.hpp"
#include "workflow.hpp"

#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// What all writes of a connector share.
struct WriteRules {
    Caller caller;
    std::string project; ///< segment of paths
    std::string area;
    std::string marker_field;
    bool suppress_notifications = false;
    bool is_validating = false; ///< nothing is stored, and an item in an answer is none
    bool batch_writes = false;  ///< updates go out many in one request
};

/// One operation on its way: a create or an update, with as many requests as its state takes. It
/// says what to send next and is told what came back; sending is somebody else's.
class WriteTask {
public:
    WriteTask(const WriteRules& rules, const Operation& operation);

    /// Nothing more to send: result() is there.
    [[nodiscard]] bool is_over() const { return m_result.has_value(); }

    [[nodiscard]] const WriteResult& result() const { return *m_result; }

    /// The tracker refused the state as such: the way through the workflow has to be known first.
    [[nodiscard]] bool needs_workflow() const { return m_needs_workflow; }

    [[nodiscard]] const std::string& type() const { return m_type; }

    /// Plans the way of the state, once. For a create also before anything was refused.
    /// \param current state of the item; empty for a create
    void take_workflow(const Workflow& workflow, const std::string& current);
    /// The type and the state of an item could not be found out: what was refused stays refused.
    void give_up_on_state();

    /// For an update, whose type and state stand in the item.
    void take_type(std::string type) { m_type = std::move(type); }

    [[nodiscard]] bool is_create() const { return m_is_create; }

    [[nodiscard]] const std::string& id() const { return m_id; }

    [[nodiscard]] Call next_call();
    void take(const Answer& answer);
    /// The item as the tracker holds it after the last call.
    void take_item(model::WorkItem item);

    /// Ends a task of which nothing was stored.
    void end(WriteResult result);
    /// Ends a task whose next request will not be sent.
    void stop(SignedOut result);

private:
    [[nodiscard]] Call create_call();
    [[nodiscard]] Call update_call();
    void take_success(const Answer& answer);
    void take_failure(const Answer& answer);
    void end_halfway(const std::string& reason);

    const WriteRules& m_rules;
    bool m_is_create = false;
    std::string m_id;   ///< empty until a create is done
    std::string m_type; ///< empty for an update until somebody asked
    std::string m_marker;
    std::string m_origin_address;
    model::Revision m_revision;
    model::Fields m_fields;            ///< still to be sent
    std::vector<std::string> m_states; ///< states still to go through, after m_fields
    model::Value m_reason;             ///< goes with the last of them
    bool m_was_replanned = false;
    bool m_needs_workflow = false;
    std::optional<Refused> m_state_refusal;
    std::optional<model::WorkItem> m_item; ///< as the last success returned it
    std::optional<WriteResult> m_result;
};

} // namespace syncctl::connectors::azure_devops
