#include "user_action.hpp"

#include "script.hpp"

#include "syncctl/model/intent.hpp"

namespace syncctl::simulation {
namespace {

constexpr std::string_view k_pair_uuid = "33333333-3333-4333-8333-333333333333"; // of PairWorld

model::Value value_from(test::FakeTracker& tracker, const Assignment& word)
{
    if (!word.has_value) {
        return {};
    }
    const auto metadata = tracker.describe();
    const auto* field = metadata.types.front().find_field(word.name);
    if (field != nullptr && field->type == model::FieldType::number) {
        return model::Number{word.value};
    }
    if (field != nullptr && field->type == model::FieldType::list) {
        return split(word.value, ',');
    }
    return word.value;
}

model::Fields
fields_from(test::FakeTracker& tracker, const std::vector<std::string>& words, std::size_t first)
{
    model::Fields fields;
    for (auto i = first; i < words.size(); ++i) {
        const auto word = assignment_from(words[i]);
        fields.insert_or_assign(word.name, value_from(tracker, word));
    }
    return fields;
}

void edit(test::FakeTracker& tracker, const std::string& id, const std::vector<std::string>& words)
{
    if (!tracker.has(id)) {
        return;
    }
    for (auto& [name, value] : fields_from(tracker, words, 2)) {
        tracker.edit(id, name, value);
    }
}

} // namespace

std::string NameBook::find(const test::FakeTracker& tracker, const std::string& name) const
{
    if (const auto found = own.find(name); found != own.end()) {
        return found->second;
    }
    const auto origin = origins.find(name);
    if (origin == origins.end()) {
        return {};
    }
    if (const auto found = linked.find(origin->second); found != linked.end()) {
        return found->second;
    }
    return tracker.with_marker(
        model::marker_for(std::string{k_pair_uuid}, model::other(side), origin->second));
}

void act(test::FakeTracker& tracker, NameBook& names, const std::vector<std::string>& words)
{
    const auto& verb = words.at(0);
    const auto& name = words.at(1);
    const auto id = names.find(tracker, name);
    if (verb == "edit") {
        edit(tracker, id, words);
    } else if (verb == "create") {
        if (id.empty() && !names.origins.contains(name)) {
            names.own[name] = tracker.add(words.at(2), fields_from(tracker, words, 3));
        }
    } else if (verb == "reuse") {
        const auto old = names.find(tracker, words.at(2));
        if (id.empty() && tracker.is_deleted(old) && !names.origins.contains(name)) {
            std::erase_if(names.own, [&](const auto& entry) { return entry.second == old; });
            names.own[name] = old;
            tracker.reuse(old, words.at(3), fields_from(tracker, words, 4));
        }
    } else if (verb == "delete") {
        tracker.erase(id);
    } else if (verb == "restore") {
        tracker.restore(id);
    } else if (verb == "retype" && tracker.has(id)) {
        tracker.change_type(id, words.at(2));
    }
}

} // namespace syncctl::simulation
