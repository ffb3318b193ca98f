#include "suggest/comments.hpp"

#include "document_text.hpp"
#include "suggest/plan.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_longest_comment = 160;
constexpr std::int64_t k_day_ms = 24LL * 60 * 60 * 1000;

std::string age(base::Timestamp discovered_at, base::Timestamp now)
{
    if (discovered_at.ms == 0) {
        return "as it was discovered (nobody knows when)";
    }
    const auto days = std::max<std::int64_t>(0, now.ms - discovered_at.ms) / k_day_ms;
    const auto ago = days == 0 ? std::string{"today"}
                               : base::counted(static_cast<std::size_t>(days), "day") + " ago";
    return fmt::format(
        "as it was discovered on {} ({})", base::format_utc(discovered_at).substr(0, 10), ago);
}

} // namespace

/// One line for a comment, whatever the text holds.
std::string comment(std::string_view text)
{
    const auto safe = comment_text(text);
    const auto shown = base::first_code_points(safe, k_longest_comment);
    return shown.size() < safe.size() ? std::string{shown} + "..." : safe;
}

std::string score_text(int score)
{
    return fmt::format("{}.{:02}", score / 100, score % 100);
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), k_max_listed); ++i) {
        text += (i == 0 ? "" : ", ") + std::string{base::first_code_points(names[i], 40)};
    }
    return names.size() > k_max_listed
               ? fmt::format("{} and {} more", text, names.size() - k_max_listed)
               : text;
}

std::vector<std::string> head_lines(const SuggestRequest& request)
{
    std::vector<std::string> lines{
        fmt::format("# Suggested for the pair {}. Look at each line, change what is wrong, then",
                    comment(request.pair)),
        fmt::format("#   syncctl mapping import {} FILE", comment(request.pair)),
        "# Behind each line: how sure it is (0.00 to 1.00), and why. What stands in a comment "
        "waits "
        "for your decision."};
    for (const auto side : model::k_sides) {
        const auto& known = request.sides[side];
        lines.push_back(fmt::format("# {}: {} {}, {}.",
                                    model::to_string(side),
                                    comment(known.connector),
                                    age(known.discovered_at, request.now),
                                    known.samples.empty()
                                        ? std::string{"no items were read"}
                                        : base::counted(known.samples.size(), "item") + " read"));
    }
    lines.emplace_back("version: 1");
    for (const auto side : model::k_sides) {
        lines.push_back(
            fmt::format("{}: {}", model::to_string(side), scalar(request.sides[side].connector)));
    }
    return lines;
}

} // namespace syncctl::mapping
