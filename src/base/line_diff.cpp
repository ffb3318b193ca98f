#include "syncctl/base/line_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace syncctl::base {
namespace {

/// Lines compared until comparing is given up; repeated lines in long texts reach it.
constexpr std::size_t k_max_steps = 20'000'000;

using Number = std::uint32_t;

/// Equal lines get equal numbers. Sorted, not hashed: the time does not depend on who wrote them.
struct Numbered {
    std::vector<Number> before;
    std::vector<Number> after;
};

Numbered numbered(std::span<const std::string_view> before, std::span<const std::string_view> after)
{
    std::vector<std::string_view> known{before.begin(), before.end()};
    known.insert(known.end(), after.begin(), after.end());
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    const auto numbers_of = [&known](std::span<const std::string_view> lines) {
        std::vector<Number> numbers;
        numbers.reserve(lines.size());
        for (const auto line : lines) {
            const auto found = std::lower_bound(known.begin(), known.end(), line);
            numbers.push_back(static_cast<Number>(found - known.begin()));
        }
        return numbers;
    };
    return {.before = numbers_of(before), .after = numbers_of(after)};
}

/// The greedy search of the paper, which keeps the furthest points of every step for the way back.
class Search {
public:
    Search(std::span<const Number> before, std::span<const Number> after)
        : m_before{before}, m_after{after}
    {
    }

    /// \param offset added to both numbers of every pair
    [[nodiscard]] bool find(std::size_t offset, std::vector<LinePair>& pairs)
    {
        const auto most = static_cast<std::ptrdiff_t>(
            std::min(m_before.size() + m_after.size(), k_max_line_differences));
        for (std::ptrdiff_t step = 0; step <= most; ++step) {
            m_steps.emplace_back(static_cast<std::size_t>(2 * step + 1));
            if (advance(step)) {
                walk_back(offset, pairs);
                return true;
            }
            if (m_compared > k_max_steps) {
                return false;
            }
        }
        return false;
    }

private:
    /// The furthest line of `before` on a diagonal (`before` minus `after`) after some steps.
    [[nodiscard]] std::ptrdiff_t furthest(std::ptrdiff_t step, std::ptrdiff_t diagonal) const
    {
        return m_steps[static_cast<std::size_t>(step)][static_cast<std::size_t>(diagonal + step)];
    }

    /// Whether the diagonal is reached by adding a line, else by removing one.
    [[nodiscard]] bool is_added(std::ptrdiff_t step, std::ptrdiff_t diagonal) const
    {
        return diagonal == -step || (diagonal != step && furthest(step - 1, diagonal - 1) <
                                                             furthest(step - 1, diagonal + 1));
    }

    /// Where the last step ended on this diagonal, before its run of equal lines.
    [[nodiscard]] std::ptrdiff_t start(std::ptrdiff_t step, std::ptrdiff_t diagonal) const
    {
        if (step == 0) {
            return 0;
        }
        return is_added(step, diagonal) ? furthest(step - 1, diagonal + 1)
                                        : furthest(step - 1, diagonal - 1) + 1;
    }

    [[nodiscard]] bool advance(std::ptrdiff_t step)
    {
        const auto rows = static_cast<std::ptrdiff_t>(m_before.size());
        const auto columns = static_cast<std::ptrdiff_t>(m_after.size());
        for (std::ptrdiff_t diagonal = -step; diagonal <= step; diagonal += 2) {
            auto x = start(step, diagonal);
            while (x < rows && x - diagonal < columns &&
                   m_before[static_cast<std::size_t>(x)] ==
                       m_after[static_cast<std::size_t>(x - diagonal)]) {
                ++x;
                ++m_compared;
            }
            ++m_compared;
            m_steps.back()[static_cast<std::size_t>(diagonal + step)] =
                static_cast<std::int32_t>(x);
            if (x >= rows && x - diagonal >= columns) {
                return true;
            }
        }
        return false;
    }

