#include "item_document.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace syncctl::connectors::files {

namespace {

using model::FieldType;

std::string_view expected_shape(FieldType type)
{
    switch (type) {
    case FieldType::number:
        return "a number";
    case FieldType::boolean:
        return "a boolean";
    case FieldType::list:
        return "an array of texts";
    default:
        return "a text";
    }
}

bool has_nul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

/// A value of a described field; the problem's field is filled in by the caller.
std::variant<model::Value, ItemProblem> list_value(const JsonTree::Array& array)
{
    model::List list;
    list.reserve(array.size());
    for (const JsonTree& element : array) {
        const std::string* text = element.text();
        if (text == nullptr) {
            return ItemProblem{
                fmt::format("an array of texts was expected, it holds {}", kind_of(element)), {}};
        }
        if (has_nul(*text)) {
            return ItemProblem{"the text holds a NUL character", {}};
        }
        list.push_back(*text);
    }
    return model::Value{std::move(list)};
}

std::variant<model::Value, ItemProblem> field_value(const JsonTree& tree, FieldType type)
{
    if (std::holds_alternative<std::monostate>(tree.value)) {
        return model::Value{};
    }
    const auto wrong_shape = [&] {
        return ItemProblem{
            fmt::format("{} was expected, not {}", expected_shape(type), kind_of(tree)), {}};
    };
    switch (type) {
    case FieldType::number:
        if (const auto* number = std::get_if<JsonTree::Number>(&tree.value)) {
            return model::Value{model::number_from_text(number->text)};
        }
        return wrong_shape();
    case FieldType::boolean:
        if (const auto* flag = std::get_if<bool>(&tree.value)) {
            return model::Value{*flag};
        }
        return wrong_shape();
    case FieldType::list:
        if (const auto* array = std::get_if<JsonTree::Array>(&tree.value)) {
            return list_value(*array);
        }
        return wrong_shape();
    default:
        break;
    }
    const std::string* text = tree.text();
    if (text == nullptr) {
        return wrong_shape();
    }
    if (has_nul(*text)) {
        return ItemProblem{"the text holds a NUL character", {}};
    }
    return model::Value{*text};
}

std::optional<ItemProblem> id_problem(const JsonTree& tree, std::string_view id)
{
    const JsonTree* stored = tree.find("id");
    if (stored == nullptr) {
        return ItemProblem{"the document has no \"id\"", {}};
    }
    const std::string* text = stored->text();
    if (text == nullptr) {
        return ItemProblem{
            fmt::format(R"("id" is {}; it must be the text "{}")", kind_of(*stored), id), {}};
    }
    if (*text != id) {
        return ItemProblem{
            fmt::format(R"("id" is "{}", but the file name says {})", text->substr(0, 40), id), {}};
    }
    return std::nullopt;
}

std::optional<ItemProblem> read_marker(const JsonTree& tree, std::string& marker)
{
    const JsonTree* stored = tree.find("marker");
    if (stored == nullptr || std::holds_alternative<std::monostate>(stored->value)) {
        return std::nullopt;
    }
    if (stored->text() == nullptr) {
        return ItemProblem{fmt::format("\"marker\" is {}; it must be a text", kind_of(*stored)),
                           {}};
    }
    marker = *stored->text();
    return std::nullopt;
}

std::optional<ItemProblem>
read_fields(const JsonTree& fields, const model::TypeInfo& type, model::Fields& out)
{
    for (const model::FieldInfo& info : type.fields) {
        const JsonTree* stored = fields.find(info.reference);
        if (stored == nullptr) {
            continue;
        }
        auto value = field_value(*stored, info.type);
        if (auto* problem = std::get_if<ItemProblem>(&value)) {
            problem->field = info.reference;
            problem->reason = fmt::format("field '{}': {}", info.reference, problem->reason);
            return std::move(*problem);
        }
        if (!model::is_null(std::get<model::Value>(value))) {
            out.emplace(info.reference, std::get<model::Value>(std::move(value)));
        }
    }
    return std::nullopt;
}

struct TreeOfValue {
    JsonTree operator()(const std::monostate& /*null*/) const { return {}; }

    JsonTree operator()(const std::string& text) const { return {text}; }

    JsonTree operator()(const model::Number& number) const
    {
        return {JsonTree::Number{number.text}};
    }

    JsonTree operator()(bool flag) const { return {flag}; }

    JsonTree operator()(const model::List& list) const
    {
        JsonTree::Array array;
        array.reserve(list.size());
        for (const std::string& text : list) {
            array.push_back({text});
        }
        return {std::move(array)};
    }
};

} // namespace

std::variant<model::WorkItem, ItemProblem>
to_work_item(const JsonTree& tree, std::string_view id, const model::Metadata& metadata)
{
    if (!tree.is_object()) {
        return ItemProblem{fmt::format("the document is {}; it must be an object", kind_of(tree)),
                           {}};
    }
    if (auto problem = id_problem(tree, id)) {
        return *std::move(problem);
    }
    const JsonTree* type_name = tree.find("type");
    if (type_name == nullptr || type_name->text() == nullptr) {
        return ItemProblem{"the document has no text \"type\"", {}};
    }
    const model::TypeInfo* type = metadata.find_type(*type_name->text());
    if (type == nullptr) {
        return ItemProblem{
            fmt::format("type '{}' is not described in tracker.json", *type_name->text()), {}};
    }
    const JsonTree* fields = tree.find("fields");
    if (fields == nullptr || !fields->is_object()) {
        return ItemProblem{"the document has no object \"fields\"", {}};
    }
    model::WorkItem item;
    item.id = id;
    item.type = type->name;
    if (auto problem = read_marker(tree, item.marker)) {
        return *std::move(problem);
    }
    if (auto problem = read_fields(*fields, *type, item.fields)) {
        return *std::move(problem);
    }
    return item;
}

std::variant<ItemDocument, ItemProblem>
read_item_document(std::string_view text, std::string_view id, const model::Metadata& metadata)
{
    ItemDocument document;
    try {
        document.tree = parse_tree(text);
        auto item = to_work_item(document.tree, id, metadata);
        if (auto* problem = std::get_if<ItemProblem>(&item)) {
            return std::move(*problem);
        }
        document.item = std::get<model::WorkItem>(std::move(item));
    } catch (const Error& error) {
        return ItemProblem{error.message(), {}};
    }
    return document;
}

JsonTree new_item_tree(const CreateItem& create, const std::string& id, const model::TypeInfo& type)
{
    // In the order of tracker.json, so that people find the title where they look for it.
    JsonTree fields{JsonTree::Object{}};
    for (const model::FieldInfo& info : type.fields) {
        const model::Value& value = model::value_of(create.fields, info.reference);
        if (!model::is_null(value)) {
            fields.set(info.reference, std::visit(TreeOfValue{}, value));
        } else if (info.type == FieldType::status && !type.statuses.empty()) {
            fields.set(info.reference, {type.statuses.front().name});
        }
    }
    JsonTree tree{JsonTree::Object{}};
    tree.set("id", {id});
    tree.set("type", {type.name});
    if (!create.marker.empty()) {
        tree.set("marker", {create.marker});
    }
    tree.set("fields", std::move(fields));
    return tree;
}

void merge_fields(JsonTree& tree, const model::Fields& fields)
{
    JsonTree* stored = tree.find("fields");
    for (const auto& [reference, value] : fields) {
        if (model::is_null(value)) {
            stored->erase(reference);
        } else {
            stored->set(reference, std::visit(TreeOfValue{}, value));
        }
    }
}

} // namespace syncctl::connectors::files
