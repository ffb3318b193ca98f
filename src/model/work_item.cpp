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

} // namespace syncctl::model
