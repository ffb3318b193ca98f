#pragma once

#include "api.hpp"
#include "filter_memory.hpp"
#include "listing_mark.hpp"
#include "options.hpp"
#include "project.hpp"
#include "reader.hpp"
#include "web/client_setup.hpp"
#include "web/listed_items.hpp"
#include "writer.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/connectors/connector.hpp"
#include "syncctl/connectors/registry.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// One project of Azure DevOps.
class AzureDevOpsConnector final : public Connector {
public:
    explicit AzureDevOpsConnector(const ConnectorSetup& setup,
                                  const Surroundings& surroundings = {});

    [[nodiscard]] Capabilities capabilities() const override;
    [[nodiscard]] std::vector<Check> test() override;
    [[nodiscard]] model::Metadata describe() override;
    [[nodiscard]] std::optional<std::string>
    filter_problem(const std::string& filter) const override;
    [[nodiscard]] bool matches_filter(const model::WorkItem& item,
                                      const std::string& filter) const override;
    [[nodiscard]] std::unique_ptr<ChangeReader> changes(const ChangeQuery& query) override;
    [[nodiscard]] std::vector<GetResult> get(std::span<const std::string> ids) override;
    [[nodiscard]] std::vector<WriteResult> write(std::span<const Operation> operations) override;
    [[nodiscard]] std::vector<SettleResult> settle(std::span<const model::Intent> intents) override;

    [[nodiscard]] std::string web_address(const std::string& id) const override;
    [[nodiscard]] model::Fields left_by(const model::Intent& update,
                                        const model::WorkItem& item,
                                        const model::Fields& before) override;
    [[nodiscard]] std::optional<std::vector<WriteResult>>
    validate(std::span<const Operation> operations) override;
    [[nodiscard]] int api_calls() const override;
    [[nodiscard]] std::optional<base::ClockOffset> clock_offset() const override;
    [[nodiscard]] std::optional<model::Traffic> traffic() const override;
    [[nodiscard]] std::optional<base::Timestamp> quiet_until() const override;

private:
    [[nodiscard]] std::unique_ptr<ChangeReader> changes_by_query(std::optional<QueryPlace> since);
    [[nodiscard]] std::unique_ptr<ChangeReader> changes_from_start();
    [[nodiscard]] base::Timestamp tracker_time() const;

    base::NullLog m_silence;
    base::SystemClock m_system_clock;
    base::Log& m_log;
    const base::Clock& m_clock;
    Options m_options;
    // What asking costs is nobody else's business, and the interface asks while it is const.
    mutable Api m_api;
    mutable ProjectMemory m_project;
    mutable FilterMemory m_filters;
    Reader m_reader;
    ListedItems m_listed;
    Writer m_writer;
};

} // namespace syncctl::connectors::azure_devops
