#include "syncctl/app/watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::app {

namespace {

using store::PairStatus;

/// The text format escapes these three in the value of a label, and nothing else.
std::string escaped(std::string_view value)
{
    std::string text;
    for (const char c : value) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '\\' || c == '"') {
            text += '\\';
        }
        text += c;
    }
    return text;
}

std::string label(std::string_view name, std::string_view value)
{
    return fmt::format("{}=\"{}\"", name, escaped(value));
}

std::string seconds(std::int64_t milliseconds)
{
    constexpr std::int64_t k_second = 1000;
    return fmt::format("{}.{:03}", milliseconds / k_second, milliseconds % k_second);
}

std::string time_of(base::Timestamp time)
{
    return seconds(time.ms);
}

/// Writes families: HELP and TYPE once, then every sample of that name.
class Text {
public:
    void family(std::string_view name, std::string_view help)
    {
        m_name = name;
        m_text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
    }

    void sample(const std::string& labels, std::string_view value)
    {
        m_text += labels.empty() ? fmt::format("{} {}\n", m_name, value)
                                 : fmt::format("{}{{{}}} {}\n", m_name, labels, value);
    }

    void sample(const std::string& labels, std::int64_t value)
    {
        sample(labels, std::to_string(value));
    }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string_view m_name;
    std::string m_text;
};

/// One number of each pair; nullopt where a pair has none.
struct PairGauge {
    std::string_view name;
    std::string_view help;
    std::optional<std::string> (*value)(const PairStatus& status);
};

std::string of_bool(bool value)
{
    return value ? "1" : "0";
}

/// 0 for what never happened, so that the age of it is large and an alert rings.
const std::vector<PairGauge>& pair_gauges()
{
    using Value = std::optional<std::string>;
    static const std::vector<PairGauge> gauges{
        {"syncctl_pair_enabled",
         "Whether the pair is enabled.",
         [](const PairStatus& status) -> Value { return of_bool(status.is_enabled); }},
        {"syncctl_pair_running",
         "Whether the newest run of the pair has not ended.",
         [](const PairStatus& status) -> Value {
             return of_bool(status.last_result == "running");
         }},
        {"syncctl_pair_last_run_timestamp_seconds",
         "When the newest run of the pair began; 0 for never.",
         [](const PairStatus& status) -> Value { return time_of(status.last_run); }},
        {"syncctl_pair_last_success_timestamp_seconds",
         "When a run of the pair last ended without a failed item; 0 for never.",
         [](const PairStatus& status) -> Value { return time_of(status.last_success); }},
        {"syncctl_pair_next_run_timestamp_seconds",
         "When the next run of the pair is due; absent without a schedule.",
         [](const PairStatus& status) -> Value {
             return status.next_run.ms == 0 ? std::nullopt : Value{time_of(status.next_run)};
         }},
        {"syncctl_pair_last_run_success",
         "Whether the newest run of the pair ended without a failed item.",
         [](const PairStatus& status) -> Value {
             return of_bool(status.last_result == "completed");
         }},
        {"syncctl_pair_last_run_duration_seconds",
         "How long the newest run of the pair took; absent while it runs.",
         [](const PairStatus& status) -> Value {
             return status.last_end.ms == 0 ? std::nullopt
                                            : Value{seconds(std::max<std::int64_t>(
                                                  0, status.last_end.ms - status.last_run.ms))};
         }},
        {"syncctl_pair_last_run_new_conflicts",
         "Conflicts that the newest run of the pair opened.",
         [](const PairStatus& status) -> Value {
             return std::to_string(status.last_counters.conflicts);
         }},
        {"syncctl_pair_open_conflicts",
         "Conflicts of the pair that wait for a person.",
         [](const PairStatus& status) -> Value { return std::to_string(status.open_conflicts); }},
        {"syncctl_pair_failed_items",
         "Items of the pair that failed and are tried again.",
         [](const PairStatus& status) -> Value { return std::to_string(status.failed_items); }},
        {"syncctl_pair_due_items",
         "Items of the pair that a webhook named and no run has taken yet.",
         [](const PairStatus& status) -> Value { return std::to_string(status.due_items); }},
        {"syncctl_pair_links",
         "Linked items of the pair.",
         [](const PairStatus& status) -> Value { return std::to_string(status.links); }},
    };
    return gauges;
}

void add_pairs(Text& text, const std::vector<PairStatus>& pairs)
{
    for (const auto& gauge : pair_gauges()) {
        text.family(gauge.name, gauge.help);
        for (const auto& status : pairs) {
            if (const auto value = gauge.value(status)) {
                text.sample(label("pair", status.pair), *value);
            }
        }
    }
    text.family("syncctl_pair_last_run_items",
                "Items of the newest run of the pair, by what became of them.");
    for (const auto& status : pairs) {
        const auto& counters = status.last_counters;
        const auto pair = label("pair", status.pair);
        const auto add = [&](std::string_view outcome, int count) {
            text.sample(pair + "," + label("outcome", outcome), std::int64_t{count});
        };
        add("created", counters.created);
        add("updated", counters.updated);
        add("deleted", counters.deleted);
        add("unchanged", counters.unchanged);
        add("failed", counters.failed);
    }
    text.family("syncctl_pair_last_run_api_calls",
                "Requests of the newest run of the pair to each tracker.");
    for (const auto& status : pairs) {
        for (const auto side : model::k_sides) {
            text.sample(label("pair", status.pair) + "," + label("side", model::to_string(side)),
                        std::int64_t{status.last_counters.api_calls[side]});
        }
    }
}

} // namespace

std::string metrics_text(const Metrics& metrics)
{
    Text text;
    text.family("syncctl_build_info", "The version of the program that wrote this; always 1.");
    text.sample(label("version", metrics.version), 1);
    text.family("syncctl_database_readable", "Whether the state database could be read.");
    text.sample({}, metrics.pairs ? 1 : 0);
    if (metrics.exit) {
        text.family("syncctl_run_exit_code",
                    "How the newest run of the program ended; 0 and 14 are good.");
        text.sample({}, std::int64_t{*metrics.exit});
    }
    if (metrics.pairs) {
        add_pairs(text, *metrics.pairs);
    }
    return text.take();
}

} // namespace syncctl::app
