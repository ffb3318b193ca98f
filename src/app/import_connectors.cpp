#include "import_plan.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace syncctl::app {

namespace {

/// What the older tool calls a secret, and what it is called here.
struct SecretName {
    std::string_view older;
    std::string_view ours;
};

/// How the older connector types correspond to ours.
struct KnownType {
    std::string_view older;
    std::string_view ours;
    std::string_view endpoint_setting; ///< where the older `endpoint` goes; empty: nowhere
    std::vector<SecretName> secrets;   ///< the first that is there wins
};

const KnownType* find_type(std::string_view older)
{
    static const std::vector<KnownType> known{
        {"azuredevops", "azure-devops", "project", {{"token", "token"}, {"pat", "token"}}},
        {"servicedeskplus",
         "servicedesk-plus",
         "",
         {{"technician_key", "technician_key"},
          {"apiKey", "technician_key"},
          {"token", "technician_key"}}}};
    std::string plain;
    for (const char letter : older) {
        if (letter != '-' && letter != '_') {
            plain += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
    }
    const auto found = std::find_if(
        known.begin(), known.end(), [&](const KnownType& type) { return type.older == plain; });
    return found == known.end() ? nullptr : &*found;
}

class ConnectorPlanner {
public:
    ConnectorPlanner(const OlderSource& source,
                     const connectors::Registry& registry,
                     base::Log& log,
                     ImportPlan& plan,
                     MadeConnectors& made)
        : m_source{source}, m_registry{registry}, m_log{log}, m_plan{plan}, m_made{made}
    {
    }

    void add(const store::OlderConnector& older)
    {
        PlannedConnector planned;
        planned.older_id = older.id;
        auto& config = planned.config;
        config.name = m_names.name_for("connector", older.name, older.id);
        m_what = "connector " + config.name;
        const auto* known = find_type(older.type);
        const auto* type = known == nullptr ? nullptr : m_registry.find(known->ours);
        if (type == nullptr) {
            leave_out(fmt::format("there is no connector type {}", shown(older.type)));
            return;
        }
        config.type = type->name;
        const auto problem = is_usable_text(older.url) ? type->url_problem(older.url)
                                                       : std::optional<std::string>{"unreadable"};
        if (problem) {
            leave_out(fmt::format("its URL cannot be used: {}", *problem));
            return;
        }
        config.url = type->normalise_url(older.url);
        config.is_active = older.is_active;
        if (config.name != older.name) {
            note(fmt::format("was called {}", shown(older.name)));
        }
        add_endpoint(planned, older, *known);
        add_secrets(planned, older, *known);
        planned.credentials.origins = type->origins(config.url, config.settings);
        try_to_make(planned, *type);
        m_plan.connectors.push_back(std::move(planned));
    }

private:
    void leave_out(std::string why)
    {
        m_plan.left_out.push_back({m_what, "left out", std::move(why)});
    }

    void note(const std::string& text)
    {
        m_plan.warnings.push_back(fmt::format("{}: {}", m_what, text));
    }

    void add_endpoint(PlannedConnector& planned,
                      const store::OlderConnector& older,
                      const KnownType& known)
    {
        if (older.endpoint.empty()) {
            return;
        }
        if (known.endpoint_setting.empty() || !is_usable_text(older.endpoint)) {
            leave_out(fmt::format("its endpoint {} has no place here", shown(older.endpoint)));
            return;
        }
        planned.config.settings.emplace(known.endpoint_setting, older.endpoint);
    }

    void add_secrets(PlannedConnector& planned,
                     const store::OlderConnector& older,
                     const KnownType& known)
    {
        const auto hint =
            fmt::format("give them anew: syncctl connector edit {} --secret {}=prompt",
                        planned.config.name,
                        known.secrets.front().ours);
        if (older.sealed_credentials.empty()) {
            return;
        }
        if (!m_source.key) {
            leave_out("its credentials: no key was given; " + hint);
            return;
        }
        const auto opened = m_source.key->open(older.sealed_credentials);
        if (!opened) {
            leave_out("its credentials: they do not open with this key, or were damaged; " + hint);
            return;
        }
        if (!take_fields(planned, *opened, known)) {
            leave_out("its credentials: they hold no secret that this type takes; " + hint);
        }
    }

    /// Only an object of texts is one: the older tool falls back to whatever it finds.
    static bool
    take_fields(PlannedConnector& planned, const base::Secret& opened, const KnownType& known)
    {
        constexpr base::JsonLimits k_limits{
            .max_bytes = 64U << 10U, .max_depth = 4, .max_nodes = 200};
        try {
            auto fields = base::parse_json(opened.reveal(), k_limits);
            bool has_any = false;
            for (const auto& name : known.secrets) {
                const std::string older{name.older};
                if (!fields.is_object() || !fields.contains(older) || !fields[older].is_string()) {
                    continue;
                }
                auto& value = fields[older].get_ref<std::string&>();
                if (!value.empty()) {
                    has_any |= planned.credentials.fields
                                   .emplace(std::string{name.ours}, base::Secret{value})
                                   .second;
                }
                base::wipe(value);
            }
            return has_any;
        } catch (const Error&) {
            return false;
        }
    }

    /// Reads the settings as a run will; sends nothing.
    void try_to_make(const PlannedConnector& planned, const connectors::ConnectorType& type)
    {
        connectors::ConnectorSetup setup{.name = planned.config.name,
                                         .url = planned.config.url,
                                         .settings = planned.config.settings,
                                         .credentials = {},
                                         .log = &m_log};
        for (const auto& [name, secret] : planned.credentials.fields) {
            setup.credentials.emplace(name, secret.clone());
        }
        if (setup.credentials.empty()) {
            return; // told already
        }
        try {
            m_made.emplace(planned.older_id, type.make(std::move(setup)));
        } catch (const Error& error) {
            leave_out(fmt::format("it is not complete: {}; syncctl connector edit {}",
                                  error.message(),
                                  planned.config.name));
        }
    }

    const OlderSource& m_source;
    const connectors::Registry& m_registry;
    base::Log& m_log;
    ImportPlan& m_plan;
    MadeConnectors& m_made;
    NameGiver m_names;
    std::string m_what;
};

} // namespace

void plan_connectors(const OlderSource& source,
                     const connectors::Registry& registry,
                     base::Log& log,
                     ImportPlan& plan,
                     MadeConnectors& made)
{
    ConnectorPlanner planner{source, registry, log, plan, made};
    for (const auto& connector : source.content.connectors) {
        planner.add(connector);
    }
}

} // namespace syncctl::app
