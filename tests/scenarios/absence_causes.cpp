#include "absence_causes.hpp"

#include <fmt/format.h>

namespace syncctl::test {
namespace {

using connectors::Forbidden;
using connectors::GetResult;
using connectors::Unreadable;
using model::Side;

void lift(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).lift();
}

template <ErrorCode code>
void refuse_everything(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).fails_with(Error{code, "the tracker's own words", "do this next"});
}

void list_nothing(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).lists_nothing();
}

void answer_401(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).answers(world.subject[hidden], Unreadable{"HTTP 401"});
}

void answer_403(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).answers(world.subject[hidden], Forbidden{"HTTP 403"});
}

void answer_404(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).answers(world.subject[hidden],
                               Unreadable{"HTTP 404, and the recycle bin does not have it"});
}

/// Moved to a project that may not be read: the feed of the old one calls it deleted.
void move_away(AbsenceWorld& world, Side hidden)
{
    answer_403(world, hidden);
    world.veil(hidden).reports_as_deleted(world.subject[hidden]);
}

void lose_a_page(AbsenceWorld& world, Side hidden)
{
    world.veil(hidden).leaves_out_of_the_listing(world.subject[hidden]);
    for (const auto& id : {world.bystanders[hidden][0], world.bystanders[hidden][1]}) {
        world.veil(hidden).leaves_out_of_the_listing(id);
    }
}

void hide(AbsenceWorld& world, Side hidden, const std::string& id)
{
    world.veil(hidden).answers(id, Unreadable{"HTTP 404"});
    if (world.tracker(hidden).has(id)) {
        world.veil(hidden).leaves_out_of_the_listing(id);
    }
}

void see_half(AbsenceWorld& world, Side hidden)
{
    hide(world, hidden, world.subject[hidden]);
    for (std::size_t i = 0; i < world.bystanders[hidden].size() / 2; ++i) {
        hide(world, hidden, world.bystanders[hidden][i]);
    }
}

/// Another account: none of our items, and a dozen of its own.
void see_other_items(AbsenceWorld& world, Side hidden)
{
    constexpr int k_strangers = 12;
    if (!world.subject[hidden].empty()) {
        hide(world, hidden, world.subject[hidden]);
    }
    for (const auto& id : world.bystanders[hidden]) {
        hide(world, hidden, id);
    }
    const auto& names = fields_of(hidden);
    const bool is_dev = hidden == Side::source;
    for (int i = 0; i < k_strangers; ++i) {
        model::WorkItem item;
        item.id = fmt::format("9{:03}", i);
        item.type = is_dev ? "Bug" : "Incident";
        item.revision.text = "1";
        item.modified_at = world.world.clock.now();
        item.fields = {{names.title, model::Value{fmt::format("somebody else's {}", i)}},
                       {names.status, model::Value{is_dev ? "New" : "Open"}}};
        world.veil(hidden).also_shows(item);
    }
}

void set_filter(AbsenceWorld& world, Side hidden, const std::string& filter)
{
    auto pair = world.world.pair();
    (hidden == Side::source ? pair.source_filter : pair.target_filter) = filter;
    store::Transaction transaction{world.world.store().database};
    world.world.store().pairs.update(pair, world.world.clock.now());
    transaction.commit();
}

void narrow_filter(AbsenceWorld& world, Side hidden)
{
    set_filter(world, hidden, fields_of(hidden).title + "=nothing is called this");
}

void widen_filter(AbsenceWorld& world, Side hidden)
{
    set_filter(world, hidden, {});
}

void unmap_type(AbsenceWorld& world, Side /*hidden*/)
{
    world.world.use_mapping(absence_mapping(world.policy, "Task"));
}

void map_type(AbsenceWorld& world, Side /*hidden*/)
{
    world.world.use_mapping(absence_mapping(world.policy));
}

void change_type(AbsenceWorld& world, Side hidden)
{
    world.tracker(hidden).change_type(world.subject[hidden],
                                      hidden == Side::source ? "Task" : "Change");
}

void change_type_back(AbsenceWorld& world, Side hidden)
{
    world.tracker(hidden).change_type(world.subject[hidden],
                                      hidden == Side::source ? "Bug" : "Incident");
}

} // namespace

const std::vector<Cause>& causes()
{
    constexpr const char* k_theirs = "the tracker's own words";
    constexpr auto k_auth = ErrorCode::authentication;
    constexpr auto k_forbidden = ErrorCode::forbidden;
    constexpr auto k_network = ErrorCode::network;
    constexpr auto k_guard = ErrorCode::guard;
    // clang-format off
    static const std::vector<Cause> rows{
        // cause, needs, how it shows, error code, reason, parks subject, parks bystanders, heals by a full run, begin, end
        {"everything answers 401", Needs::nothing, Shown::run_stops, k_auth, k_theirs, true, true, false, refuse_everything<k_auth>, lift},
        {"everything answers 403", Needs::nothing, Shown::run_stops, k_forbidden, k_theirs, true, true, false, refuse_everything<k_forbidden>, lift},
        {"no connection", Needs::nothing, Shown::run_stops, k_network, k_theirs, true, true, false, refuse_everything<k_network>, lift},
        {"the listing is empty", Needs::nothing, Shown::run_stops, k_guard, "lists no item at all", true, true, false, list_nothing, lift},
        {"another account: other items", Needs::nothing, Shown::run_stops, k_guard, "none of the linked items", true, true, true, see_other_items, lift},
        {"wrong scope: half of the items", Needs::known_item, Shown::item_error, {}, "HTTP 404", true, false, true, see_half, lift},
        {"the item answers 401", Needs::known_item, Shown::item_error, {}, "HTTP 401", true, false, false, answer_401, lift},
        {"the item answers 403", Needs::known_item, Shown::item_error, {}, "HTTP 403", true, false, false, answer_403, lift},
        {"the item answers 404, no proof", Needs::known_item, Shown::item_error, {}, "HTTP 404", true, false, false, answer_404, lift},
        {"the item moved out of sight", Needs::present_item, Shown::item_error, {}, "HTTP 403", true, false, false, move_away, lift},
        {"a page of the listing is missing", Needs::present_item, Shown::nowhere, {}, "", false, false, true, lose_a_page, lift},
        {"the filter leaves all items out", Needs::nothing, Shown::nowhere, {}, "", false, false, false, narrow_filter, widen_filter},
        {"the type is not mapped any more", Needs::nothing, Shown::conflict, {}, "", true, true, false, unmap_type, map_type},
        {"the item got a type without mapping", Needs::present_item, Shown::conflict, {}, "", true, false, false, change_type, change_type_back},
    };
    // clang-format on
    return rows;
}

} // namespace syncctl::test
