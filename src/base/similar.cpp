#include "syncctl/base/text.hpp"

#include <algorithm>
#include <vector>

namespace syncctl::base {
namespace {

constexpr std::size_t k_longest_compared = 64;

std::string folded(std::string_view text)
{
    std::string lower{text};
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t distance(std::string_view one, std::string_view other)
{
    const auto columns = other.size() + 1;
    std::vector<std::vector<std::size_t>> cost(one.size() + 1, std::vector<std::size_t>(columns));
    for (std::size_t i = 0; i <= one.size(); ++i) {
        cost[i][0] = i;
    }
    for (std::size_t j = 0; j < columns; ++j) {
        cost[0][j] = j;
    }
    for (std::size_t i = 1; i <= one.size(); ++i) {
        for (std::size_t j = 1; j < columns; ++j) {
            const std::size_t change = one[i - 1] == other[j - 1] ? 0 : 1;
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[one.size()][other.size()];
}

} // namespace

std::optional<std::string> closest_match(std::string_view typed,
                                         std::span<const std::string> candidates)
{
    if (typed.empty() || typed.size() > k_longest_compared) {
        return std::nullopt;
    }
    const auto wanted = folded(typed);
    std::optional<std::string> best;
    auto least = std::max<std::size_t>(1, typed.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        if (candidate.size() > k_longest_compared) {
            continue;
        }
        const auto apart = distance(wanted, folded(candidate));
        if (apart < least) {
            least = apart;
            best = candidate;
        }
    }
    return best;
}

} // namespace syncctl::base
