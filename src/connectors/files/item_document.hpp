#pragma once

#include "json_tree.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/work_item.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace syncctl::connectors::files {

/// Why a document is no work item of this tracker.
struct ItemProblem {
    std::string reason;
    std::string field; ///< when one field is to blame
};

struct ItemDocument {
    JsonTree tree;        ///< everything, also what the tracker description does not name
    model::WorkItem item; ///< without revision and modification time: those belong to the file
};

/// \param id what the file name says; the document must agree
[[nodiscard]] std::variant<ItemDocument, ItemProblem>
read_item_document(std::string_view text, std::string_view id, const model::Metadata& metadata);

/// The fields that `type` describes, as the model holds them.
[[nodiscard]] std::variant<model::WorkItem, ItemProblem>
to_work_item(const JsonTree& tree, std::string_view id, const model::Metadata& metadata);

/// \param create was checked by check_fields(); a status that it leaves out is the type's first
[[nodiscard]] JsonTree
new_item_tree(const CreateItem& create, const std::string& id, const model::TypeInfo& type);

/// Sets the named fields, removes those that are null, touches nothing else.
void merge_fields(JsonTree& tree, const model::Fields& fields);

} // namespace syncctl::connectors::files
