#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// The two products of one interface; what differs between them stands in the contract, section 14.
enum class Edition { on_premises, cloud };

/// A data centre of the cloud: where its service is, and where its tokens come from (contract,
/// section 3).
struct DataCentre {
    std::string_view name; ///< `eu`
    std::string_view service_host;
    std::string_view accounts_host;
};

/// nullptr for another name or host.
[[nodiscard]] const DataCentre* data_centre_named(std::string_view name);
[[nodiscard]] const DataCentre* data_centre_of_host(std::string_view host);
/// `us, eu, in, ...`
[[nodiscard]] std::string data_centre_names();

/// Where the interface is found.
struct Address {
    std::string base;              ///< `https://host[:port][/app/PORTAL]`, no trailing slash
    std::string portal;            ///< of the cloud, from the URL; empty: the default one
    bool looks_like_cloud = false; ///< by its host or its `/app/PORTAL`
};

/// nullopt when the text can be used, else what is wrong with it.
[[nodiscard]] std::optional<std::string> url_problem(const std::string& url);
/// Without what a browser or a manual shows behind the portal: `/api/v3`, `/ui/...`,
/// `/WorkOrder.do`.
[[nodiscard]] std::string normalise_url(const std::string& url);
/// \pre url_problem() has nothing to say
[[nodiscard]] Address address_of(const std::string& url);
/// Where secrets go: the tracker's origin and, for the cloud, that of the accounts server, which
/// the settings decide.
[[nodiscard]] std::vector<std::string> origins(const std::string& url,
                                               const std::map<std::string, std::string>& settings);

} // namespace syncctl::connectors::servicedesk_plus
