#include "syncctl/app/conflict_items.hpp"

#include "conflict_lines.hpp"
#include "conflict_reading.hpp"
#include "conflict_values.hpp"
#include "item_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/engine/pair_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace syncctl::app {

namespace {

/// What is known about the fields of one link: the mapping's rules and the trackers' metadata.
class LinkFields {
public:
    LinkFields(store::Store& store, const model::Pair& pair, const model::Link& link)
        : m_source_metadata{store.connectors.metadata(pair.source)},
          m_target_metadata{store.connectors.metadata(pair.target)}
    {
        m_types.source = m_source_metadata.find_type(link.sides.source.item_type);
        m_types.target = m_target_metadata.find_type(link.sides.target.item_type);
        try {
            m_rules = engine::rules_of(store, pair);
            m_type_rules =
                m_rules->for_types(link.sides.source.item_type, link.sides.target.item_type);
        } catch (const Error& error) {
            // Without a mapping that fits the trackers nothing can be checked; a decision still
            // can be made.
            if (error.code() != ErrorCode::document) {
                throw;
            }
        }
    }

    [[nodiscard]] const mapping::FieldRule* rule(const std::string& name) const
    {
        return m_type_rules == nullptr ? nullptr : m_type_rules->find(name);
    }

    [[nodiscard]] std::optional<model::FieldInfo> field(model::Side side,
                                                        const std::string& reference) const
    {
        const auto* type = m_types[side];
        const auto* found = type == nullptr ? nullptr : type->find_field(reference);
        if (found == nullptr) {
            return std::nullopt;
        }
        auto field = *found;
        if (field.type == model::FieldType::status) {
            field.allowed.clear();
            for (const auto& status : type->statuses) {
                field.allowed.push_back(status.name);
            }
        }
        return field;
    }

private:
    model::Metadata m_source_metadata;
    model::Metadata m_target_metadata;
    model::BothSides<const model::TypeInfo*> m_types{nullptr, nullptr};
    std::optional<mapping::Rules> m_rules;
    const mapping::TypeRules* m_type_rules = nullptr;
};

std::string title_in(const model::Fields& base)
{
    const auto found = std::find_if(base.begin(), base.end(), [](const auto& field) {
        return engine::names_a_title(field.first) && !model::is_null(field.second);
    });
    return found == base.end() ? std::string{} : model::to_text(found->second);
}

DisputedConflict disputed_conflict(const model::Conflict& conflict, const LinkFields& fields)
{
    DisputedConflict disputed;
    disputed.conflict = conflict;
    if (conflict.type != model::ConflictType::both_modified) {
        return disputed;
    }
    disputed.references = references_of(conflict.field);
    disputed.field = fields.field(model::Side::source, disputed.references.source);
    const auto* rule = fields.rule(conflict.field);
    if (rule != nullptr) {
        disputed.strategy = rule->strategy();
    }
    ConflictReading reading{disputed.references.source,
                            disputed.field,
                            fields.field(model::Side::target, disputed.references.target),
                            rule == nullptr ? std::nullopt : std::optional{*rule}};
    disputed.base = reading.readable(model::Side::source, conflict.base);
    disputed.sides.source = reading.readable(model::Side::source, conflict.source);
    disputed.sides.target = reading.readable(model::Side::target, conflict.target);
    disputed.editable = reading.editable(conflict);
    disputed.read_typed = [reading](const std::string& text) { return reading.typed(text); };
    disputed.read_edited = [reading, conflict](const std::string& text) {
        return reading.edited(conflict, text);
    };
    return disputed;
}

void describe(store::Store& store, const model::Link& link, DisputedItem& item)
{
    const auto pair = store.pairs.find(link.pair);
    if (!pair) {
        return;
    }
    const auto connectors = connectors_of(store, *pair);
    item.pair = pair->name;
    for (const auto side : model::k_sides) {
        const auto& half = link.sides[side];
        item.keys[side] = item_key(connectors[side].name, half.item_id);
        item.types[side] = half.item_type;
        item.edited_at[side] = half.edited_at.ms != 0 ? half.edited_at : half.modified_at;
    }
    item.title = title_in(link.sides.source.base);
    if (item.title.empty()) {
        item.title = title_in(link.sides.target.base);
    }
}

std::vector<model::Conflict> named_conflicts(store::Store& store,
                                             const ConflictSelection& selection)
{
    std::vector<model::Conflict> conflicts;
    for (const auto id : selection.ids) {
        auto view = require_conflict(store, id);
        require_waiting(view);
        require_field(view.conflict, selection.field);
        if (!selection.pair.empty() && view.pair != selection.pair) {
            throw Error{ErrorCode::usage,
                        fmt::format("conflict {} is one of the pair {}, not of {}",
                                    id,
                                    shown(view.pair),
                                    shown(selection.pair)),
                        fmt::format("syncctl conflicts list --pair {}", selection.pair)};
        }
        conflicts.push_back(std::move(view.conflict));
    }
    return conflicts;
}

std::vector<model::Conflict> undecided_conflicts(store::Store& store,
                                                 const ConflictSelection& selection)
{
    std::vector<model::Conflict> conflicts;
    for (auto& view : store.conflicts.list(selection.pair, store::ConflictFilter::open)) {
        if (!view.conflict.decision && is_about(view.conflict, selection.field)) {
            conflicts.push_back(std::move(view.conflict));
        }
    }
    return conflicts;
}

} // namespace

std::vector<ItemToDecide> items_to_decide(Workspace& workspace, const ConflictSelection& selection)
{
    auto& store = workspace.reading();
    require_pair_if_named(store, selection.pair);
    const bool is_named = !selection.ids.empty();
    std::vector<ItemToDecide> items;
    std::map<base::LinkId, std::size_t> known;
    for (const auto& conflict :
         is_named ? named_conflicts(store, selection) : undecided_conflicts(store, selection)) {
        const auto [at, is_new] = known.try_emplace(conflict.link, items.size());
        if (is_new) {
            items.push_back({.link = conflict.link, .conflicts = {}, .may_be_decided = is_named});
        }
        auto& ids = items[at->second].conflicts;
        if (std::find(ids.begin(), ids.end(), conflict.id) == ids.end()) {
            ids.push_back(conflict.id);
        }
    }
    return items;
}

DisputedItem disputed_item(Workspace& workspace, const ItemToDecide& item)
{
    auto& store = workspace.reading();
    DisputedItem disputed;
    const auto link = store.links.find(item.link);
    if (!link) {
        disputed.vanished = item.conflicts.size();
        return disputed;
    }
    describe(store, *link, disputed);
    const auto pair = store.pairs.find(link->pair);
    const LinkFields fields{store, *pair, *link};
    for (const auto id : item.conflicts) {
        auto view = store.conflicts.find(id);
        if (!view) {
            ++disputed.vanished;
        } else if (!view->conflict.resolution.empty() ||
                   (view->conflict.decision && !item.may_be_decided)) {
            disputed.settled.push_back(conflict_line(*std::move(view)));
        } else {
            disputed.conflicts.push_back(disputed_conflict(view->conflict, fields));
        }
    }
    return disputed;
}

} // namespace syncctl::app
