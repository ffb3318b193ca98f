#include "catalogue.hpp"

#include "syncctl/model/work_item.hpp"

#include <algorithm>
#include <set>

namespace syncctl::mapping {
namespace {

const model::FieldInfo& id_field()
{
    static const model::FieldInfo field = [] {
        model::FieldInfo info;
        info.name = model::k_id_field;
        info.reference = model::k_id_field;
        info.type = model::FieldType::text;
        info.is_readonly = true;
        return info;
    }();
    return field;
}

} // namespace

Catalogue::Catalogue(const model::Metadata* metadata) : m_metadata{metadata}
{
    if (metadata != nullptr) {
        for (const auto& type : metadata->types) {
            m_type_names.push_back(type.name);
        }
    }
}

const model::TypeInfo* Catalogue::type(const std::string& name) const
{
    return m_metadata == nullptr ? nullptr : m_metadata->find_type(name);
}

const std::vector<std::string>& Catalogue::field_names()
{
    if (m_field_names.empty() && m_metadata != nullptr) {
        std::set<std::string> names{std::string{model::k_id_field}};
        for (const auto& type : m_metadata->types) {
            for (const auto& field : type.fields) {
                names.insert(field.reference);
                names.insert(field.name);
            }
        }
        m_field_names.assign(names.begin(), names.end());
    }
    return m_field_names;
}

const Catalogue::Index& Catalogue::index_of(const model::TypeInfo& type)
{
    const auto known = m_indexes.find(&type);
    if (known != m_indexes.end()) {
        return known->second;
    }
    auto& index = m_indexes[&type];
    for (const auto& field : type.fields) {
        for (auto* names : {&index.by_reference, &index.by_name}) {
            const auto& name = names == &index.by_name ? field.name : field.reference;
            const auto [entry, is_new] = names->emplace(name, Found{&field, false});
            entry->second.is_ambiguous = entry->second.is_ambiguous || !is_new;
        }
    }
    return index;
}

Catalogue::Found Catalogue::field(const model::TypeInfo& type, const std::string& name)
{
    const auto& index = index_of(type);
    if (const auto found = index.by_reference.find(name); found != index.by_reference.end()) {
        return found->second;
    }
    if (const auto found = index.by_name.find(name); found != index.by_name.end()) {
        return found->second;
    }
    return name == model::k_id_field ? Found{&id_field(), false} : Found{};
}

bool Catalogue::has_field_anywhere(const std::string& name)
{
    return m_metadata != nullptr && std::any_of(m_metadata->types.begin(),
                                                m_metadata->types.end(),
                                                [this, &name](const model::TypeInfo& type) {
                                                    return field(type, name).field != nullptr;
                                                });
}

} // namespace syncctl::mapping
