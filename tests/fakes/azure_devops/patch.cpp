#include "fakes/azure_devops/draft.hpp"

#include <algorithm>

namespace syncctl::fakes {

namespace {

/// A link shows on both of its items.
void mirror_link(World& world, int from, const Draft::LinkEdit& edit)
{
    const auto other = world.items.find(edit.target);
    if (other == world.items.end()) {
        return;
    }
    const std::string rel = opposite(edit.rel);
    Revision revision = other->second.history.back();
    Json relations = Json::array();
    for (const Json& relation : *revision.relations) {
        if (linked_item(relation) != from || !same_text(relation["rel"].get<std::string>(), rel)) {
            relations.push_back(relation);
        }
    }
    if (edit.is_added) {
        relations.push_back(
            {{"rel", rel},
             {"url", world.base_url + "/_apis/wit/workItems/" + std::to_string(from)},
             {"attributes", {{"isLocked", false}}}});
    }
    revision.relations = std::make_shared<const Json>(std::move(relations));
    revision.is_link_only = true;
    world.store(other->second, std::move(revision));

    const bool is_reverse = edit.rel.ends_with("-Reverse");
    const std::string undirected =
        edit.rel.substr(0, edit.rel == rel ? std::string::npos : edit.rel.rfind('-'));
    world.links.push_back({.sequence = world.sequence,
                           .rel = undirected,
                           .source = is_reverse ? edit.target : from,
                           .target = is_reverse ? from : edit.target,
                           .changed_at = world.now(),
                           .is_active = edit.is_added});
}

} // namespace

Patched apply_patch(World& world, const PatchRequest& request)
{
    if (!request.operations.is_array()) {
        throw Refusal{400,
                      "VssPropertyValidationException",
                      "You must pass a valid patch document in the body of the request."};
    }
    Draft draft{world, request};
    for (const Json& operation : request.operations) {
        draft.apply(operation);
    }
    draft.finish();
    const int id = request.item != nullptr ? request.item->id : -1;
    if (request.is_validate_only) {
        Revision revision = draft.revision();
        revision.rev = request.item == nullptr ? revision.rev : request.item->history.back().rev;
        return {.id = id, .revision = std::move(revision)};
    }
    if (!draft.is_changed()) {
        return {.id = id, .revision = request.item->history.back()};
    }
    Item& item = request.item != nullptr ? *request.item : world.items[world.next_item];
    if (request.item == nullptr) {
        item.id = world.next_item++;
    }
    world.store(item, draft.revision());
    world.remember_tags(item.history.back().fields->value("System.Tags", ""));
    for (const Draft::LinkEdit& edit : draft.link_edits()) {
        mirror_link(world, item.id, edit);
    }
    return {.id = item.id, .revision = item.history.back()};
}

} // namespace syncctl::fakes
