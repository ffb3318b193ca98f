#include "files_connector.hpp"
#include "folder_url.hpp"
#include "webhook.hpp"

#include "syncctl/connectors/files.hpp"

#include <memory>

namespace syncctl::connectors {

ConnectorType files_type()
{
    return {
        .name = "files",
        .purpose = "A folder of JSON documents: rehearsal, backup, or a tracker of its own",
        .url_form = "FOLDER or file:///FOLDER",
        .settings = {},
        .url_problem = files::folder_url_problem,
        .normalise_url = files::folder_path,
        .origins =
            [](const std::string& /*url*/, const std::map<std::string, std::string>& /*settings*/) {
                return std::vector<std::string>{};
            },
        .make = [](const ConnectorSetup& setup) -> std::unique_ptr<Connector> {
            return std::make_unique<files::FilesConnector>(setup);
        },
        .items_named_by = files::items_named_by};
}

} // namespace syncctl::connectors
