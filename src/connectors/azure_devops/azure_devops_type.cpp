#include "address.hpp"
#include "azure_devops_connector.hpp"
#include "options.hpp"
#include "webhook.hpp"

#include "syncctl/connectors/azure_devops.hpp"

#include <memory>

namespace syncctl::connectors {

ConnectorType azure_devops_type()
{
    return {.name = "azure-devops",
            .purpose = "One project of Azure DevOps Services or Server (2020 and later)",
            .url_form = "https://dev.azure.com/ORGANIZATION/PROJECT or "
                        "https://SERVER/COLLECTION/PROJECT",
            .settings = azure_devops::setting_specs(),
            .url_problem = azure_devops::url_problem,
            .normalise_url = azure_devops::normalise_url,
            .origins =
                [](const std::string& url, const std::map<std::string, std::string>& /*settings*/) {
                    return azure_devops::origins(url);
                },
            .make = [](const ConnectorSetup& setup) -> std::unique_ptr<Connector> {
                return std::make_unique<azure_devops::AzureDevOpsConnector>(setup);
            },
            .items_named_by = azure_devops::items_named_by};
}

} // namespace syncctl::connectors
