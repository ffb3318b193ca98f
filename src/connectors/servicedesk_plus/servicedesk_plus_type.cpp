#include "address.hpp"
#include "options.hpp"
#include "servicedesk_plus_connector.hpp"
#include "webhook.hpp"

#include "syncctl/connectors/servicedesk_plus.hpp"

#include <memory>

namespace syncctl::connectors {

ConnectorType servicedesk_plus_type()
{
    return {.name = "servicedesk-plus",
            .purpose = "One portal of ManageEngine ServiceDesk Plus, on-premises or cloud",
            .url_form = "https://SERVER:PORT or https://sdpondemand.manageengine.com/app/PORTAL",
            .settings = servicedesk_plus::setting_specs(),
            .url_problem = servicedesk_plus::url_problem,
            .normalise_url = servicedesk_plus::normalise_url,
            .origins = servicedesk_plus::origins,
            .make = [](const ConnectorSetup& setup) -> std::unique_ptr<Connector> {
                return std::make_unique<servicedesk_plus::ServiceDeskPlusConnector>(setup);
            },
            .items_named_by = servicedesk_plus::items_named_by};
}

} // namespace syncctl::connectors
