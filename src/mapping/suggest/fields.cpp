#include "document_text.hpp"
#include "suggest/field_fit.hpp"
#include "suggest/field_names.hpp"
#include "suggest/plan.hpp"
#include "suggest/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace syncctl::mapping {
namespace {

using model::Side;

/// How many pairs of fields are looked at closely, per type pair; the likest names come first.
constexpr std::size_t k_max_candidates = 5000;
constexpr std::size_t k_max_per_field = 4;

struct Candidate {
    std::size_t source = 0;
    std::size_t target = 0;
    int score = 0;
    NameLikeness names;
    FitResult fit;
    std::string reason;
};

bool is_likelier(const Candidate& one, const Candidate& other)
{
    return std::tie(other.score, one.source, one.target) <
           std::tie(one.score, other.source, other.target);
}

model::FieldMappingRow row_of(const NamedField& source, const NamedField& target, FieldFit& fit)
{
    model::FieldMappingRow row;
    row.source_field = source.info->reference;
    row.target_field = target.info->reference;
    row.arrow = fit.arrow;
    row.chain = std::move(fit.chain);
    return row;
}

/// The fields of one type pair.
class PairPlanner {
public:
    PairPlanner(const SuggestRequest& request, const TypePair& pair, std::size_t number)
        : m_request{request},
          m_pair{pair},
          m_number{number},
          m_partner_names{words_of(request.sides.target.connector + " id").joined,
                          words_of(request.sides.source.connector + " id").joined},
          m_fields{named_fields(*pair.source), named_fields(*pair.target)}
    {
    }

    void run(FieldPlan& plan)
    {
        auto candidates = similar_names();
        const auto evidence = evidence_of(candidates);
        weigh(candidates, evidence);
        model::BothSides<std::set<std::size_t>> taken;
        for (auto& candidate : candidates) {
            const bool is_free = !taken.source.contains(candidate.source) &&
                                 !taken.target.contains(candidate.target);
            if (!candidate.fit.fit || candidate.score < m_request.min_score || !is_free) {
                remember(candidate, is_free);
                continue;
            }
            taken.source.insert(candidate.source);
            taken.target.insert(candidate.target);
            take(candidate, plan);
        }
        for (const auto side : model::k_sides) {
            add_partner_id(side, taken[side], plan);
        }
        add_lonely(taken, plan);
    }

private:
    [[nodiscard]] const NamedField& field(Side side, std::size_t index) const
    {
        return m_fields[side][index];
    }

    /// Is it named after the number of the item at the other side?
    [[nodiscard]] bool is_named_after_partner(Side side, const NamedField& field) const
    {
        const auto& name = m_partner_names[side];
        return field.names[0].joined == name || field.names[1].joined == name;
    }

    [[nodiscard]] bool is_for_partner(Side side, std::size_t index) const
    {
        const auto& candidate = field(side, index);
        return candidate.means("partner") || is_named_after_partner(side, candidate);
    }

    [[nodiscard]] std::vector<Candidate> similar_names() const
    {
        constexpr int k_equal_names = 95;
        const FieldIndex index{m_fields.target};
        std::vector<Candidate> candidates;
        for (std::size_t i = 0; i < m_fields.source.size(); ++i) {
            std::vector<Candidate> similar;
            for (const auto j : index.similar_to(field(Side::source, i))) {
                Candidate candidate;
                candidate.source = i;
                candidate.target = j;
                candidate.names = compared_names(field(Side::source, i), field(Side::target, j));
                candidate.score = candidate.names.score;
                // A field for the number of the partner has nothing to say to other fields.
                if (candidate.score >= k_equal_names ||
                    (!is_for_partner(Side::source, i) && !is_for_partner(Side::target, j))) {
                    similar.push_back(std::move(candidate));
                }
            }
            std::sort(similar.begin(), similar.end(), is_likelier);
            similar.resize(std::min(similar.size(), k_max_per_field));
            std::move(similar.begin(), similar.end(), std::back_inserter(candidates));
        }
        std::sort(candidates.begin(), candidates.end(), is_likelier);
        candidates.resize(std::min(candidates.size(), k_max_candidates));
        return candidates;
    }

