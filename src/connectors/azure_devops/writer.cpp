#include "writer.hpp"

#include "item_json.hpp"
#include "words.hpp"
#include "write_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

/// After a refused credential at most this many writes are on their way in vain.
constexpr std::size_t k_at_once = 16;

WriteResult not_sent(const Error& error)
{
    if (error.code() == ErrorCode::authentication) {
        return SignedOut{error};
    }
    return Transient{.reason = "not sent: " + error.message(), .retry_after = std::nullopt};
}

std::string text_of(const model::Fields& fields, std::string_view field)
{
    const auto* text = std::get_if<std::string>(&model::value_of(fields, field));
    return text == nullptr ? std::string{} : *text;
}

} // namespace

std::vector<WriteResult> Writer::write(std::span<const Operation> operations)
{
    return carry_out(m_rules, operations);
}

std::vector<WriteResult> Writer::validate(std::span<const Operation> operations)
{
    auto rules = m_rules;
    rules.is_validating = true;
    rules.batch_writes = false;
    return carry_out(rules, operations);
}

std::vector<WriteResult> Writer::carry_out(const WriteRules& rules,
                                           std::span<const Operation> operations)
{
    std::deque<WriteTask> tasks;
    std::vector<WriteTask*> open;
    for (const auto& operation : operations) {
        tasks.emplace_back(rules, operation);
        if (const auto* removal = std::get_if<RemoveItem>(&operation)) {
            // There is no asking beforehand about a removal.
            tasks.back().end(rules.is_validating ? WriteResult{Done{}} : remove(*removal));
        } else if (!tasks.back().is_over()) {
            open.push_back(&tasks.back());
        }
    }
    if (rules.batch_writes) {
        send_batches(open);
    }
    while (!open.empty()) {
        send_round(open);
    }
    std::vector<WriteResult> results;
    results.reserve(tasks.size());
    for (const auto& task : tasks) {
        results.push_back(task.result());
    }
    return results;
}

bool Writer::is_as_created(const model::WorkItem& item, const model::Fields& sent)
{
    if (item.revision.text == "1") {
        return true;
    }
    const auto creator = text_of(item.fields, k_created_by);
    const auto* workflow = creator.empty() || creator != text_of(item.fields, k_changed_by)
                               ? nullptr
                               : workflow_of(item.type);
    if (workflow == nullptr) {
        return false;
    }
    const auto path = workflow->path_of_new(text_of(sent, k_state));
    const auto state = text_of(item.fields, k_state);
    // Each step makes one revision.
    for (std::size_t step = 0; step < path.size(); ++step) {
        if (item.revision.text == std::to_string(step + 1)) {
            return same_name(path[step], state);
        }
    }
    return false;
}

model::Fields Writer::left_by(const model::Intent& update,
                              const model::WorkItem& item,
                              const model::Fields& before)
{
    auto left = update.fields;
    const auto wanted = left.find(k_state);
    const auto state = text_of(item.fields, k_state);
    const auto start = text_of(before, k_state);
    const auto steps = revision_number(item.revision) - revision_number(update.expected_revision);
    if (wanted == left.end() || start.empty() || steps < 1 ||
        same_name(state, text_of(left, k_state))) {
        return left;
    }
    const auto* workflow = workflow_of(item.type);
    if (workflow == nullptr) {
        return left;
    }
    // Each step makes one revision, and is refused when another one came between.
    const auto path = workflow->path(start, text_of(left, k_state));
    const auto last = static_cast<std::size_t>(steps) - 1;
    if (last + 1 < path.size() && same_name(path[last], state)) {
        wanted->second = state;
    }
    return left;
}

/// Only updates: a create is not repeatable, and what a batch leaves in doubt is sent again.
void Writer::send_batches(std::vector<WriteTask*>& open)
{
    std::vector<WriteTask*> updates;
    std::copy_if(open.begin(), open.end(), std::back_inserter(updates), [](const auto* task) {
        return !task->is_create();
    });
    m_batches.send(updates);
    std::erase_if(open, [](const WriteTask* task) { return task->is_over(); });
}