    void walk_back(std::size_t offset, std::vector<LinePair>& pairs) const
    {
        auto diagonal = static_cast<std::ptrdiff_t>(m_before.size()) -
                        static_cast<std::ptrdiff_t>(m_after.size());
        const auto first = static_cast<std::ptrdiff_t>(pairs.size());
        for (auto step = static_cast<std::ptrdiff_t>(m_steps.size()) - 1; step >= 0; --step) {
            const auto from = start(step, diagonal);
            for (auto x = furthest(step, diagonal); x > from; --x) {
                pairs.push_back({.before = static_cast<std::size_t>(x - 1) + offset,
                                 .after = static_cast<std::size_t>(x - 1 - diagonal) + offset});
            }
            if (step > 0) {
                diagonal += is_added(step, diagonal) ? 1 : -1;
            }
        }
        std::reverse(pairs.begin() + first, pairs.end());
    }

    std::span<const Number> m_before;
    std::span<const Number> m_after;
    std::vector<std::vector<std::int32_t>> m_steps;
    std::size_t m_compared = 0;
};

/// Adds the signs of one stretch without common lines.
void add_changed(std::vector<DiffLine>& all,
                 std::span<const std::string_view> before,
                 std::span<const std::string_view> after,
                 LinePair from,
                 LinePair to)
{
    for (auto i = from.before; i < to.before; ++i) {
        all.push_back({.sign = '-', .line = i + 1, .text = before[i]});
    }
    for (auto i = from.after; i < to.after; ++i) {
        all.push_back({.sign = '+', .line = i + 1, .text = after[i]});
    }
}

/// Every line of both texts with its sign.
std::vector<DiffLine> all_lines(std::span<const std::string_view> before,
                                std::span<const std::string_view> after)
{
    std::vector<DiffLine> all;
    LinePair next;
    for (const auto& pair : common_lines(before, after).value_or(std::vector<LinePair>{})) {
        add_changed(all, before, after, next, pair);
        all.push_back({.sign = ' ', .line = pair.after + 1, .text = after[pair.after]});
        next = {.before = pair.before + 1, .after = pair.after + 1};
    }
    add_changed(all, before, after, next, {.before = before.size(), .after = after.size()});
    return all;
}

} // namespace

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (true) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return lines;
        }
        text.remove_prefix(end + 1);
    }
}

std::string joined_lines(std::span<const std::string_view> lines)
{
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) {
            text += '\n';
        }
        text += lines[i];
    }
    return text;
}

std::optional<std::vector<LinePair>> common_lines(std::span<const std::string_view> before,
                                                  std::span<const std::string_view> after)
{
    const auto numbers = numbered(before, after);
    const auto shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && numbers.before[head] == numbers.after[head]) {
        ++head;
    }
    std::size_t tail = 0;
    while (tail < shorter - head &&
           numbers.before[before.size() - 1 - tail] == numbers.after[after.size() - 1 - tail]) {
        ++tail;
    }
    std::vector<LinePair> pairs;
    for (std::size_t i = 0; i < head; ++i) {
        pairs.push_back({.before = i, .after = i});
    }
    const std::span all_before{numbers.before};
    const std::span all_after{numbers.after};
    Search search{all_before.subspan(head, before.size() - head - tail),
                  all_after.subspan(head, after.size() - head - tail)};
    if (!search.find(head, pairs)) {
        return std::nullopt;
    }
    for (auto left = tail; left > 0; --left) {
        pairs.push_back({.before = before.size() - left, .after = after.size() - left});
    }
    return pairs;
}

LineCounts count_changed_lines(std::string_view before, std::string_view after)
{
    LineCounts counts;
    for (const auto& line : all_lines(lines_of(before), lines_of(after))) {
        counts.added += line.sign == '+' ? 1U : 0U;
        counts.removed += line.sign == '-' ? 1U : 0U;
    }
    return counts;
}

std::vector<DiffLine>
diff_lines(std::string_view before, std::string_view after, std::size_t context)
{
    const auto all = all_lines(lines_of(before), lines_of(after));
    std::vector<bool> is_shown(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].sign != ' ') {
            const auto end = std::min(all.size(), i + context + 1);
            for (auto near = i - std::min(i, context); near < end; ++near) {
                is_shown[near] = true;
            }
        }
    }
    std::vector<DiffLine> shown;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!is_shown[i]) {
            continue;
        }
        if (!shown.empty() && !is_shown[i - 1]) {
            shown.push_back({.sign = '@', .line = all[i].line, .text = {}});
        }
        shown.push_back(all[i]);
    }
    return shown;
}

} // namespace syncctl::base
