#include "azure_devops_connector.hpp"

#include "describe.hpp"
#include "feed.hpp"
#include "marker_search.hpp"
#include "query_changes.hpp"
#include "test_connection.hpp"
#include "web/percent.hpp"
#include "wiql.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

http::ClientSetup signed_in_setup(const ConnectorSetup& setup,
                                  const Options& options,
                                  const Surroundings& surroundings,
                                  base::Log& log)
{
    auto client = client_setup(setup,
                               {.base = options.address.base,
                                .ca_file = options.ca_file,
                                .allow_http = options.allow_http,
                                .concurrency = options.concurrency},
                               surroundings,
                               log);
    client.authorization = authorization_of(setup);
    return client;
}

std::string text_of(const model::WorkItem& item, std::string_view field)
{
    const auto* text = std::get_if<std::string>(&model::value_of(item.fields, field));
    return text == nullptr ? std::string{} : *text;
}

/// Empty for a create.
std::string id_written(const Operation& operation)
{
    if (const auto* update = std::get_if<UpdateItem>(&operation)) {
        return update->id;
    }
    const auto* removal = std::get_if<RemoveItem>(&operation);
    return removal == nullptr ? std::string{} : removal->id;
}

/// The area itself or one below it.
bool is_in_area(const std::string& path, const std::string& area)
{
    return area.empty() || same_name(path, area) || starts_with_name(path, area + "\\");
}

} // namespace

AzureDevOpsConnector::AzureDevOpsConnector(const ConnectorSetup& setup,
                                           const Surroundings& surroundings)
    : m_log{setup.log == nullptr ? m_silence : *setup.log},
      m_clock{surroundings.clock == nullptr ? m_system_clock : *surroundings.clock},
      m_options{options_of(setup)},
      m_api{m_options, signed_in_setup(setup, m_options, surroundings, m_log)},
      m_project{m_api, m_options.address.project},
      m_filters{m_api},
      m_reader{m_api, m_project, m_options.marker_field},
      m_writer{m_api,
               m_reader,
               {.caller = m_api.caller(),
                .project = m_project.segment(),
                .area = m_options.area,
                .marker_field = m_options.marker_field,
                .suppress_notifications = m_options.suppress_notifications,
                .batch_writes = m_options.batch_writes}}
{
}

Capabilities AzureDevOpsConnector::capabilities() const
{
    return {.compares_revision = true,
            .reports_deletions = true,
            .read_batch = k_batch,
            .write_batch = k_batch,
            .time_resolution = std::chrono::milliseconds{1},
            .settle_time = std::chrono::seconds{120},
            .settles_at_once = false,
            .may_read_stale = true, // the service reads from replicas where it can
            .revision_is_time = false};
}

std::vector<Check> AzureDevOpsConnector::test()
{
    return test_connection(m_api, m_project, m_options);
}

model::Metadata AzureDevOpsConnector::describe()
{
    return describe_project(m_api, m_project.segment(), m_log);
}

std::optional<std::string> AzureDevOpsConnector::filter_problem(const std::string& filter) const
{
    if (auto problem = condition_problem(filter)) {
        return problem;
    }
    if (trimmed(filter).empty()) {
        return std::nullopt;
    }
    // Whether the tracker can be asked now says nothing about the text.
    const auto answer = try_condition(m_api, m_project.segment(), filter);
    return answer.meaning == Meaning::rejected ? std::optional{answer.reason} : std::nullopt;
}

bool AzureDevOpsConnector::matches_filter(const model::WorkItem& item,
                                          const std::string& filter) const
{
    if (!is_in_area(text_of(item, k_area_path), m_options.area)) {
        return false;
    }
    const auto project = text_of(item, k_team_project);
    if (!project.empty() && !m_project.is_called(project)) {
        return false; // it was read by its id alone
    }
    if (trimmed(filter).empty()) {
        return true;
    }
    if (const auto problem = condition_problem(filter)) {
        throw Error{ErrorCode::setting, fmt::format("filter '{}': {}", filter, *problem)};
    }
    return m_filters.holds(m_project.segment(), filter, item.id);
}

std::unique_ptr<ChangeReader> AzureDevOpsConnector::changes(const ChangeQuery& query)
{
    m_listed.clear();
    auto mark =
        mark_of(query.since, {.project = m_project.setting(), .changes = m_options.changes});
    if (mark) {
        m_project.recall(mark->project);
        m_api.prefer_version(mark->version);
    } else {
        static_cast<void>(m_project.ask());
    }
    m_writer.use_project(m_project.segment());
    if (!mark) {
        return changes_from_start();
    }
    if (auto* place = std::get_if<QueryPlace>(&mark->place)) {
        return changes_by_query(std::move(*place));
    }
    return std::make_unique<FeedReader>(
        m_api, m_project, m_options.changes, std::get<FeedPlace>(std::move(mark->place)), m_log);
}

