#include "connector_views.hpp"

#include <utility>

namespace syncctl::app {

std::vector<ConnectorTypeView> connector_types(const connectors::Registry& registry)
{
    std::vector<ConnectorTypeView> views;
    for (const auto& type : registry.types()) {
        ConnectorTypeView view{
            .name = type.name, .purpose = type.purpose, .url_form = type.url_form, .settings = {}};
        for (const auto& setting : type.settings) {
            view.settings.push_back({.name = setting.name,
                                     .description = setting.description,
                                     .is_required = setting.is_required,
                                     .is_secret = setting.is_secret});
        }
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace syncctl::app
