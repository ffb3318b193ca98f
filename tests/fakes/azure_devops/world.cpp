#include "fakes/azure_devops/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::fakes {

namespace {

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

bool is_in_any(const std::set<std::string>& roots, const Revision& revision)
{
    const auto path = revision.fields->value("System.AreaPath", "");
    return std::any_of(
        roots.begin(), roots.end(), [&](const std::string& root) { return is_under(path, root); });
}

} // namespace

const Project* World::project(std::string_view wanted) const
{
    const auto found =
        std::find_if(projects.begin(), projects.end(), [&](const Project& candidate) {
            return same_text(candidate.name, wanted) || same_text(candidate.id, wanted);
        });
    return found == projects.end() ? nullptr : &*found;
}

Project* World::project(std::string_view wanted)
{
    return const_cast<Project*>(std::as_const(*this).project(wanted)); // NOLINT: the object is ours
}

const Person* World::person(std::string_view text) const
{
    std::string wanted{text};
    // `Name <mail>`: the mail decides.
    if (const auto open = wanted.rfind('<'); open != std::string::npos && wanted.back() == '>') {
        wanted = wanted.substr(open + 1, wanted.size() - open - 2);
    }
    const Person* by_name = nullptr;
    int names = 0;
    for (const Person& candidate : people) {
        if (same_text(candidate.mail, wanted) || candidate.id == wanted ||
            candidate.descriptor == wanted) {
            return &candidate;
        }
        if (same_text(candidate.display_name, wanted)) {
            by_name = &candidate;
            ++names;
        }
    }
    return names == 1 ? by_name : nullptr;
}

std::int64_t World::visible_sequence(int lag) const
{
    const auto back = static_cast<std::size_t>(lag);
    if (back == 0 || before_requests.empty()) {
        return sequence;
    }
    return back < before_requests.size() ? before_requests[before_requests.size() - 1 - back]
                                         : before_requests.front();
}

base::Timestamp World::now() const
{
    return {clock->now().ms + switches.clock_offset_ms};
}

std::string World::new_guid()
{
    return fmt::format("5eed0000-0000-4000-8000-{:012x}", next_guid++);
}

void World::remember_tags(const std::string& text)
{
    for (const std::string& name : split_tags(text)) {
        if (!tags.contains(lower(name))) {
            tags[lower(name)] = {.id = new_guid(), .name = name, .updated = now()};
        }
    }
}

const Revision& World::store(Item& item, Revision revision)
{
    revision.sequence = ++sequence;
    last_stored.ms = std::max(last_stored.ms, now().ms);
    revision.stored_at = last_stored;
    item.history.push_back(std::move(revision));
    if (!item.history.back().is_link_only) {
        feed.push_back({.sequence = sequence, .id = item.id, .index = item.history.size() - 1});
    }
    return item.history.back();
}

const Revision* revision_at(const Item& item, std::int64_t sequence)
{
    for (auto revision = item.history.rbegin(); revision != item.history.rend(); ++revision) {
        if (revision->sequence <= sequence) {
            return &*revision;
        }
    }
    return nullptr;
}

bool is_readable(const World& world, const Revision& revision)
{
    return !is_in_any(world.switches.unreadable_areas, revision);
}

bool is_under(std::string_view path, std::string_view root)
{
    return same_text(path, root) || (path.size() > root.size() && path[root.size()] == '\\' &&
                                     same_text(path.substr(0, root.size()), root));
}

const Node* find_node(const Node& root, std::string_view path)
{
    const Node* node = &root;
    const auto parts = split(path, '\\');
    if (!same_text(parts.front(), root.name)) {
        return nullptr;
    }
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto child =
            std::find_if(node->children.begin(), node->children.end(), [&](const Node& candidate) {
                return same_text(candidate.name, parts[i]);
            });
        if (child == node->children.end()) {
            return nullptr;
        }
        node = &*child;
    }
    return node;
}

Node& ensure_node(World& world, Node& root, std::string_view path)
{
    Node* node = &root;
    const auto parts = split(path, '\\');
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto child =
            std::find_if(node->children.begin(), node->children.end(), [&](const Node& candidate) {
                return same_text(candidate.name, parts[i]);
            });
        if (child == node->children.end()) {
            node->children.push_back({.id = world.next_node++,
                                      .identifier = world.new_guid(),
                                      .name = parts[i],
                                      .children = {},
                                      .attributes = {}});
            child = node->children.end() - 1;
        }
        node = &*child;
    }
    return *node;
}

std::vector<std::string> split_tags(std::string_view text)
{
    std::map<std::string, std::string> found;
    for (std::string tag : split(text, ';')) {
        const auto begin = tag.find_first_not_of(" \t");
        if (begin != std::string::npos) {
            tag = tag.substr(begin, tag.find_last_not_of(" \t") - begin + 1);
            found.emplace(lower(tag), tag);
        }
    }
    std::vector<std::string> tags;
    for (auto& [key, tag] : found) {
        tags.push_back(std::move(tag));
    }
    return tags;
}

std::string join_tags(const std::vector<std::string>& tags)
{
    std::string text;
    for (const std::string& tag : tags) {
        text += (text.empty() ? "" : "; ") + tag;
    }
    return text;
}

} // namespace syncctl::fakes
