#include "write_task.hpp"

#include "item_json.hpp"
#include "patch.hpp"
#include "words.hpp"
#include "write_result.hpp"

#include "syncctl/base/json.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

std::string text_of(const model::Fields& fields, std::string_view name)
{
    const auto* text = std::get_if<std::string>(&model::value_of(fields, name));
    return text == nullptr ? std::string{} : *text;
}

/// The fields that go with the first of several steps: without the state and its reason.
model::Fields without_state(model::Fields fields)
{
    fields.erase(std::string{k_state});
    fields.erase(std::string{k_reason});
    return fields;
}

Call patch_call(const WriteRules& rules, std::vector<std::string> path, const nlohmann::json& patch)
{
    Call call;
    call.path = std::move(path);
    call.query = {{"$expand", "relations"}};
    if (rules.is_validating) {
        call.query.emplace_back("validateOnly", "true");
    }
    if (rules.suppress_notifications) {
        call.query.emplace_back("suppressNotifications", "true");
    }
    call.body = base::dump_json(patch);
    call.content_type = "application/json-patch+json";
    return call;
}

} // namespace

WriteTask::WriteTask(const WriteRules& rules, const Operation& operation) : m_rules{rules}
{
    if (const auto* create = std::get_if<CreateItem>(&operation)) {
        m_is_create = true;
        m_type = create->type;
        m_marker = create->marker;
        m_origin_address = create->origin_address;
        m_fields = create->fields;
        if (m_type.empty()) {
            m_result = Refused{.reason = "an item needs a type", .field = {}};
        }
    } else if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        m_id = update->id;
        m_revision = update->expected_revision;
        m_fields = update->fields;
        if (!can_be_id(m_id)) {
            m_result =
                Refused{.reason = fmt::format("'{}' is no id of this tracker", m_id), .field = {}};
        }
    }
}

Call WriteTask::create_call()
{
    auto patch = create_patch({.fields = m_fields,
                               .marker = m_marker,
                               .origin_address = m_origin_address,
                               .marker_field = m_rules.marker_field,
                               .area = m_rules.area});
    if (auto* refused = std::get_if<Refused>(&patch)) {
        m_result = std::move(*refused);
        return {};
    }
    auto call = patch_call(m_rules,
                           wit_in(m_rules.project, {"workitems", "$" + m_type}),
                           std::get<nlohmann::json>(patch));
    call.method = http::Method::post;
    call.is_repeatable = m_rules.is_validating;
    return call;
}

Call WriteTask::update_call()
{
    auto patch = update_patch(m_revision, m_fields);
    if (auto* refused = std::get_if<Refused>(&patch)) {
        m_result = std::move(*refused);
        return {};
    }
    auto call = patch_call(m_rules, wit({"workitems", m_id}), std::get<nlohmann::json>(patch));
    call.method = http::Method::patch;
    return call;
}

Call WriteTask::next_call()
{
    return m_id.empty() ? create_call() : update_call();
}

void WriteTask::take(const Answer& answer)
{
    if (answer.is_good()) {
        take_success(answer);
    } else {
        take_failure(answer);
    }
}

void WriteTask::take_success(const Answer& answer)
{
    if (m_rules.is_validating) {
        end(Done{});
        return;
    }
    auto parsed = item_of(answer.body, m_rules.marker_field);
    if (const auto* problem = std::get_if<ItemProblem>(&parsed)) {
        end(Unknown{fmt::format("stored, but the answer cannot be used: {}", problem->reason)});
        return;
    }
    auto& item = std::get<model::WorkItem>(parsed);
    if (!m_id.empty() && item.id != m_id) {
        end(Unknown{fmt::format("the answer is about item {} instead of {}", item.id, m_id)});
        return;
    }
    take_item(std::move(item));
}

void WriteTask::take_item(model::WorkItem item)
{
    m_id = item.id;
    m_revision = item.revision;
    m_item = std::move(item);
    if (m_states.empty()) {
        end(Done{*m_item});
        return;
    }
    m_fields = {{std::string{k_state}, m_states.front()}};
    m_states.erase(m_states.begin());
    if (m_states.empty() && !model::is_null(m_reason)) {
        m_fields.emplace(k_reason, m_reason);
    }
}

/// The steps before this one are stored. A create is left open: its marker is found, and the state
/// is written then.
void WriteTask::end_halfway(const std::string& reason)
{
    auto problem = fmt::format("stored, but the state stays '{}' instead of '{}': {}",
                               text_of(m_item->fields, k_state),
                               m_states.empty() ? text_of(m_fields, k_state) : m_states.back(),
                               reason);
    if (m_is_create) {
        end(Unknown{std::move(problem)});
        return;
    }
    end(Done{.item = *m_item,
             .shortfalls = {{.field = std::string{k_state}, .reason = std::move(problem)}}});
}

void WriteTask::stop(SignedOut result)
{
    if (m_item) {
        end_halfway(result.error.message());
    } else {
        end(std::move(result));
    }
}

void WriteTask::take_failure(const Answer& answer)
{
    if (!m_item && !m_is_create && answer.meaning == Meaning::not_found) {
        end(Stale{}); // reading it again tells what became of it
        return;
    }
    auto result = failure_of(answer, m_fields, m_rules.caller);
    if (m_item && !std::holds_alternative<Unknown>(result)) {
        end_halfway(answer.reason);
        return;
    }
    const auto* refused = std::get_if<Refused>(&result);
    if (refused != nullptr && !m_was_replanned && blames_state(answer) &&
        !text_of(m_fields, k_state).empty()) {
        m_state_refusal = *refused;
        m_needs_workflow = true;
        return;
    }
    end(std::move(result));
}

void WriteTask::take_workflow(const Workflow& workflow, const std::string& current)
{
    if (m_was_replanned) {
        return;
    }
    m_needs_workflow = false;
    m_was_replanned = true;
    const auto wanted = text_of(m_fields, k_state);
    auto path = m_is_create ? workflow.path_of_new(wanted) : workflow.path(current, wanted);
    if (path.size() < 2) {
        // One step, and it was refused; or there is no way at all.
        if (m_state_refusal) {
            end(*m_state_refusal);
        }
        return;
    }
    m_reason = model::value_of(m_fields, k_reason);
    m_fields = without_state(std::move(m_fields));
    m_fields.insert_or_assign(std::string{k_state}, path.front());
    path.erase(path.begin());
    m_states = std::move(path);
}

void WriteTask::give_up_on_state()
{
    m_needs_workflow = false;
    end(m_state_refusal ? *m_state_refusal
                        : Refused{.reason = "the state is refused", .field = {}});
}

void WriteTask::end(WriteResult result)
{
    m_needs_workflow = false;
    m_result = std::move(result);
}

} // namespace syncctl::connectors::azure_devops
