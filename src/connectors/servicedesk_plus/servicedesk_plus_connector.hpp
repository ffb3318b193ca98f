#pragma once

#include "api.hpp"
#include "catalogue.hpp"
#include "options.hpp"
#include "reader.hpp"
#include "web/client_setup.hpp"
#include "writer.hpp"

#include "syncctl/base/log.hpp"
#include "syncctl/connectors/connector.hpp"
#include "syncctl/connectors/registry.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// The requests of one portal of ServiceDesk Plus, on-premises or in the cloud.
class ServiceDeskPlusConnector final : public Connector {
public:
    explicit ServiceDeskPlusConnector(const ConnectorSetup& setup,
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
    [[nodiscard]] int api_calls() const override;
    [[nodiscard]] std::optional<base::ClockOffset> clock_offset() const override;
    [[nodiscard]] std::optional<model::Traffic> traffic() const override;
    [[nodiscard]] std::optional<base::Timestamp> quiet_until() const override;

private:
    /// By what its answers said so far; 0 while they did not.
    [[nodiscard]] base::Timestamp tracker_time() const;

    base::NullLog m_silence;
    base::SystemClock m_system_clock;
    base::Log& m_log;
    const base::Clock& m_clock;
    Options m_options;
    Api m_api;
    Reader m_reader;
    Catalogue m_catalogue;
    Writer m_writer;
};

} // namespace syncctl::connectors::servicedesk_plus
