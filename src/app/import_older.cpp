#include "syncctl/app/import_older.hpp"

#include "credentials.hpp"
#include "database_key.hpp"
#include "import_plan.hpp"
#include "names.hpp"
#include "pair_schedule.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::string_view k_reason = "imported";

/// Carries a plan out in one transaction, or, without a store that can be written, says what it
/// would do.
class Importer {
public:
    Importer(Workspace& workspace,
             store::Store* store,
             const ImportRequest& request,
             ImportReport& report)
        : m_workspace{workspace}, m_store{store}, m_request{request}, m_report{report}
    {
    }

    void add(const PlannedConnector& planned)
    {
        const auto what = "connector " + planned.config.name;
        const auto here =
            m_store == nullptr ? std::nullopt : m_store->connectors.find(planned.config.name);
        if (here) {
            if (here->type != planned.config.type || here->url != planned.config.url) {
                leave_out(what, "a connector of that name is here already, and is another one");
                return;
            }
            m_connectors.emplace(planned.older_id, here->id);
            m_report.lines.push_back({what, "present", "left as it is"});
            return;
        }
        auto config = planned.config;
        config.uuid = base::random_uuid(m_workspace.services().random);
        config.created_at = m_workspace.now();
        if (!m_request.is_dry_run) {
            if (!planned.credentials.fields.empty()) {
                config.sealed_credentials = seal_credentials(m_workspace.vault(),
                                                             config.uuid,
                                                             planned.credentials,
                                                             m_workspace.services().random);
                count_seals(m_store->settings, m_workspace.vault(), m_workspace.services().log);
            }
            config.id = m_store->connectors.insert(config, m_workspace.now());
        }
        m_connectors.emplace(planned.older_id, config.id);
        tell(what,
             fmt::format("{} at {}{}",
                         config.type,
                         config.url,
                         planned.credentials.fields.empty() ? ", without credentials" : ""));
    }

    void add(const PlannedPair& planned)
    {
        const auto what = "pair " + planned.pair.name;
        const auto source = m_connectors.find(planned.source);
        const auto target = m_connectors.find(planned.target);
        if (source == m_connectors.end() || target == m_connectors.end()) {
            leave_out(what, "one of its connectors was left out");
            return;
        }
        auto pair = planned.pair;
        pair.source = source->second;
        pair.target = target->second;
        const auto here =
            m_store == nullptr ? std::nullopt : m_store->pairs.find(planned.pair.name);
        if (here && (here->source != pair.source || here->target != pair.target)) {
            leave_out(what, "a pair of that name is here already, between other connectors");
            return;
        }
        if (here) {
            pair = *here;
            if (!m_request.is_dry_run) {
                m_locks.push_back(m_workspace.lock_pair(pair));
            }
            m_report.lines.push_back({what, "present", "left as it is"});
        } else {
            pair.uuid = base::random_uuid(m_workspace.services().random);
            pair.created_at = m_workspace.now();
            set_zone(pair);
            if (!m_request.is_dry_run) {
                pair.id = m_store->pairs.insert(pair, m_workspace.now());
                m_store->pairs.set_next_sync(pair.id, pair.next_sync_at);
            }
            tell(what, pair.is_active ? "" : "disabled");
        }
        add_mapping(pair, planned.mapping, here.has_value());
        add_links(pair, planned.links, here.has_value());
        m_pairs.push_back(pair.name);
    }

    [[nodiscard]] const std::vector<std::string>& pairs() const { return m_pairs; }

private:
    void set_zone(model::Pair& pair)
    {
        if (pair.schedule_cron.empty()) {
            return;
        }
        pair.time_zone = machine_zone_name(m_workspace.services(), m_request.tz_variable);
        pair.next_sync_at = next_run_of(pair, m_workspace.now());
        m_report.warnings.push_back(
            fmt::format("pair {}: its schedule is read in the zone of this machine, {}",
                        pair.name,
                        pair.time_zone));
    }

    void add_mapping(const model::Pair& pair, const PlannedMapping& mapping, bool is_here)
    {
        if (mapping.document.empty()) {
            return;
        }
        const auto what = "mapping of " + pair.name;
        if (is_here && m_store->pairs.newest_revision(pair.id) != 0) {
            m_report.lines.push_back({what, "present", "left as it is"});
            return;
        }
        if (!m_request.is_dry_run) {
            m_store->pairs.save_mapping(
                pair.id, mapping.document, mapping.rows, m_workspace.now(), m_request.by);
        }
        tell(what, base::counted(mapping.rules, "rule"));
    }

