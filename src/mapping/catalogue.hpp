#pragma once

#include "syncctl/model/metadata.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace syncctl::mapping {

/// What one tracker offers, indexed: a tracker can have a hundred thousand fields.
class Catalogue {
public:
    /// \param metadata nullptr when it is not known; otherwise outlives the catalogue
    explicit Catalogue(const model::Metadata* metadata);
    ~Catalogue() = default;
    Catalogue(const Catalogue&) = delete;
    Catalogue& operator=(const Catalogue&) = delete;

    [[nodiscard]] bool is_known() const { return m_metadata != nullptr; }

    [[nodiscard]] const model::TypeInfo* type(const std::string& name) const;

    [[nodiscard]] const std::vector<std::string>& type_names() const { return m_type_names; }

    /// References and display names of all types.
    [[nodiscard]] const std::vector<std::string>& field_names();

    struct Found {
        const model::FieldInfo* field = nullptr;
        bool is_ambiguous = false; ///< two fields of the type have this name
    };

    /// By reference, else by display name, else the built-in `id`.
    [[nodiscard]] Found field(const model::TypeInfo& type, const std::string& name);
    /// Does any type at all have it?
    [[nodiscard]] bool has_field_anywhere(const std::string& name);

private:
    /// What one name stands for on each type that knows it, in the order of the types.
    using OnTypes = std::vector<std::pair<const model::TypeInfo*, Found>>;

    struct Meanings {
        OnTypes as_reference;
        OnTypes as_name;
    };

    static void add(OnTypes& meanings, const model::TypeInfo& type, const model::FieldInfo& field);
    static const Found* on_type(const OnTypes& meanings, const model::TypeInfo& type);
    void build_index();
    [[nodiscard]] const Meanings* meanings_of(const std::string& name);

    const model::Metadata* m_metadata;
    std::vector<std::string> m_type_names;
    std::vector<std::string> m_field_names;
    std::unordered_map<std::string_view, Meanings> m_index; ///< made when it is first asked for
    /// A name is asked for on one type after the other.
    const std::pair<const std::string_view, Meanings>* m_last = nullptr;
};

} // namespace syncctl::mapping
