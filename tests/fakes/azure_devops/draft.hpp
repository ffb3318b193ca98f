#pragma once

#include "fakes/azure_devops/wire.hpp"

namespace syncctl::fakes {

/// An item while a patch is applied to it.
class Draft {
public:
    Draft(World& world, const PatchRequest& request);

    /// One operation of the patch. \throws Refusal
    void apply(const Json& operation);
    /// Defaults, stamps and rules. \throws Refusal{400} with all rules that are broken
    void finish();
    [[nodiscard]] bool is_changed() const;
    /// What is stored for it.
    [[nodiscard]] Revision revision() const;

    /// Links to other items, as rel and target, that this patch added and removed.
    struct LinkEdit {
        std::string rel;
        int target = 0;
        bool is_added = false;
    };

    [[nodiscard]] const std::vector<LinkEdit>& link_edits() const { return m_link_edits; }

private:
    void test(const std::string& path, const Json& value) const;
    void set_field(const std::string& name, const Json& value, bool is_replace);
    void clear_field(const FieldDefinition& field);
    void set_tags(const std::string& text, bool is_replace);
    [[nodiscard]] Json converted(const FieldDefinition& field, const Json& value);
    [[nodiscard]] Json converted_number(const FieldDefinition& field, const Json& value);
    [[nodiscard]] Json converted_person(const FieldDefinition& field, const Json& value);
    [[nodiscard]] Json converted_path(const FieldDefinition& field, const Json& value);
    void edit_relation(const std::string& op, const std::string& path, const Json& value);
    void add_relation(const Json& relation);
    void remove_relation(std::size_t index);
    void fill_defaults();
    void stamp();
    void check_state();
    void check_required_and_allowed();
    void refuse_broken_rules() const;
    void broken(const std::string& reference,
                const std::string& flags,
                const std::string& codes,
                int status);

    World& m_world;
    const PatchRequest& m_request;
    const Project* m_project;
    const WorkItemType* m_type;
    const Revision* m_before; ///< null on create
    Json m_fields;
    Json m_relations;
    Json m_broken = Json::array();
    std::vector<LinkEdit> m_link_edits;
    std::set<std::string> m_touched;
    bool m_has_resource_edit = false; ///< hyperlinks, attachments
};

/// `.../workItems/17` -> 17
[[nodiscard]] std::optional<int> linked_item(const Json& relation);
/// Hierarchy-Forward for Hierarchy-Reverse and so on.
[[nodiscard]] std::string opposite(const std::string& rel);

} // namespace syncctl::fakes
