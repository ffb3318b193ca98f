#include "write_task.hpp"

#include "field_value.hpp"
#include "item_json.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// The request of a reply, when it is whole and about this item.
std::optional<model::WorkItem>
replied_item(const Answer& answer, const std::string& id, const Options& options)
{
    const auto& request = member(answer.body, "request");
    if (!request.is_object()) {
        return std::nullopt;
    }
    auto parsed = item_of(request, options);
    auto* item = std::get_if<model::WorkItem>(&parsed);
    if (item == nullptr || (!id.empty() && item->id != id)) {
        return std::nullopt;
    }
    return std::move(*item);
}

/// Those of which an item does not show what was meant.
model::Fields
missing_in(const model::WorkItem& item, const model::Fields& wanted, const Options& options)
{
    model::Fields missing;
    for (const auto& [field, value] : wanted) {
        if (!holds(form_of(field, options), model::value_of(item.fields, field), value)) {
            missing.emplace(field, value);
        }
    }
    return missing;
}

/// No mapping names the field of the marker, so that its own name says little.
void explain_marker(Refused& refused, const Options& options)
{
    if (options.marker_field.empty() || refused.field != options.marker_field) {
        return;
    }
    refused.field = fmt::format("{}{}", k_udf_prefix, options.marker_field);
    refused.reason = fmt::format("the field of the marker has to be on every template, and "
                                 "writable: {}",
                                 refused.reason);
}

std::string why_not_read(const GetResult& read)
{
    if (const auto* forbidden = std::get_if<Forbidden>(&read)) {
        return forbidden->reason;
    }
    const auto* unreadable = std::get_if<Unreadable>(&read);
    return unreadable == nullptr ? "it is not there any more" : unreadable->reason;
}

} // namespace

WriteTask::WriteTask(const WriteRules& rules, const Operation& operation)
    : m_rules{rules}, m_operation{operation}
{
    if (const auto* create = std::get_if<CreateItem>(&operation)) {
        m_is_create = true;
        m_fields = create->fields;
        std::erase_if(m_fields, [](const auto& field) { return model::is_null(field.second); });
        if (create->type.empty()) {
            end(Refused{.reason = "an item needs a type", .field = {}});
        }
        return;
    }
    if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        m_id = update->id;
        m_fields = update->fields;
        m_expected = update->expected_revision;
    } else if (const auto* removal = std::get_if<RemoveItem>(&operation)) {
        m_id = removal->id;
        m_expected = removal->expected_revision;
    }
    m_needs_item = true;
    if (!can_be_id(m_id)) {
        end(Refused{.reason = fmt::format("'{}' is no id of this tracker", m_id), .field = {}});
    }
}

BodyContext WriteTask::context() const
{
    BodyContext context{.options = m_rules.options,
                        .lookup = m_rules.lookup,
                        .request = m_before.fields,
                        .marker = m_before.marker};
    for (const auto& [field, value] : m_fields) {
        context.request.insert_or_assign(field, value);
    }
    if (const auto* create = std::get_if<CreateItem>(&m_operation)) {
        context.marker = create->marker;
    }
    return context;
}

void WriteTask::take_item(const GetResult& read)
{
    m_needs_item = false;
    if (m_is_stored) {
        go_on(read);
    } else {
        begin(read);
    }
}

/// Nothing was sent yet.
void WriteTask::begin(const GetResult& read)
{
    const auto* item = std::get_if<model::WorkItem>(&read);
    if (item != nullptr && item->revision == m_expected) {
        plan(*item);
    } else if (item != nullptr || std::holds_alternative<Absent>(read)) {
        end(Stale{});
    } else if (const auto* forbidden = std::get_if<Forbidden>(&read)) {
        end(Refused{.reason = forbidden->reason, .field = {}});
    } else {
        end(Transient{.reason = why_not_read(read), .retry_after = std::nullopt});
    }
}

