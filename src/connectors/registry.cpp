#include "syncctl/connectors/registry.hpp"

#include "syncctl/base/error.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::connectors {

void Registry::add(ConnectorType type)
{
    if (find(type.name) != nullptr) {
        throw Error{ErrorCode::failed, "connector type '" + type.name + "' was added twice"};
    }
    m_types.push_back(std::move(type));
}

const ConnectorType* Registry::find(std::string_view name) const
{
    const auto found = std::find_if(
        m_types.begin(), m_types.end(), [name](const auto& type) { return type.name == name; });
    return found == m_types.end() ? nullptr : &*found;
}

} // namespace syncctl::connectors
