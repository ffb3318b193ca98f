#include "suggest/field_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_max_postings = 64; ///< a word that more fields share tells nothing
constexpr std::size_t k_max_similar = 32;
constexpr int k_shared_word = 25; ///< percent, and half the share of common words

std::string key_of(std::string_view meaning)
{
    return std::string{meaning};
}

} // namespace

std::vector<NamedField> named_fields(const model::TypeInfo& type)
{
    std::vector<NamedField> fields;
    std::unordered_map<std::string_view, int> occurrences;
    for (const auto& info : type.fields) {
        ++occurrences[info.reference];
    }
    for (const auto& info : type.fields) {
        if (occurrences[info.reference] > 1 || !is_usable_name(info.reference) ||
            info.type == model::FieldType::status) {
            continue;
        }
        NamedField field;
        field.info = &info;
        field.names = {words_of(info.name), words_of(last_part(info.reference))};
        field.known = {known_field(field.names[0]), known_field(field.names[1])};
        // The name that people see goes first: `Ticket number` with the reference `Ticket.Id` is no
        // id of its own item.
        const auto& shown = field.known[0].meaning;
        if (!is_kept_by_tracker(shown.empty() ? field.known[1].meaning : shown)) {
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

NameLikeness compared_names(const NamedField& source, const NamedField& target)
{
    if (source.info->reference == target.info->reference) {
        const auto& known = source.known[0].meaning.empty() ? source.known[1] : source.known[0];
        return {100, "same reference", known.meaning};
    }
    NameLikeness best;
    for (std::size_t i = 0; i < source.names.size(); ++i) {
        for (std::size_t j = 0; j < target.names.size(); ++j) {
            const auto& one = source.names[i];
            const auto& other = target.names[j];
            const auto& known = source.known[i];
            const auto weight = std::min(known.weight, target.known[j].weight);
            NameLikeness likeness;
            if (!one.joined.empty() && one.joined == other.joined) {
                likeness = {95, "same name", known.meaning};
            } else if (!known.meaning.empty() && known.meaning == target.known[j].meaning) {
                likeness = {weight, "known pair of names", known.meaning};
            }
            best = likeness.score > best.score ? likeness : best;
        }
    }
    if (best.score > 0) {
        return best;
    }
    for (const auto& one : source.names) {
        for (const auto& other : target.names) {
            const auto shared = shared_percent(one, other);
            if (shared > 0 && k_shared_word + shared / 2 > best.score) {
                best = {k_shared_word + shared / 2,
                        fmt::format("names share {}", shared_words(one, other)),
                        {}};
            }
        }
    }
    return best;
}

FieldIndex::FieldIndex(const std::vector<NamedField>& fields)
{
    const auto add = [](Postings& postings, const std::string& key, std::size_t index) {
        auto& list = postings[key];
        // One more than are used, so that it shows which keys are too common.
        if (!key.empty() && list.size() <= k_max_postings &&
            (list.empty() || list.back() != index)) {
            list.push_back(index);
        }
    };
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& field = fields[i];
        add(m_by_reference, field.info->reference, i);
        for (std::size_t name = 0; name < field.names.size(); ++name) {
            add(m_by_name, field.names[name].joined, i);
            add(m_by_meaning, key_of(field.known[name].meaning), i);
            for (const auto& word : field.names[name].words) {
                add(m_by_word, word, i);
            }
        }
    }
}

std::vector<std::size_t> FieldIndex::similar_to(const NamedField& field) const
{
    std::vector<std::size_t> found;
    std::set<std::size_t> seen;
    const auto take = [&](const Postings& postings, const std::string& key, bool is_word) {
        const auto list = postings.find(key);
        if (key.empty() || list == postings.end() ||
            (is_word && list->second.size() > k_max_postings)) {
            return;
        }
        for (const auto index : list->second) {
            if (found.size() < k_max_similar && seen.insert(index).second) {
                found.push_back(index);
            }
        }
    };
    take(m_by_reference, field.info->reference, false);
    for (std::size_t name = 0; name < field.names.size(); ++name) {
        take(m_by_name, field.names[name].joined, false);
        take(m_by_meaning, key_of(field.known[name].meaning), false);
    }
    for (const auto& name : field.names) {
        for (const auto& word : name.words) {
            take(m_by_word, word, true);
        }
    }
    return found;
}

} // namespace syncctl::mapping
