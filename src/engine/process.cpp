#include "process.hpp"

#include <fmt/format.h>

#include <exception>
#include <thread>
#include <utility>

namespace syncctl::engine {

using connectors::GetResult;

namespace {

std::vector<GetResult> ask(RunState& state, Side side, const std::vector<std::string>& ids)
{
    auto results = state.connector(side).get(ids);
    require_one_each(state, side, results.size(), ids.size(), "items");
    return results;
}

/// What was read of a due item to judge the run is not asked for again.
std::vector<GetResult> get_items(RunState& state, Side side, const std::vector<std::string>& ids)
{
    auto& judged = state.judged[side];
    if (judged.expects_nothing()) {
        return ask(state, side, ids);
    }
    const auto now = state.now();
    std::vector<std::optional<GetResult>> kept;
    std::vector<std::string> unread;
    for (const auto& id : ids) {
        kept.push_back(judged.take(id, now));
        if (!kept.back()) {
            unread.push_back(id);
        }
    }
    auto read = unread.empty() ? std::vector<GetResult>{} : ask(state, side, unread);
    std::vector<GetResult> results;
    auto next = read.begin();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        results.push_back(kept[i] ? *std::move(kept[i]) : std::move(*next++));
        if (state.is_judging) {
            judged.keep(ids[i], results.back(), now);
        }
    }
    return results;
}

} // namespace

void require_one_each(
    const RunState& state, Side side, std::size_t results, std::size_t asked, std::string_view what)
{
    if (results != asked) {
        throw Error{ErrorCode::failed,
                    fmt::format("connector '{}' gave {} results for {} {}",
                                state.names[side],
                                results,
                                asked,
                                what),
                    "nothing was lost; this is a mistake in syncctl, please report it"};
    }
}

void on_both_sides(const std::function<void()>& source, const std::function<void()>& target)
{
    if (!source || !target) {
        if (source) {
            source();
        }
        if (target) {
            target();
        }
        return;
    }
    std::exception_ptr target_failure;
    std::thread worker{[&] {
        try {
            target();
        } catch (...) {
            target_failure = std::current_exception();
        }
    }};
    try {
        source();
    } catch (...) {
        worker.join();
        throw;
    }
    worker.join();
    if (target_failure) {
        std::rethrow_exception(target_failure);
    }
}

BothSides<std::vector<GetResult>> get_both(RunState& state,
                                           const BothSides<std::vector<std::string>>& ids)
{
    BothSides<std::vector<GetResult>> results;
    const auto reader = [&](Side side) -> std::function<void()> {
        if (ids[side].empty()) {
            return {};
        }
        return
            [&state, &ids, &results, side] { results[side] = get_items(state, side, ids[side]); };
    };
    on_both_sides(reader(Side::source), reader(Side::target));
    return results;
}

SideState state_of(GetResult&& result)
{
    if (auto* item = std::get_if<model::WorkItem>(&result)) {
        return std::move(*item);
    }
    if (auto* forbidden = std::get_if<connectors::Forbidden>(&result)) {
        return Unavailable{std::move(forbidden->reason)};
    }
    if (auto* unreadable = std::get_if<connectors::Unreadable>(&result)) {
        return Unavailable{std::move(unreadable->reason)};
    }
    return Gone{};
}

void for_each_link_batch(RunState& state, LinkChoice choice, const BatchSink& sink)
{
    hand_over_links(state, choice, sink);
}

void for_each_batch(RunState& state, const BatchSink& sink)
{
    if (hand_over_links(state, LinkChoice::all, sink) && hand_over_matches(state, sink) &&
        hand_over_unlinked(state, sink)) {
        state.is_complete = true;
    }
}

} // namespace syncctl::engine
