#include "field_check.hpp"
#include "writer.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::files {

namespace {

Refused unknown_type(const std::string& name, const model::Metadata& metadata)
{
    std::vector<std::string> known;
    for (const auto& type : metadata.types) {
        known.push_back(type.name);
    }
    const auto close = base::closest_match(name, known);
    return {.reason = fmt::format("the tracker has no type '{}'{}",
                                  name,
                                  close ? fmt::format("; did you mean '{}'?", *close) : ""),
            .field = {}};
}

/// Nothing is written that could not be read again (size, numbers out of range).
std::optional<Refused> text_problem(const std::string& text)
{
    if (text.size() > k_max_document_bytes) {
        return Refused{.reason =
                           fmt::format("the item would have {} octets; at most {} are possible",
                                       text.size(),
                                       k_max_document_bytes),
                       .field = {}};
    }
    try {
        static_cast<void>(base::parse_json(text));
    } catch (const Error& error) {
        return Refused{.reason =
                           fmt::format("the item could not be read again: {}", error.message()),
                       .field = {}};
    }
    return std::nullopt;
}

bool holds_already(const model::WorkItem& item, const model::Fields& fields)
{
    return std::all_of(fields.begin(), fields.end(), [&item](const auto& field) {
        return model::value_of(item.fields, field.first) == field.second;
    });
}

} // namespace

Refused no_such_id(const std::string& id)
{
    return {.reason = fmt::format("'{}' is no item id of a folder (a decimal number)", id),
            .field = {}};
}

void Writer::stage(std::size_t index, const Operation& operation)
{
    if (const auto* create = std::get_if<CreateItem>(&operation)) {
        stage_create(index, *create);
    } else if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        stage_update(index, *update);
    } else {
        m_removals.push_back({.index = index, .operation = &std::get<RemoveItem>(operation)});
    }
}

void Writer::stage_create(std::size_t index, const CreateItem& create)
{
    const model::TypeInfo* type = m_metadata.find_type(create.type);
    if (type == nullptr) {
        m_results[index] = unknown_type(create.type, m_metadata);
        return;
    }
    if (auto problem = check_new_fields(create.fields, *type)) {
        m_results[index] = *std::move(problem);
        return;
    }
    const auto id = next_id();
    if (!id) {
        m_results[index] = Refused{.reason = "the folder has no free id left", .field = {}};
        return;
    }
    Staged staged;
    staged.index = index;
    staged.id = *id;
    staged.create = &create;
    stage_tree(std::move(staged), new_item_tree(create, std::to_string(*id), *type), nullptr);
}

void Writer::stage_update(std::size_t index, const UpdateItem& update)
{
    const auto id = parse_id(update.id);
    if (!id) {
        m_results[index] = no_such_id(update.id);
        return;
    }
    if (revision_now(*id) != update.expected_revision) {
        m_results[index] = Stale{};
        return;
    }
    const ReadResult result = read_regular_file(m_items_folder, item_file_name(*id));
    const auto* content = std::get_if<FileContent>(&result);
    if (content == nullptr) {
        if (const auto* unreadable = std::get_if<Unreadable>(&result)) {
            m_results[index] = Refused{.reason = unreadable->reason, .field = {}};
        } else if (const auto* forbidden = std::get_if<Forbidden>(&result)) {
            m_results[index] = Refused{.reason = forbidden->reason, .field = {}};
        } else {
            m_results[index] = Stale{};
        }
        return;
    }
    if (revision_of(content->stamp) != update.expected_revision) {
        m_results[index] = Stale{};
        return;
    }
    auto document = read_item_document(content->text, update.id, m_metadata);
    if (auto* problem = std::get_if<ItemProblem>(&document)) {
        m_results[index] = Refused{.reason = problem->reason, .field = problem->field};
        return;
    }
    auto& [tree, item] = std::get<ItemDocument>(document);
    if (auto problem = check_fields(update.fields, *m_metadata.find_type(item.type))) {
        m_results[index] = *std::move(problem);
        return;
    }
    if (holds_already(item, update.fields)) {
        item.revision = update.expected_revision;
        item.modified_at = modified_at(content->stamp);
        m_results[index] = Done{std::move(item)};
        return;
    }
    merge_fields(tree, update.fields);
    Staged staged;
    staged.index = index;
    staged.id = *id;
    staged.expected_revision = update.expected_revision;
    stage_tree(std::move(staged), tree, content);
}

void Writer::stage_tree(Staged staged, const JsonTree& tree, const FileContent* like)
{
    const std::string text = pretty_text(tree);
    if (auto problem = text_problem(text)) {
        m_results[staged.index] = *std::move(problem);
        return;
    }
    auto item = to_work_item(tree, std::to_string(staged.id), m_metadata);
    if (auto* problem = std::get_if<ItemProblem>(&item)) {
        m_results[staged.index] = Refused{.reason = problem->reason, .field = problem->field};
        return;
    }
    auto temp = write_temp_file(m_items_folder, text, like);
    if (const auto* failure = std::get_if<IoFailure>(&temp)) {
        fail(staged.index, "writing a temporary file", failure->errno_value);
        return;
    }
    staged.temp = std::get<TempFile>(std::move(temp));
    staged.item = std::get<model::WorkItem>(std::move(item));
    staged.item.revision = revision_of(staged.temp.stamp);
    staged.item.modified_at = modified_at(staged.temp.stamp);
    m_staged.push_back(std::move(staged));
}

std::optional<std::uint64_t> Writer::next_id()
{
    if (!m_memory.highest_id) {
        note_listing();
    }
    if (*m_memory.highest_id >= k_max_id) {
        return std::nullopt;
    }
    return ++*m_memory.highest_id;
}

void Writer::note_listing()
{
    Listing listing = list_items(m_items_folder, m_items_path);
    m_memory.highest_id = std::max(m_memory.highest_id.value_or(0), listing.highest_id());
    m_memory.leftovers = std::move(listing.leftovers);
}

} // namespace syncctl::connectors::files