/// Whether the server has a feed shows here only, where the project was just read: later a feed
/// that is not found is an error, because what it would list since its token no query knows.
std::unique_ptr<ChangeReader> AzureDevOpsConnector::changes_from_start()
{
    if (m_options.changes == Changes::query) {
        return changes_by_query(std::nullopt);
    }
    auto feed =
        std::make_unique<FeedReader>(m_api, m_project, m_options.changes, std::nullopt, m_log);
    if (m_options.changes == Changes::feed || feed->is_offered()) {
        return feed;
    }
    m_log.warning(fmt::format("connector '{}': the tracker has no change feed; changes are found "
                              "by query (setting `changes`)",
                              m_options.connector));
    return changes_by_query(std::nullopt);
}

std::unique_ptr<ChangeReader>
AzureDevOpsConnector::changes_by_query(std::optional<QueryPlace> since)
{
    return std::make_unique<QueryReader>(
        QueryTools{.api = m_api,
                   .project = m_project,
                   .reader = m_reader,
                   .listed = m_listed,
                   .log = m_log,
                   .setting = m_options.changes,
                   .tracker_time = [this] { return tracker_time(); }},
        std::move(since));
}

std::vector<GetResult> AzureDevOpsConnector::get(std::span<const std::string> ids)
{
    std::vector<std::string> unread;
    std::vector<std::optional<model::WorkItem>> listed;
    listed.reserve(ids.size());
    for (const auto& id : ids) {
        listed.push_back(m_listed.take(id));
        if (!listed.back()) {
            unread.push_back(id);
        }
    }
    auto answers = m_reader.get(unread);
    std::vector<GetResult> results;
    results.reserve(ids.size());
    std::vector<std::string> read;
    auto answer = answers.begin();
    for (auto& item : listed) {
        results.push_back(item ? GetResult{std::move(*item)} : std::move(*answer++));
        if (const auto* found = std::get_if<model::WorkItem>(&results.back())) {
            read.push_back(found->id);
        }
    }
    m_filters.note_read(std::move(read));
    return results;
}

std::vector<WriteResult> AzureDevOpsConnector::write(std::span<const Operation> operations)
{
    for (const auto& operation : operations) {
        m_listed.forget(id_written(operation)); // the next read is to show what was written
    }
    return m_writer.write(operations);
}

/// The tracker's time by what its answers said; 0 while none did.
base::Timestamp AzureDevOpsConnector::tracker_time() const
{
    const auto offset = clock_offset();
    return offset ? base::Timestamp{m_clock.now().ms - offset->offset.count()} : base::Timestamp{};
}

std::vector<SettleResult> AzureDevOpsConnector::settle(std::span<const model::Intent> intents)
{
    if (intents.empty()) {
        return {};
    }
    static_cast<void>(m_project.project());
    m_writer.use_project(m_project.segment());
    auto results = search_markers(
        m_api, m_project.segment(), m_reader, intents, m_options.marker_field, tracker_time());
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (auto* found = std::get_if<Found>(&results[i])) {
            found->is_as_created = m_writer.is_as_created(found->item, intents[i].fields);
        }
    }
    return results;
}

std::optional<std::vector<WriteResult>>
AzureDevOpsConnector::validate(std::span<const Operation> operations)
{
    return m_writer.validate(operations);
}

std::string AzureDevOpsConnector::web_address(const std::string& id) const
{
    return fmt::format("{}/{}/_workitems/edit/{}",
                       m_options.address.base,
                       percent_encoded(m_project.segment()),
                       percent_encoded(id));
}

model::Fields AzureDevOpsConnector::left_by(const model::Intent& update,
                                            const model::WorkItem& item,
                                            const model::Fields& before)
{
    return m_writer.left_by(update, item, before);
}

int AzureDevOpsConnector::api_calls() const
{
    return m_api.client().traffic().calls;
}

std::optional<base::ClockOffset> AzureDevOpsConnector::clock_offset() const
{
    return m_api.client().clock_offset();
}

std::optional<model::Traffic> AzureDevOpsConnector::traffic() const
{
    return traffic_of(m_api.client());
}

std::optional<base::Timestamp> AzureDevOpsConnector::quiet_until() const
{
    return m_api.client().quiet_until();
}

} // namespace syncctl::connectors::azure_devops
