#include "absence_world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::test {
namespace {

using model::LinkState;
using model::Side;
using model::Value;

constexpr int k_bystanders = 6;

Value text_value(std::string text)
{
    return Value{std::move(text)};
}

model::Fields a_bug(const std::string& title)
{
    return {{"Title", text_value(title)},
            {"State", text_value("New")},
            {"Priority", Value{model::Number{"2"}}},
            {"Notes", text_value("as agreed")}};
}

} // namespace

std::string_view name_of(Subject subject)
{
    switch (subject) {
    case Subject::active:
        return "active";
    case Subject::conflict_open:
        return "conflict open";
    case Subject::error_queued:
        return "error, queued for retry";
    case Subject::source_deleted:
        return "source known to be deleted";
    case Subject::target_deleted:
        return "target known to be deleted";
    case Subject::paused:
        return "paused";
    case Subject::unclear_create:
        return "create with an unclear outcome";
    case Subject::unlinked:
        return "unlinked origin";
    }
    return {};
}

const FieldNames& fields_of(Side side)
{
    static const FieldNames dev{"Title", "Priority", "Notes", "State"};
    static const FieldNames desk{"subject", "priority", "description", "status"};
    return side == Side::source ? dev : desk;
}

std::string absence_mapping(model::DeletePolicy policy, std::string_view source_type)
{
    return fmt::format("version: 1\nsource: dev\ntarget: desk\ntypes: [{} <-> Incident]\n"
                       "statuses: [New <-> Open, Active <-> In Progress, Closed <-> Done]\n"
                       "fields:\n"
                       "  - Title <-> subject\n"
                       "  - Priority <-> priority | map(priority)\n"
                       "  - Notes <-> description\n"
                       "values: {{ priority: [1 <-> High, 2 <-> Medium, 3 <-> Low] }}\n"
                       "conflicts: {{ default: manual }}\n"
                       "deletes: {}\n",
                       source_type,
                       model::to_string(policy));
}

AbsenceWorld::AbsenceWorld(Subject kind, model::DeletePolicy deletes)
    : world{absence_mapping(model::DeletePolicy::never)}, policy{deletes}
{
    add_bystanders();
    prepare(kind);
    world.use_mapping(absence_mapping(policy));
    run();
    world.target.will_hide_new_items_from_search(false);
}

engine::RunReport AbsenceWorld::run(bool is_full)
{
    world.clock.advance(std::chrono::seconds{30});
    engine::RunOptions options;
    options.is_full = is_full;
    const engine::RunContext context{
        world.store(), source, target, world.clock, m_log, world.stop, {}};
    engine::RunReport report;
    engine::run_pair(context, world.pair(), options, report);
    return report;
}

void AbsenceWorld::edit(Side side, const std::string& field, std::string value)
{
    const bool is_number = field == fields_of(Side::source).priority;
    tracker(side).edit(subject[side],
                       field,
                       is_number ? Value{model::Number{std::move(value)}}
                                 : text_value(std::move(value)));
}

model::Link AbsenceWorld::link()
{
    const Side side = subject.source.empty() ? Side::target : Side::source;
    return world.store().links.find(world.pair().id, side, subject[side]).value();
}

void AbsenceWorld::set_state(LinkState state)
{
    auto changed = link();
    changed.state = state;
    store::Transaction transaction{world.store().database};
    world.store().links.update(changed);
    transaction.commit();
}

std::vector<std::string> AbsenceWorld::subject_fields(Side side)
{
    if (!has_subject(side)) {
        return {};
    }
    const auto& names = fields_of(side);
    return {text(side, names.title),
            text(side, names.priority),
            text(side, names.notes),
            text(side, names.status)};
}

void AbsenceWorld::add_bystanders()
{
    for (int i = 0; i < k_bystanders; ++i) {
        bystanders.source.push_back(world.source.add("Bug", a_bug(fmt::format("bystander {}", i))));
    }
    run();
    for (const auto& id : bystanders.source) {
        bystanders.target.push_back(world.partner_of(Side::source, id));
    }
}

void AbsenceWorld::prepare(Subject kind)
{
    switch (kind) {
    case Subject::active:
        prepare_linked();
        break;
    case Subject::conflict_open:
        prepare_linked();
        edit(Side::source, "Notes", "dev's story");
        edit(Side::target, "description", "the desk's story");
        break;
    case Subject::error_queued:
        prepare_linked();
        world.target.will_refuse_field("description");
        edit(Side::source, "Notes", "refused so far");
        break;
    case Subject::source_deleted:
        prepare_deleted(Side::source);
        break;
    case Subject::target_deleted:
        prepare_deleted(Side::target);
        break;
    case Subject::paused:
        prepare_linked();
        set_state(LinkState::paused);
        break;
    case Subject::unclear_create:
        prepare_unclear_create();
        break;
    case Subject::unlinked: {
        auto fields = a_bug("subject");
        fields["State"] = text_value("Nonsense");
        subject.source = world.source.add("Bug", fields);
        break;
    }
    }
}

void AbsenceWorld::prepare_linked()
{
    subject.source = world.source.add("Bug", a_bug("subject"));
    run();
    subject.target = world.partner_of(Side::source, subject.source);
}

void AbsenceWorld::prepare_deleted(Side gone)
{
    prepare_linked();
    tracker(gone).erase(subject[gone]);
    run();
}

/// The answer is lost, and the next run's search does not show the item yet.
void AbsenceWorld::prepare_unclear_create()
{
    const auto before = world.target.ids();
    subject.source = world.source.add("Bug", a_bug("subject"));
    world.target.will_store_then_lose_the_response();
    run();
    for (const auto& id : world.target.ids()) {
        if (std::find(before.begin(), before.end(), id) == before.end()) {
            subject.target = id;
        }
    }
    world.target.will_hide_new_items_from_search(true);
}

} // namespace syncctl::test
