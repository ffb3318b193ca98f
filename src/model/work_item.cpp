#include "syncctl/model/work_item.hpp"

namespace syncctl::model {

Value field_of(const WorkItem& item, std::string_view reference)
{
    const auto found = item.fields.find(reference);
    if (found != item.fields.end()) {
        return found->second;
    }
    return reference == k_id_field ? Value{item.id} : Value{};
}

std::int64_t identity_mark(const WorkItem& item)
{
    if (item.identity.empty()) {
        return 0;
    }
    // FNV-1a: tells two items of one tracker apart, and nobody gains anything by a collision.
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : item.identity) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    return hash == 0 ? 1 : static_cast<std::int64_t>(hash);
}

} // namespace syncctl::model
