#include "findings.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_max_shown = 1000;
constexpr std::size_t k_max_comparisons = 500'000;
constexpr std::size_t k_max_compared_octets = 256;
constexpr std::size_t k_max_text = 2000; ///< code points; a name can be as long as the document

std::string short_enough(std::string text)
{
    const auto kept = base::first_code_points(text, k_max_text).size();
    if (kept < text.size()) {
        text.resize(kept);
        text += "...";
    }
    return text;
}

} // namespace

void Findings::add(Kind& kind, Diagnostic diagnostic)
{
    if (kind.found.size() < k_max_shown) {
        diagnostic.message = short_enough(std::move(diagnostic.message));
        diagnostic.hint = short_enough(std::move(diagnostic.hint));
        kind.found.push_back(std::move(diagnostic));
    } else {
        ++kind.not_shown;
    }
}

void Findings::error(Place place, std::string message, std::string hint)
{
    add(m_errors, {Severity::error, place.line, place.column, std::move(message), std::move(hint)});
}

void Findings::warning(Place place, std::string message, std::string hint)
{
    add(m_warnings,
        {Severity::warning, place.line, place.column, std::move(message), std::move(hint)});
}

std::string Findings::did_you_mean(std::string_view typed,
                                   const std::vector<std::string>& candidates)
{
    m_comparisons += candidates.size();
    if (m_comparisons > k_max_comparisons || typed.size() > k_max_compared_octets) {
        return {};
    }
    const auto closest = base::closest_match(typed, candidates);
    return closest ? fmt::format("did you mean '{}'?", *closest) : std::string{};
}

std::vector<Diagnostic> Findings::take()
{
    for (auto* kind : {&m_errors, &m_warnings}) {
        if (kind->not_shown > 0) {
            auto last = kind->found.back();
            last.message = fmt::format("{} more like these are not shown", kind->not_shown);
            last.hint.clear();
            kind->found.push_back(std::move(last));
        }
    }
    auto all = std::move(m_errors.found);
    std::move(m_warnings.found.begin(), m_warnings.found.end(), std::back_inserter(all));
    std::stable_sort(all.begin(), all.end(), [](const Diagnostic& one, const Diagnostic& other) {
        return std::tie(one.line, one.column) < std::tie(other.line, other.column);
    });
    return all;
}

} // namespace syncctl::mapping
