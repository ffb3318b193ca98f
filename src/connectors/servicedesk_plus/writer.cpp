#include "writer.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

/// After a refused credential at most this many writes are on their way in vain.
constexpr std::size_t k_at_once = 16;

/// Runs what belongs to one task, which ends when a list of the tracker's cannot be read for it.
template <class Work>
void guarded(WriteTask& task, Work work)
{
    try {
        work();
    } catch (const Error& error) {
        task.stop(error);
    }
}

} // namespace

std::vector<WriteResult> Writer::write(std::span<const Operation> operations)
{
    const WriteRules rules{
        .options = m_options,
        .caller = m_api.caller(),
        .lookup =
            [this](std::string_view field, const std::string& name, const model::Fields& request) {
                return m_catalogue.reference(field, name, request);
            },
        .categories =
            [this](std::string_view status) { return m_catalogue.category_of_name(status); },
        .close_route = m_close_route};
    std::deque<WriteTask> tasks;
    std::vector<WriteTask*> open;
    for (const auto& operation : operations) {
        tasks.emplace_back(rules, operation);
        open.push_back(&tasks.back());
    }
    std::erase_if(open, [](const WriteTask* task) { return task->is_over(); });
    while (!open.empty()) {
        take_turn(open);
    }
    std::vector<WriteResult> results;
    results.reserve(tasks.size());
    for (const auto& task : tasks) {
        results.push_back(task.result());
    }
    return results;
}

/// One reading and one request for every task, but for those that wait for another write of the
/// same item.
void Writer::take_turn(std::vector<WriteTask*>& open)
{
    std::vector<WriteTask*> next;
    std::set<std::string> items;
    std::copy_if(open.begin(), open.end(), std::back_inserter(next), [&](const auto* task) {
        return task->id().empty() || items.insert(task->id()).second;
    });
    for (std::size_t start = 0; start < next.size(); start += k_at_once) {
        const auto some = std::span{next}.subspan(start, std::min(k_at_once, next.size() - start));
        read_some(some);
        send_some(some);
    }
    std::erase_if(open, [](const WriteTask* task) { return task->is_over(); });
}

void Writer::read_some(std::span<WriteTask* const> tasks)
{
    std::vector<WriteTask*> reading;
    std::vector<std::string> ids;
    for (auto* task : tasks) {
        if (task->needs_item() && m_api.is_signed_out()) {
            task->stop(m_api.signed_out_error());
        } else if (task->needs_item()) {
            reading.push_back(task);
            ids.push_back(task->id());
        }
    }
    if (reading.empty()) {
        return;
    }
    std::vector<GetResult> read;
    try {
        read = m_reader.get(ids);
    } catch (const Error& error) {
        for (auto* task : reading) {
            task->stop(error);
        }
        return;
    }
    for (std::size_t i = 0; i < reading.size(); ++i) {
        guarded(*reading[i], [&] { reading[i]->take_item(read[i]); });
    }
}

void Writer::send_some(std::span<WriteTask* const> tasks)
{
    std::vector<WriteTask*> sending;
    std::vector<Call> calls;
    for (auto* task : tasks) {
        if (task->is_over() || task->needs_item()) {
            continue;
        }
        if (m_api.is_signed_out()) {
            task->stop(m_api.signed_out_error());
            continue;
        }
        guarded(*task, [&] {
            auto call = task->next_call();
            if (!task->is_over()) {
                calls.push_back(std::move(call));
                sending.push_back(task);
            }
        });
    }
    const auto answers = m_api.send_all(calls);
    for (std::size_t i = 0; i < sending.size(); ++i) {
        guarded(*sending[i], [&] { sending[i]->take(answers[i]); });
    }
}

} // namespace syncctl::connectors::servicedesk_plus
