#include "error_hints.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::app {

namespace {

/// Commands that messages of ours end with. Nothing else is taken from a message: a tracker may
/// have written a part of it.
constexpr std::array<std::string_view, 3> k_commands{
    "syncctl items unlink KEY",
    "syncctl items link SOURCE_KEY TARGET_KEY",
    "syncctl settings set guard.max_daily_writes N"};

/// The command with the item's own key where the message could only say KEY; empty without one.
std::string command_in(const model::SyncError& error)
{
    if (error.type != model::SyncErrorType::mapping &&
        error.type != model::SyncErrorType::internal) {
        return {};
    }
    std::string_view message = error.message;
    if (message.ends_with(')')) {
        message.remove_suffix(1);
    }
    for (const auto command : k_commands) {
        if (!message.ends_with(command)) {
            continue;
        }
        constexpr std::string_view k_placeholder = " KEY";
        return command.ends_with(k_placeholder) && !error.item.empty()
                   ? fmt::format("{}{}", command.substr(0, command.size() - 3), error.item)
                   : std::string{command};
    }
    return {};
}

std::string connector_of(const std::string& item)
{
    return item.substr(0, item.find(':'));
}

/// What helps with one kind of error of an item. {item}, {connector} and {pair} are put in.
struct Help {
    model::SyncErrorType type;
    std::string_view about_item;
    std::string_view about_run;
};

constexpr std::array<Help, 7> k_help{{
    {model::SyncErrorType::connection,
     "the next run tries again; if it stays: syncctl connector test {connector}",
     "the next run tries again; see: syncctl connector list"},
    {model::SyncErrorType::authentication,
     "syncctl connector test {connector}, then: syncctl connector edit {connector} --secret "
     "prompt",
     "syncctl connector list, then: syncctl connector edit NAME --secret prompt"},
    {model::SyncErrorType::rate_limit,
     "the next run goes on when the tracker allows it again: syncctl run {pair}",
     "the next run goes on when the tracker allows it again: syncctl run {pair}"},
    {model::SyncErrorType::validation,
     "correct the value in the tracker or the rule; see: syncctl mapping test {pair} {item}",
     "syncctl mapping validate {pair}"},
    {model::SyncErrorType::mapping,
     "see which rule: syncctl mapping test {pair} {item}, then: syncctl mapping edit {pair}",
     "syncctl mapping validate {pair}"},
    {model::SyncErrorType::api,
     "syncctl items show {item}; try at once: syncctl items retry {item}",
     "try again: syncctl run {pair}"},
    {model::SyncErrorType::internal,
     "syncctl items show {item}; if it stays, please report it",
     "try again: syncctl run {pair}; if it stays, please report it"},
}};

} // namespace

std::string hint_for(const model::SyncError& error, std::string_view pair)
{
    if (auto command = command_in(error); !command.empty()) {
        return command;
    }
    if (error.code == "stale") {
        return fmt::format("see who keeps changing it; the next run tries again: syncctl run {}",
                           pair);
    }
    std::string_view text = k_help.back().about_item;
    for (const auto& help : k_help) {
        if (help.type == error.type) {
            text = error.item.empty() ? help.about_run : help.about_item;
        }
    }
    return fmt::format(fmt::runtime(text),
                       fmt::arg("item", error.item),
                       fmt::arg("connector", connector_of(error.item)),
                       fmt::arg("pair", pair.empty() ? std::string_view{"PAIR"} : pair));
}

} // namespace syncctl::app
