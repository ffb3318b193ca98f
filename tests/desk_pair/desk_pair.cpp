#include "desk_pair.hpp"

namespace syncctl::test {
namespace {

using nlohmann::json;

json as_shown(const json& value)
{
    for (const char* member : {"name", "value", "content"}) {
        if (value.is_object() && value.contains(member)) {
            return value[member];
        }
    }
    return value;
}

} // namespace

json DeskPair::desk_field(const std::string& id, const std::string& name) const
{
    const auto request = desk.request(id);
    REQUIRE(request.has_value());
    json value = request->fields;
    std::size_t start = 0;
    while (start <= name.size()) {
        const auto end = std::min(name.find('.', start), name.size());
        value = value.is_object() ? value.value(name.substr(start, end - start), json{}) : json{};
        start = end + 1;
    }
    return as_shown(value);
}

void DeskPair::add_dev_field(const std::string& reference, const std::string& type)
{
    dev.customise([&](fakes::Process& process) {
        process.fields.push_back({.reference = reference,
                                  .name = reference.substr(reference.find('.') + 1),
                                  .type = type});
        process.type("Bug")->fields.push_back(
            {.reference = reference, .is_required = false, .allowed = {}, .default_value = {}});
    });
}

} // namespace syncctl::test
