#include "servicedesk_plus_connector.hpp"

#include "changes.hpp"
#include "describe.hpp"
#include "filter.hpp"
#include "marker_search.hpp"
#include "test_connection.hpp"
#include "web/percent.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::connectors::servicedesk_plus {

ServiceDeskPlusConnector::ServiceDeskPlusConnector(const ConnectorSetup& setup,
                                                   const Surroundings& surroundings)
    : m_log{setup.log == nullptr ? m_silence : *setup.log},
      m_clock{surroundings.clock == nullptr ? m_system_clock : *surroundings.clock},
      m_options{options_of(setup)},
      m_api{m_options, setup, surroundings, m_log},
      m_reader{m_api, m_options},
      m_catalogue{m_api, m_options},
      m_writer{m_api, m_reader, m_catalogue, m_options}
{
}

Capabilities ServiceDeskPlusConnector::capabilities() const
{
    constexpr std::size_t k_at_once = 100;
    return {.compares_revision = false,
            .reports_deletions = false,
            .read_batch = k_at_once,
            .write_batch = k_at_once,
            .time_resolution = m_options.time_resolution,
            // Longer than an index was seen to lag behind.
            .settle_time = std::chrono::minutes{5},
            .settles_at_once = false,
            .may_read_stale = true,
            .revision_is_time = m_options.time_resolution > std::chrono::milliseconds{1}};
}

std::vector<Check> ServiceDeskPlusConnector::test()
{
    return test_connection(m_api, m_catalogue, m_options);
}

model::Metadata ServiceDeskPlusConnector::describe()
{
    return describe_portal(m_api, m_catalogue, m_options, m_log);
}

std::optional<std::string> ServiceDeskPlusConnector::filter_problem(const std::string& filter) const
{
    return servicedesk_plus::filter_problem(filter);
}

bool ServiceDeskPlusConnector::matches_filter(const model::WorkItem& item,
                                              const std::string& filter) const
{
    return filter_holds(filter, item);
}

std::unique_ptr<ChangeReader> ServiceDeskPlusConnector::changes(const ChangeQuery& query)
{
    return list_changes(m_api, m_options, query, m_log, [this] { return tracker_time(); });
}

std::vector<GetResult> ServiceDeskPlusConnector::get(std::span<const std::string> ids)
{
    return m_reader.get(ids);
}

std::vector<WriteResult> ServiceDeskPlusConnector::write(std::span<const Operation> operations)
{
    return m_writer.write(operations);
}

std::vector<SettleResult> ServiceDeskPlusConnector::settle(std::span<const model::Intent> intents)
{
    const auto category = [this](std::string_view status) {
        return m_catalogue.category_of_name(status);
    };
    return search_markers(m_api, m_reader, m_options, category, intents, tracker_time());
}

base::Timestamp ServiceDeskPlusConnector::tracker_time() const
{
    const auto offset = clock_offset();
    return offset ? base::Timestamp{m_clock.now().ms - offset->offset.count()} : base::Timestamp{};
}

std::string ServiceDeskPlusConnector::web_address(const std::string& id) const
{
    return m_options.is_cloud() ? fmt::format("{}/ui/requests/{}/details",
                                              m_options.address.base,
                                              percent_encoded(id))
                                : fmt::format("{}/WorkOrder.do?woMode=viewWO&woID={}",
                                              m_options.address.base,
                                              percent_encoded(id));
}

int ServiceDeskPlusConnector::api_calls() const
{
    return m_api.calls_sent();
}

std::optional<base::ClockOffset> ServiceDeskPlusConnector::clock_offset() const
{
    return m_api.client().clock_offset();
}

std::optional<model::Traffic> ServiceDeskPlusConnector::traffic() const
{
    return traffic_of(m_api.client());
}

std::optional<base::Timestamp> ServiceDeskPlusConnector::quiet_until() const
{
    return m_api.client().quiet_until();
}

} // namespace syncctl::connectors::servicedesk_plus
