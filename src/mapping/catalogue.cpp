#include "catalogue.hpp"

#include "syncctl/model/work_item.hpp"

#include <algorithm>
#include <functional>
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

void Catalogue::add(OnTypes& meanings, const model::TypeInfo& type, const model::FieldInfo& field)
{
    if (!meanings.empty() && meanings.back().first == &type) {
        meanings.back().second.is_ambiguous = true;
    } else {
        meanings.emplace_back(&type, Found{&field, false});
    }
}

void Catalogue::build_index()
{
    if (!m_index.empty() || m_metadata == nullptr) {
        return;
    }
    std::size_t most_fields = 0;
    for (const auto& type : m_metadata->types) {
        most_fields = std::max(most_fields, type.fields.size());
    }
    m_index.reserve(2 * most_fields);
    for (const auto& type : m_metadata->types) {
        for (const auto& field : type.fields) {
            add(m_index[field.reference].as_reference, type, field);
            add(m_index[field.name].as_name, type, field);
        }
    }
}

const Catalogue::Meanings* Catalogue::meanings_of(const std::string& name)
{
    build_index();
    if (m_last == nullptr || m_last->first != name) {
        const auto found = m_index.find(name);
        m_last = found == m_index.end() ? nullptr : &*found;
    }
    return m_last == nullptr ? nullptr : &m_last->second;
}

const Catalogue::Found* Catalogue::on_type(const OnTypes& meanings, const model::TypeInfo& type)
{
    const auto found = std::lower_bound(
        meanings.begin(), meanings.end(), &type, [](const auto& each, const auto* wanted) {
            return std::less<>{}(each.first, wanted); // the types stand in one vector
        });
    return found == meanings.end() || found->first != &type ? nullptr : &found->second;
}

Catalogue::Found Catalogue::field(const model::TypeInfo& type, const std::string& name)
{
    if (const auto* meanings = meanings_of(name)) {
        for (const auto* kind : {&meanings->as_reference, &meanings->as_name}) {
            if (const auto* found = on_type(*kind, type)) {
                return *found;
            }
        }
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
