#include "suggest/known_names.hpp"
#include "suggest/plan.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_max_compared_types = 200;
constexpr std::size_t k_max_compared_fields = 500; ///< per type, for what types share

/// A type as it is compared with others.
struct ComparedType {
    const model::TypeInfo* type = nullptr;
    NameWords words;
    std::vector<std::string> fields; ///< what its fields stand for; sorted, without repetition
};

std::vector<std::string> field_meanings(const model::TypeInfo& type)
{
    std::set<std::string> meanings;
    for (std::size_t i = 0; i < std::min(type.fields.size(), k_max_compared_fields); ++i) {
        const auto words = words_of(type.fields[i].name);
        const auto known = known_field(words);
        meanings.insert(known.meaning.empty() ? words.joined : std::string{known.meaning});
    }
    meanings.erase(std::string{});
    return {meanings.begin(), meanings.end()};
}

std::vector<ComparedType> compared_types(const model::Metadata& metadata)
{
    std::vector<ComparedType> types;
    std::set<std::string> seen;
    for (const auto& type : metadata.types) {
        if (types.size() < k_max_compared_types && is_usable_name(type.name) &&
            seen.insert(type.name).second) {
            types.push_back({&type, words_of(type.name), field_meanings(type)});
        }
    }
    return types;
}

int shared_fields_percent(const ComparedType& one, const ComparedType& other)
{
    std::vector<std::string> both;
    std::set_intersection(one.fields.begin(),
                          one.fields.end(),
                          other.fields.begin(),
                          other.fields.end(),
                          std::back_inserter(both));
    const auto fewer = std::min(one.fields.size(), other.fields.size());
    return fewer == 0 ? 0 : static_cast<int>(100 * both.size() / fewer);
}

struct Candidate {
    std::size_t source = 0;
    std::size_t target = 0;
    int score = 0;
    std::string reason;
};

/// Names first; what the types share decides between equal names, or alone.
Candidate compared(const ComparedType& source, const ComparedType& target)
{
    const auto shared = shared_fields_percent(source, target);
    const auto known_source = known_type(source.words);
    const auto known_target = known_type(target.words);
    Candidate candidate;
    int by_name = 0;
    if (!source.words.joined.empty() && source.words.joined == target.words.joined) {
        by_name = 95;
        candidate.reason = "same name";
    } else if (!known_source.meaning.empty() && known_source.meaning == known_target.meaning) {
        by_name = std::min(known_source.weight, known_target.weight);
        candidate.reason = "known pair of names";
    } else if (const auto words = shared_words(source.words, target.words); !words.empty()) {
        by_name = 20 + shared_percent(source.words, target.words) / 2;
        candidate.reason = fmt::format("names share {}", words);
    }
    candidate.score = by_name == 0 ? shared * 6 / 10 : std::min(100, by_name + shared / 10);
    const auto fields = fmt::format("{} % of the fields correspond", shared);
    candidate.reason = candidate.reason.empty() ? fields : candidate.reason + "; " + fields;
    return candidate;
}

} // namespace

TypePlan plan_types(const SuggestRequest& request)
{
    const model::BothSides<std::vector<ComparedType>> types{
        compared_types(*request.sides.source.metadata),
        compared_types(*request.sides.target.metadata)};
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < types.source.size(); ++i) {
        for (std::size_t j = 0; j < types.target.size(); ++j) {
            auto candidate = compared(types.source[i], types.target[j]);
            candidate.source = i;
            candidate.target = j;
            candidates.push_back(std::move(candidate));
        }
    }
    if (candidates.empty()) {
        throw Error{ErrorCode::document,
                    fmt::format("'{}' and '{}' have no types that could go together",
                                request.sides.source.connector,
                                request.sides.target.connector),
                    "syncctl connector show NAME"};
    }
    std::sort(candidates.begin(), candidates.end(), [](const auto& one, const auto& other) {
        return std::tie(other.score, one.source, one.target) <
               std::tie(one.score, other.source, other.target);
    });
    model::BothSides<std::set<std::size_t>> taken;
    std::vector<Candidate> chosen;
    for (const auto& candidate : candidates) {
        // A mapping without types would do nothing: the nearest pair is better than none.
        const bool is_good = candidate.score >= request.min_score || chosen.empty();
        if (is_good && chosen.size() < k_max_suggested_types &&
            !taken.source.contains(candidate.source) && !taken.target.contains(candidate.target)) {
            taken.source.insert(candidate.source);
            taken.target.insert(candidate.target);
            chosen.push_back(candidate);
        }
    }
    std::sort(chosen.begin(), chosen.end(), [](const auto& one, const auto& other) {
        return one.source < other.source;
    });
    TypePlan plan;
    for (auto& each : chosen) {
        plan.pairs.push_back({types.source[each.source].type,
                              types.target[each.target].type,
                              each.score,
                              std::move(each.reason)});
    }
    for (const auto side : model::k_sides) {
        for (std::size_t i = 0; i < types[side].size(); ++i) {
            if (!taken[side].contains(i)) {
                plan.lonely[side].push_back(types[side][i].type->name);
            }
        }
    }
    return plan;
}

} // namespace syncctl::mapping
