#include "curl_handles.hpp"

#include "syncctl/base/secret.hpp"

#include <cstring>
#include <new>
#include <span>

namespace syncctl::http {

HeaderList::~HeaderList()
{
    for (auto* node = m_list; node != nullptr; node = node->next) {
        base::wipe(std::as_writable_bytes(std::span{node->data, std::strlen(node->data)}));
    }
    curl().slist_free_all(m_list);
}

void HeaderList::add(std::string_view name, std::string_view value)
{
    std::string line;
    line.reserve(name.size() + value.size() + 2);
    line += name;
    // `Name:` would remove the header, `Name;` sends it without a value.
    line += value.empty() ? ";" : ": ";
    line += value;
    append(line);
}

void HeaderList::suppress(std::string_view name)
{
    std::string line{name};
    line += ':';
    append(line);
}

void HeaderList::append(std::string& line)
{
    auto* longer = curl().slist_append(m_list, line.c_str());
    base::wipe(line);
    if (longer == nullptr) {
        throw std::bad_alloc{};
    }
    m_list = longer;
}

} // namespace syncctl::http