/// One request for every task that still has something to say.
void Writer::send_round(std::vector<WriteTask*>& open)
{
    for (std::size_t start = 0; start < open.size(); start += k_at_once) {
        const auto some = std::span{open}.subspan(start, std::min(k_at_once, open.size() - start));
        plan_ahead(some);
        send_some(some);
        find_ways(some);
    }
    std::erase_if(open, [](const WriteTask* task) { return task->is_over(); });
}

/// A new item whose state has to be reached by steps need not be refused first once the steps are
/// known.
void Writer::plan_ahead(std::span<WriteTask* const> tasks)
{
    for (auto* task : tasks) {
        const auto known = m_workflows.find(task->type());
        if (task->is_create() && task->id().empty() && known != m_workflows.end()) {
            task->take_workflow(known->second, {});
        }
    }
}

void Writer::send_some(std::span<WriteTask* const> tasks)
{
    std::vector<WriteTask*> sending;
    std::vector<Call> calls;
    std::set<std::string> items;
    for (auto* task : tasks) {
        if (m_api.is_signed_out()) {
            task->stop(SignedOut{m_api.signed_out_error()});
            continue;
        }
        if (!task->id().empty() && !items.insert(task->id()).second) {
            continue; // two writes of one item keep their order: this one goes out next time
        }
        auto call = task->next_call();
        if (!task->is_over()) {
            sending.push_back(task);
            calls.push_back(std::move(call));
        }
    }
    const auto answers = m_api.send_all(calls);
    for (std::size_t i = 0; i < sending.size(); ++i) {
        sending[i]->take(answers[i]);
    }
}

void Writer::find_ways(std::span<WriteTask* const> tasks)
{
    for (auto* task : tasks) {
        if (!task->is_over() && task->needs_workflow()) {
            find_way(*task);
        }
    }
}

/// Only a state that was refused is worth these calls.
void Writer::find_way(WriteTask& task)
{
    std::string current;
    if (!task.is_create()) {
        const std::vector<std::string> ids{task.id()};
        try {
            for (const auto& parsed : m_reader.items(ids)) {
                if (const auto* item = std::get_if<model::WorkItem>(&parsed)) {
                    task.take_type(item->type);
                    current = text_of(item->fields, k_state);
                }
            }
        } catch (const Error&) {
            task.give_up_on_state();
            return;
        }
    }
    const auto* workflow = workflow_of(task.type());
    if (workflow == nullptr || (!task.is_create() && current.empty())) {
        task.give_up_on_state();
        return;
    }
    task.take_workflow(*workflow, current);
}

/// nullptr when it cannot be read now.
const Workflow* Writer::workflow_of(const std::string& type)
{
    const auto known = m_workflows.find(type);
    if (known != m_workflows.end()) {
        return &known->second;
    }
    if (type.empty() || m_api.is_signed_out()) {
        return nullptr;
    }
    Call call;
    call.path = wit_in(m_rules.project, {"workitemtypes", type});
    const auto answer = m_api.send(call);
    if (!answer.is_good()) {
        return nullptr;
    }
    return &m_workflows.emplace(type, Workflow{answer.body}).first->second;
}

/// The service deletes whatever revision there is, so it is read first.
WriteResult Writer::remove(const RemoveItem& operation)
{
    if (m_api.is_signed_out()) {
        return SignedOut{m_api.signed_out_error()};
    }
    const std::vector<std::string> ids{operation.id};
    std::vector<GetResult> read;
    try {
        read = m_reader.get(ids);
    } catch (const Error& error) {
        return not_sent(error);
    }
    const auto* item = std::get_if<model::WorkItem>(&read.front());
    if (item == nullptr || item->revision != operation.expected_revision) {
        return Stale{};
    }
    return remove_item(operation.id);
}

/// To the recycle bin, from where people can take it back; never for good.
WriteResult Writer::remove_item(const std::string& id)
{
    Call call;
    call.method = http::Method::del;
    call.path = wit({"workitems", id});
    call.is_repeatable = false;
    call.expects = Body::may_be_empty;
    const auto answer = m_api.send(call);
    if (answer.is_good()) {
        model::WorkItem gone;
        gone.id = id;
        return Done{std::move(gone)};
    }
    return answer.meaning == Meaning::not_found ? WriteResult{Stale{}}
                                                : failure_of(answer, {}, m_rules.caller);
}

} // namespace syncctl::connectors::azure_devops
