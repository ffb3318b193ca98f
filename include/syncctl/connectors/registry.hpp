#pragma once

#include "syncctl/connectors/connector.hpp"
#include "syncctl/connectors/token_cache.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors {

/// Everything a connector is made from.
struct ConnectorSetup {
    std::string name; ///< for messages
    std::string url;
    std::map<std::string, std::string> settings;
    std::map<std::string, base::Secret> credentials; ///< opened; only the secrets its type names
    base::Log* log = nullptr;                        ///< never null when the registry builds one
    const base::StopFlag* stop = nullptr;            ///< may be null; ends what waits for a tracker
    /// What Connector::quiet_until() gave at the end of an earlier run.
    std::optional<base::Timestamp> not_before{};
    TokenCache* tokens = nullptr; ///< may be null: nothing is kept; outlives the connector
};

/// A setting or secret that a type takes.
struct SettingSpec {
    std::string name;
    std::string description;
    bool is_required = false;
    bool is_secret = false; ///< given with --secret, sealed at rest
};

/// The body of a webhook's delivery that is surely from the right sender, and the connector that it
/// came to.
struct Delivery {
    const std::string& url;
    const std::map<std::string, std::string>& settings;
    std::string_view body;
};

struct ConnectorType {
    std::string name;     ///< `files`
    std::string purpose;  ///< one line
    std::string url_form; ///< what --url takes, for help and errors
    std::vector<SettingSpec> settings;
    /// nullopt when the URL can be used, else what is wrong with it. Touches nothing.
    std::function<std::optional<std::string>(const std::string& url)> url_problem;
    /// The one spelling that is stored: absolute path, no trailing slash, ...
    std::function<std::string(const std::string& url)> normalise_url;
    /// scheme://host:port values a credential may be sent to; empty for types without network. Any
    /// setting may be missing. One that cannot be read leads nowhere: make() refuses it.
    std::function<std::vector<std::string>(const std::string& url,
                                           const std::map<std::string, std::string>& settings)>
        origins;
    std::function<std::unique_ptr<Connector>(ConnectorSetup setup)> make;
    /// The ids of the items that a delivery names, each of the form that an id has here; empty when
    /// it is about something else. Nothing else of it is believed. Touches nothing.
    /// \throws Error{document} when the body cannot be read
    std::function<std::vector<std::string>(const Delivery& delivery)> items_named_by{};
};

/// Type name -> how to make one.
class Registry {
public:
    void add(ConnectorType type);
    [[nodiscard]] const ConnectorType* find(std::string_view name) const;

    [[nodiscard]] const std::vector<ConnectorType>& types() const { return m_types; }

private:
    std::vector<ConnectorType> m_types;
};

} // namespace syncctl::connectors