    [[nodiscard]] SampleEvidence evidence_of(const std::vector<Candidate>& candidates) const
    {
        for (const auto& candidate : candidates) {
            if (candidate.names.meaning == "title") {
                return {m_request,
                        m_pair,
                        {field(Side::source, candidate.source).info->reference,
                         field(Side::target, candidate.target).info->reference}};
            }
        }
        return {};
    }

    void weigh(std::vector<Candidate>& candidates, const SampleEvidence& evidence) const
    {
        const model::BothSides<bool> ways{may_write(m_request, Side::source),
                                          may_write(m_request, Side::target)};
        for (auto& candidate : candidates) {
            const auto& source = field(Side::source, candidate.source);
            const auto& target = field(Side::target, candidate.target);
            candidate.fit = fit_fields(*source.info, *target.info, candidate.names.meaning, ways);
            if (!candidate.fit.fit) {
                candidate.reason = candidate.fit.obstacle;
                continue;
            }
            auto fit = *candidate.fit.fit;
            candidate.score = candidate.names.score * fit.percent / 100;
            candidate.reason = fmt::format("{}; {}", candidate.names.reason, fit.why);
            if (const auto share = evidence.share(row_of(source, target, fit))) {
                candidate.score = std::clamp(candidate.score + share->bonus(), 0, 100);
                candidate.reason +=
                    fmt::format("; equal in {} of {} samples", share->equal, share->compared);
            }
        }
        std::sort(candidates.begin(), candidates.end(), is_likelier);
    }

    void take(Candidate& candidate, FieldPlan& plan) const
    {
        PlannedField planned;
        planned.unmatched_values = std::move(candidate.fit.fit->unmatched_values);
        planned.row = row_of(field(Side::source, candidate.source),
                             field(Side::target, candidate.target),
                             *candidate.fit.fit);
        planned.meaning = candidate.names.meaning;
        planned.score = candidate.score;
        planned.reason = std::move(candidate.reason);
        planned.pairs.insert(m_number);
        if (planned.meaning == "reporter") {
            advise_against(planned, plan);
        } else {
            plan.fields.push_back(std::move(planned));
        }
    }

    /// A rule would hold for good, and so replace whom the other tracker knows as the reporter.
    static void advise_against(const PlannedField& planned, FieldPlan& plan)
    {
        const auto rule =
            rule_line(planned.row.source_field, planned.row.arrow, planned.row.target_field);
        const bool is_new = std::none_of(plan.advised_against.begin(),
                                         plan.advised_against.end(),
                                         [&](const auto& line) { return line.rule == rule; });
        if (is_new) {
            plan.advised_against.push_back(
                {rule,
                 scalar(rule),
                 planned.score,
                 planned.reason + "; it would replace who reported an item there",
                 false});
        }
    }

    void remember(const Candidate& candidate, bool is_free)
    {
        for (const auto side : model::k_sides) {
            const auto own = side == Side::source ? candidate.source : candidate.target;
            const auto other = side == Side::source ? candidate.target : candidate.source;
            m_nearest[side].try_emplace(
                own,
                LonelyField{field(side, own).info->reference,
                            field(model::other(side), other).info->reference,
                            candidate.score,
                            !candidate.fit.fit ? candidate.fit.obstacle
                            : is_free          ? candidate.reason
                                               : "which has a partner already",
                            false});
        }
    }

    /// A text field for the number of the item at the other side.
    void add_partner_id(Side side, std::set<std::size_t>& taken, FieldPlan& plan) const
    {
        const auto other = model::other(side);
        for (std::size_t i = 0; i < m_fields[side].size(); ++i) {
            const auto& candidate = field(side, i);
            const bool is_named = is_named_after_partner(side, candidate);
            if (taken.contains(i) || !is_for_partner(side, i) ||
                candidate.info->type != model::FieldType::text || candidate.info->is_readonly ||
                !may_write(m_request, side) ||
                m_pair.type(other).find_field(model::k_id_field) != nullptr) {
                continue;
            }
            PlannedField planned;
            (side == Side::source ? planned.row.source_field : planned.row.target_field) =
                candidate.info->reference;
            (side == Side::source ? planned.row.target_field : planned.row.source_field) =
                model::k_id_field;
            planned.row.arrow =
                side == Side::source ? model::Arrow::to_source : model::Arrow::to_target;
            planned.meaning = "partner";
            planned.score = is_named ? 85 : 80;
            planned.reason = "known name for the number at the other side";
            planned.pairs.insert(m_number);
            if (planned.score >= m_request.min_score) {
                taken.insert(i);
                plan.fields.push_back(std::move(planned));
            }
            return;
        }
    }