void WriteTask::plan(const model::WorkItem& item)
{
    m_before = item;
    if (std::holds_alternative<RemoveItem>(m_operation)) {
        m_steps.push_back({.kind = WriteKind::trash, .fields = {}});
        return;
    }
    const auto missing = missing_in(item, m_fields, m_rules.options);
    if (missing.empty()) {
        end(Done{item});
        return;
    }
    const auto steps = steps_of(WriteKind::edit,
                                missing,
                                m_fields,
                                text_of(item.fields, k_status),
                                m_rules.options,
                                m_rules.categories);
    m_steps.assign(steps.begin(), steps.end());
}

Call WriteTask::next_call()
{
    if (m_is_create && m_steps.empty()) {
        const auto steps = steps_of(
            WriteKind::create, m_fields, m_fields, {}, m_rules.options, m_rules.categories);
        m_steps.assign(steps.begin(), steps.end());
    }
    const auto& step = m_steps.front();
    Call call;
    call.is_repeatable = false; // it would undo what somebody else writes in between
    call.path = {"requests"};
    if (!m_id.empty()) {
        call.path.push_back(m_id);
    }
    if (step.kind == WriteKind::trash) {
        // Without more behind the id that is for good on-premises (contract, section 9).
        call.method = http::Method::del;
        if (!m_rules.options.is_cloud()) {
            call.path.emplace_back("move_to_trash");
        }
        return call;
    }
    auto body = std::variant<json, Refused>{};
    if (step.kind == WriteKind::create) {
        auto create = std::get<CreateItem>(m_operation);
        create.fields = step.fields;
        call.method = http::Method::post;
        body = new_body_of(create, context());
    } else if (step.kind == WriteKind::close) {
        m_close_spellings.push_back(*m_rules.close_route.next(m_close_spellings));
        call.method = http::Method::put;
        call.path.push_back(m_close_spellings.back());
        body = closing_body(step, context());
    } else {
        call.method = http::Method::put;
        body = body_of(step.fields, context());
    }
    if (auto* refused = std::get_if<Refused>(&body)) {
        if (m_is_stored) {
            end_halfway(refused->reason);
        } else {
            end(std::move(*refused));
        }
        return {};
    }
    call.input = {{"request", std::get<json>(std::move(body))}};
    return call;
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
    const auto& step = m_steps.front();
    m_is_stored = true;
    if (step.kind == WriteKind::trash) {
        model::WorkItem gone;
        gone.id = m_id;
        end(Done{std::move(gone)});
        return;
    }
    if (step.kind == WriteKind::close) {
        m_rules.close_route.keep(m_close_spellings.back());
    }
    auto item = replied_item(answer, m_id, m_rules.options);
    if (m_id.empty()) {
        m_id = item ? item->id : text_member(member(answer.body, "request"), "id", 32);
        if (!can_be_id(m_id)) {
            m_id.clear();
            end(Unknown{"stored, but the answer does not tell the new request"});
            return;
        }
    }
    m_warned =
        answer.has_code(3000) || !answer.problems.empty() ? std::optional{answer} : std::nullopt;
    // A reply may show the request as it was before, or in part; and what a rule of the tracker
    // makes of a value is seen in the request only.
    const auto& before = m_item ? *m_item : m_before;
    const bool is_certain = item && !m_warned && item->revision != before.revision &&
                            missing_in(*item, step.fields, m_rules.options).empty();
    if (is_certain) {
        take_stored(std::move(*item));
    } else {
        m_needs_item = true;
    }
}

/// Something was sent, and this is what came of it.
void WriteTask::go_on(const GetResult& read)
{
    if (const auto* item = std::get_if<model::WorkItem>(&read)) {
        take_stored(*item);
        return;
    }
    end(Unknown{
        fmt::format("stored, but the request cannot be read again: {}", why_not_read(read))});
}

