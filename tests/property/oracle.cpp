#include "oracle.hpp"

#include <algorithm>

namespace syncctl::test {
namespace {

using model::Side;

/// "By strategy", or as a person said about exactly these values.
Say winner_of(const FieldPolicy& policy, const OracleLink& link, std::size_t field)
{
    const bool fits = link.waits[field] != 0 &&
                      link.shown.source[field] == link.now.source[field] &&
                      link.shown.target[field] == link.now.target[field];
    if (fits && link.said[field] != Say::nothing) {
        return link.said[field];
    }
    switch (policy.strategy) {
    case model::Strategy::source_priority:
        return Say::source;
    case model::Strategy::target_priority:
        return Say::target;
    case model::Strategy::last_write_wins:
        return link.later == OracleLink::Later::target ? Say::target : Say::source;
    case model::Strategy::manual:
        break;
    }
    return Say::nothing;
}

void settle(OracleLink& link, std::size_t field, Code value)
{
    link.now.source[field] = value;
    link.now.target[field] = value;
    link.agreed[field] = value;
    link.waits[field] = 0;
    link.shown.source[field] = 0;
    link.shown.target[field] = 0;
    link.said[field] = Say::nothing;
}

void run_field(const PairPolicy& pair, OracleLink& link, std::size_t field)
{
    const auto& policy = pair.fields[field];
    const auto flows = [&](Side side) {
        return model::points_to(policy.arrow, side) && model::allows_writing(pair.direction, side);
    };
    const Code source = link.now.source[field];
    const Code target = link.now.target[field];
    const Code agreed = link.agreed[field];
    if (!flows(Side::source) && !flows(Side::target)) {
        return;
    }
    if (!flows(Side::source) || !flows(Side::target)) {
        return settle(link, field, flows(Side::target) ? source : target);
    }
    if (source == target || target == agreed) {
        return settle(link, field, source);
    }
    if (source == agreed) {
        return settle(link, field, target);
    }
    if (policy.is_list) {
        const auto stays = source & target;
        const auto added = (source | target) & ~agreed;
        return settle(link, field, static_cast<Code>(stays | added));
    }
    switch (winner_of(policy, link, field)) {
    case Say::source:
        return settle(link, field, source);
    case Say::target:
        return settle(link, field, target);
    case Say::nothing:
        break;
    }
    link.waits[field] = 1;
    link.shown.source[field] = source;
    link.shown.target[field] = target;
    link.said[field] = Say::nothing;
}

void forget(OracleLink& link)
{
    link = {};
    link.exists = {0, 0};
    link.state = OracleLink::State::forgotten;
}

/// The survivor is nobody's business any more, and nothing waits for a person.
void leave_alone(OracleLink& link)
{
    link.state = OracleLink::State::left_alone;
    link.waits = {};
    link.shown = {};
    link.said = {};
    link.said_about_deletion = Say::nothing;
}

bool run_deletion(const PairPolicy& pair, OracleLink& link, Side gone)
{
    const Side survivor = model::other(gone);
    const auto gone_word = gone == Side::source ? Say::source : Say::target;
    if (link.said_about_deletion == gone_word && link.is_edited[survivor] != 0) {
        link.said_about_deletion = Say::nothing; // nobody saw that edit
    }
    if (link.said_about_deletion == gone_word) {
        forget(link);
        return false;
    }
    if (link.said_about_deletion != Say::nothing || link.state == OracleLink::State::left_alone) {
        leave_alone(link);
        return false;
    }
    if (link.now[survivor] != link.agreed) {
        link.state = OracleLink::State::deletion_waits;
        return false;
    }
    leave_alone(link);
    const bool may_write = model::allows_writing(pair.direction, survivor);
    if (may_write && pair.deletes == model::DeletePolicy::mirror) {
        forget(link);
    }
    return may_write && pair.deletes == model::DeletePolicy::close;
}

} // namespace

bool run_as_documented(const PairPolicy& policy, OracleLink& link)
{
    bool closes = false;
    if (link.exists.source != 0 && link.exists.target != 0) {
        for (std::size_t field = 0; field < k_fields; ++field) {
            run_field(policy, link, field);
        }
    } else if (link.exists.source == 0 && link.exists.target == 0) {
        forget(link);
    } else {
        closes = run_deletion(policy, link, link.exists.source == 0 ? Side::source : Side::target);
    }
    link.is_edited = {0, 0};
    return closes;
}

} // namespace syncctl::test