    void add_lonely(const model::BothSides<std::set<std::size_t>>& taken, FieldPlan& plan) const
    {
        model::BothSides<std::vector<LonelyField>> lonely;
        for (const auto side : model::k_sides) {
            for (std::size_t i = 0; i < m_fields[side].size(); ++i) {
                if (taken[side].contains(i)) {
                    continue;
                }
                const auto nearest = m_nearest[side].find(i);
                lonely[side].push_back(
                    nearest == m_nearest[side].end()
                        ? LonelyField{field(side, i).info->reference, {}, 0, {}, false}
                        : nearest->second);
                lonely[side].back().is_readonly = field(side, i).info->is_readonly;
            }
            // What people can do something about is named first.
            std::stable_partition(lonely[side].begin(), lonely[side].end(), [](const auto& each) {
                return !each.is_readonly;
            });
        }
        plan.lonely.push_back(std::move(lonely));
    }

    const SuggestRequest& m_request;
    const TypePair& m_pair;
    std::size_t m_number;
    model::BothSides<std::string> m_partner_names; ///< `dev id` at the desk
    model::BothSides<std::vector<NamedField>> m_fields;
    model::BothSides<std::map<std::size_t, LonelyField>> m_nearest;
};

/// Everything that tells two rules apart, but for the types they are for.
std::string identity(const PlannedField& field)
{
    auto text = rule_line(field.row.source_field, field.row.arrow, field.row.target_field);
    for (const auto& step : field.row.chain) {
        text += " | " + step_text(step);
        for (const auto& line : step.table) {
            text += "\n" + rule_line(line.source, line.arrow, line.target);
        }
    }
    return text;
}

/// One rule where several types have the same.
std::vector<PlannedField> merged(std::vector<PlannedField> fields)
{
    std::vector<PlannedField> result;
    std::map<std::string, std::size_t> known;
    for (auto& field : fields) {
        const auto [entry, is_new] = known.emplace(identity(field), result.size());
        if (is_new) {
            result.push_back(std::move(field));
            continue;
        }
        auto& first = result[entry->second];
        first.pairs.insert(field.pairs.begin(), field.pairs.end());
        if (field.score < first.score) {
            first.score = field.score;
            first.reason = std::move(field.reason);
        }
    }
    return result;
}

/// Names the types that a rule is for. A type name may be used on both sides: the rule is left out
/// for a pair that no name tells from the others.
bool limit_to_types(PlannedField& field, const std::vector<TypePair>& pairs)
{
    const auto name_for = [&](std::size_t number) -> const std::string* {
        for (const auto side : model::k_sides) {
            const auto& name = pairs[number].type(side).name;
            bool is_ours = true;
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                const bool is_meant =
                    pairs[i].source->name == name || pairs[i].target->name == name;
                is_ours = is_ours && (!is_meant || field.pairs.contains(i));
            }
            if (is_ours) {
                return &name;
            }
        }
        return nullptr;
    };
    for (bool is_stable = false; !is_stable && field.pairs.size() < pairs.size();) {
        field.row.only_types.clear();
        is_stable = true;
        for (const auto number : field.pairs) {
            const auto* name = name_for(number);
            if (name == nullptr) {
                field.pairs.erase(number);
                is_stable = false;
                break;
            }
            field.row.only_types.push_back(*name);
        }
    }
    return !field.pairs.empty();
}

} // namespace

FieldPlan plan_fields(const SuggestRequest& request, const std::vector<TypePair>& pairs)
{
    FieldPlan plan;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        PairPlanner{request, pairs[i], i}.run(plan);
    }
    std::vector<PlannedField> limited;
    for (auto& field : merged(std::move(plan.fields))) {
        if (limit_to_types(field, pairs)) {
            limited.push_back(std::move(field));
        }
    }
    plan.fields = std::move(limited);
    return plan;
}

} // namespace syncctl::mapping