void WriteTask::take_stored(model::WorkItem item)
{
    const auto step = std::move(m_steps.front());
    m_steps.pop_front();
    const auto missing = missing_in(item, step.fields, m_rules.options);
    m_item = std::move(item);
    if (step.kind == WriteKind::close && missing.contains(k_status)) {
        // Closed, but under another status than the one that was meant.
        m_steps.push_front(
            {.kind = WriteKind::edit,
             .fields = {{std::string{k_status}, model::value_of(step.fields, k_status)}}});
    } else if (m_warned) {
        for (const auto& [field, value] : missing) {
            if (const auto why = warning_about(field, *m_warned)) {
                fall_short(field, *why);
            }
        }
    }
    next_step();
}

void WriteTask::next_step()
{
    m_warned.reset();
    if (!m_steps.empty()) {
        return;
    }
    end(Done{.item = *m_item, .shortfalls = m_shortfalls});
}

void WriteTask::fall_short(const std::string& field, const std::string& reason)
{
    if (m_fields.contains(field)) { // what the settings tell at closing is nobody's value
        m_shortfalls.push_back(
            {.field = field, .reason = fmt::format("stored, but for {}: {}", field, reason)});
    }
}

/// What was stored stays stored.
/// \param reason why the steps that are left cannot be done
void WriteTask::end_halfway(const std::string& reason)
{
    for (const auto& step : m_steps) {
        for (const auto& [field, value] : step.fields) {
            fall_short(field, reason);
        }
    }
    end(Done{.item = *m_item, .shortfalls = m_shortfalls});
}

void WriteTask::take_failure(const Answer& answer)
{
    if (try_otherwise(answer)) {
        return;
    }
    const auto& step = m_steps.front();
    auto result = failure_of(answer, step.kind, step.fields, m_rules.caller);
    auto* refused = std::get_if<Refused>(&result);
    if (refused != nullptr && answer.meaning == Meaning::forbidden && was_closed()) {
        refused->reason = fmt::format("the request is closed, and the tracker takes no edit of it: "
                                      "reopen it there, or let the mapping set its status ({})",
                                      answer.reason);
    }
    if (refused != nullptr) {
        explain_marker(*refused, m_rules.options);
    }
    if (!m_is_stored || std::holds_alternative<Unknown>(result)) {
        end(std::move(result));
        return;
    }
    end_halfway(refused == nullptr ? answer.reason : refused->reason);
}

/// \returns whether there is another way, which is planned then
bool WriteTask::try_otherwise(const Answer& answer)
{
    const auto step = m_steps.front();
    if (step.kind == WriteKind::close && answer.meaning == Meaning::not_found) {
        return m_rules.close_route.next(m_close_spellings) != nullptr;
    }
    if (step.kind != WriteKind::edit || answer.meaning != Meaning::forbidden || m_was_reopened ||
        !was_closed()) {
        return false;
    }
    const auto steps = reopening_steps(step.fields, m_rules.categories);
    if (steps.empty()) {
        return false;
    }
    m_was_reopened = true;
    m_steps.pop_front();
    m_steps.insert(m_steps.begin(), steps.begin(), steps.end());
    return true;
}

/// Before the step that is next.
bool WriteTask::was_closed() const
{
    const auto status = text_of(m_item ? m_item->fields : m_before.fields, k_status);
    return !status.empty() && servicedesk_plus::is_over(m_rules.categories(status));
}

void WriteTask::stop(const Error& error)
{
    if (m_is_stored && m_needs_item) {
        end(Unknown{
            fmt::format("stored, but the request cannot be read again: {}", error.message())});
    } else if (m_is_stored) {
        end_halfway(error.message());
    } else if (error.code() == ErrorCode::authentication) {
        end(SignedOut{error});
    } else {
        end(Transient{.reason = "not sent: " + error.message(), .retry_after = std::nullopt});
    }
}

void WriteTask::end(WriteResult result)
{
    m_needs_item = false;
    m_result = std::move(result);
}

} // namespace syncctl::connectors::servicedesk_plus
