#include "batch_sender.hpp"

#include "item_json.hpp"
#include "web/percent.hpp"
#include "words.hpp"

#include "syncctl/base/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

Answer answer_in(const json& entry)
{
    const auto& code = member(entry, "code");
    const auto& body = member(entry, "body");
    const auto status = code.is_number_integer() ? code.get<int>() : 0;
    return judge_entry(status, body.is_string() ? body.get_ref<const std::string&>() : body.dump());
}

} // namespace

json BatchSender::entry_of(const Call& call) const
{
    std::string uri;
    for (const auto& segment : call.path) {
        uri += "/" + percent_encoded(segment);
    }
    uri += "?api-version=" + m_api.version();
    for (const auto& [name, value] : call.query) {
        uri += fmt::format("&{}={}", name, percent_encoded(value));
    }
    return {{"method", "PATCH"},
            {"uri", uri},
            {"headers", {{"Content-Type", call.content_type}}},
            {"body", base::parse_json(call.body)}};
}

void BatchSender::send(std::span<WriteTask* const> updates)
{
    for (std::size_t start = 0; start < updates.size() && !m_is_missing; start += k_batch) {
        send_some(updates.subspan(start, std::min(k_batch, updates.size() - start)));
    }
}

void BatchSender::send_some(std::span<WriteTask* const> updates)
{
    auto entries = json::array();
    std::vector<WriteTask*> tasks;
    for (auto* task : updates) {
        const auto call = task->next_call();
        if (!task->is_over()) {
            entries.push_back(entry_of(call));
            tasks.push_back(task);
        }
    }
    if (tasks.size() < 2 || m_api.is_signed_out()) {
        return; // by itself it costs the same
    }
    auto call = query_call(wit({"$batch"}), entries);
    call.method = http::Method::patch;
    const auto answer = m_api.send(call);
    if (answer.is_good()) {
        take(answer.body, tasks);
        return;
    }
    if (answer.meaning == Meaning::not_found || answer.meaning == Meaning::rejected) {
        m_is_missing = true;
        return;
    }
    for (auto* task : tasks) {
        task->take(answer);
    }
}

/// Whether one bad entry keeps the others from being stored differs from server to server, and so
/// does how much of an item comes back. So where an entry failed or an item is not whole, those
/// that went well are read again before anything is believed.
void BatchSender::take(const json& body, std::span<WriteTask* const> tasks)
{
    const auto& entries = member(body, "value");
    if (!entries.is_array() || entries.size() != tasks.size()) {
        return; // one entry for all: the batch as a whole was refused
    }
    std::vector<Entry> stored;
    bool is_certain = true;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        auto answer = answer_in(entries[i]);
        if (!answer.is_good()) {
            is_certain = false;
            continue;
        }
        is_certain =
            is_certain && std::holds_alternative<model::WorkItem>(item_of(answer.body, {}));
        stored.push_back({tasks[i], std::move(answer)});
    }
    if (!is_certain) {
        confirm(stored);
        return;
    }
    for (auto& entry : stored) {
        entry.task->take(entry.answer);
    }
}

void BatchSender::confirm(std::vector<Entry>& stored)
{
    std::vector<std::string> ids;
    ids.reserve(stored.size());
    for (const auto& entry : stored) {
        ids.push_back(entry.task->id());
    }
    std::map<std::string, model::WorkItem> items;
    try {
        for (auto& parsed : m_reader.items(ids)) {
            if (auto* item = std::get_if<model::WorkItem>(&parsed)) {
                auto id = item->id;
                items.emplace(std::move(id), std::move(*item));
            }
        }
    } catch (const Error&) {
        items.clear(); // each is in doubt then
    }
    for (auto& entry : stored) {
        const auto item = items.find(entry.task->id());
        const auto said = id_of(member(entry.answer.body, "rev"));
        if (item == items.end() || !said) {
            entry.task->end(Unknown{"the batch was accepted, but the item cannot be read again"});
        } else if (item->second.revision.text == *said) {
            entry.task->take_item(std::move(item->second));
        } else if (revision_number(item->second.revision) > revision_number({*said})) {
            entry.task->end(Unknown{"the item was edited right after the batch was accepted"});
        }
        // An older revision: the batch was rolled back, or the read lags. Sent again by itself it
        // is stored or stale.
    }
}

} // namespace syncctl::connectors::azure_devops