    void add_links(const model::Pair& pair, const std::vector<model::Link>& links, bool is_here)
    {
        std::size_t added = 0;
        std::size_t present = 0;
        for (auto link : links) {
            link.pair = pair.id;
            if (is_here && is_linked(link)) {
                ++present;
                continue;
            }
            ++added;
            if (m_request.is_dry_run) {
                continue;
            }
            link.first_synced_at = m_workspace.now();
            m_store->links.insert(link);
            if (link.state == model::LinkState::paused) {
                continue;
            }
            for (const auto side : model::k_sides) {
                m_store->journal.queue(
                    pair.id, side, link.sides[side].item_id, k_reason, m_workspace.now());
            }
        }
        const auto what = "links of " + pair.name;
        if (added != 0) {
            tell(what, base::counted(added, "link"));
        }
        if (present != 0) {
            m_report.lines.push_back(
                {what, "present", base::counted(present, "link") + ", or items linked otherwise"});
        }
    }

    bool is_linked(const model::Link& link)
    {
        const auto has_item = [&](model::Side side) {
            return m_store->links.find(link.pair, side, link.sides[side].item_id).has_value();
        };
        return has_item(model::Side::source) || has_item(model::Side::target);
    }

    void tell(const std::string& what, std::string detail)
    {
        m_report.lines.push_back(
            {what, m_request.is_dry_run ? "would import" : "imported", std::move(detail)});
    }

    void leave_out(const std::string& what, std::string why)
    {
        m_report.lines.push_back({what, "left out", std::move(why)});
    }

    Workspace& m_workspace;
    store::Store* m_store;
    const ImportRequest& m_request;
    ImportReport& m_report;
    std::map<std::int64_t, base::ConnectorId> m_connectors;
    std::vector<std::string> m_pairs;
    std::vector<base::FileLock> m_locks; ///< of pairs that were here; until the transaction ends
};

void carry_out(Importer& importer, const ImportPlan& plan)
{
    for (const auto& connector : plan.connectors) {
        importer.add(connector);
    }
    for (const auto& pair : plan.pairs) {
        importer.add(pair);
    }
}

/// nullptr with a dry run before there is a database.
store::Store* store_for(Workspace& workspace, bool is_dry_run)
{
    if (!is_dry_run) {
        return &workspace.writing();
    }
    std::error_code no_file;
    return std::filesystem::exists(workspace.database_path(), no_file) ? &workspace.reading()
                                                                       : nullptr;
}

void require_some_opens(const OlderSource& source)
{
    std::size_t sealed = 0;
    for (const auto& connector : source.content.connectors) {
        if (connector.sealed_credentials.empty()) {
            continue;
        }
        if (source.key->open(connector.sealed_credentials)) {
            return;
        }
        ++sealed;
    }
    if (sealed != 0) {
        throw Error{ErrorCode::wrong_key,
                    fmt::format("the key opens none of the credentials in '{}': wrong key (nothing "
                                "was changed)",
                                source.file.string()),
                    "the key of the older tool is in data/encryption.key or its ENCRYPTION_KEY; "
                    "without --import-key-file the credentials are left out"};
    }
}

} // namespace

OlderSource read_older(const std::filesystem::path& file, const std::filesystem::path& key_file)
{
    OlderSource source{.file = file, .content = {}, .key = std::nullopt};
    if (!key_file.empty()) {
        source.key = vault::OlderKey::from_file(key_file);
    }
    source.content = store::read_older_database(file);
    if (source.key) {
        require_some_opens(source);
    }
    return source;
}

ImportReport
import_older(Workspace& workspace, const OlderSource& source, const ImportRequest& request)
{
    auto plan = plan_import(source, workspace.services().registry, workspace.services().log);
    ImportReport report;
    report.warnings = std::move(plan.warnings);
    auto* store = store_for(workspace, request.is_dry_run);
    Importer importer{workspace, store, request, report};
    if (request.is_dry_run) {
        carry_out(importer, plan);
    } else {
        workspace.require_key();
        store::Transaction transaction{store->database};
        carry_out(importer, plan);
        transaction.commit();
    }
    report.lines.insert(report.lines.end(), plan.left_out.begin(), plan.left_out.end());
    report.has_left_out =
        std::any_of(report.lines.begin(), report.lines.end(), [](const ImportLine& line) {
            return line.state == "left out";
        });
    report.next_command = importer.pairs().empty()
                              ? "syncctl connector list"
                              : "syncctl connector discover NAME for each connector, then syncctl "
                                "mapping validate " +
                                    importer.pairs().front();
    return report;
}

} // namespace syncctl::app
