#pragma once

#include "syncctl/connectors/connector.hpp"
#include "syncctl/connectors/registry.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::test {

/// A tracker that outlives the connectors of many runs: what each of them is asked, it is asked.
class BorrowedConnector : public connectors::Connector {
public:
    explicit BorrowedConnector(connectors::Connector& tracker) : m_lent{tracker} {}

    [[nodiscard]] connectors::Capabilities capabilities() const override
    {
        return m_lent.capabilities();
    }

    [[nodiscard]] std::vector<connectors::Check> test() override { return m_lent.test(); }

    [[nodiscard]] model::Metadata describe() override { return m_lent.describe(); }

    [[nodiscard]] std::optional<std::string>
    filter_problem(const std::string& filter) const override
    {
        return m_lent.filter_problem(filter);
    }

    [[nodiscard]] bool matches_filter(const model::WorkItem& item,
                                      const std::string& filter) const override
    {
        return m_lent.matches_filter(item, filter);
    }

    [[nodiscard]] std::unique_ptr<connectors::ChangeReader>
    changes(const connectors::ChangeQuery& query) override
    {
        return m_lent.changes(query);
    }

    [[nodiscard]] std::vector<connectors::GetResult> get(std::span<const std::string> ids) override
    {
        return m_lent.get(ids);
    }

    [[nodiscard]] std::vector<connectors::WriteResult>
    write(std::span<const connectors::Operation> operations) override
    {
        return m_lent.write(operations);
    }

    [[nodiscard]] std::vector<connectors::SettleResult>
    settle(std::span<const model::Intent> intents) override
    {
        return m_lent.settle(intents);
    }

    [[nodiscard]] model::Fields left_by(const model::Intent& update,
                                        const model::WorkItem& item,
                                        const model::Fields& before) override
    {
        return m_lent.left_by(update, item, before);
    }

    [[nodiscard]] int api_calls() const override { return m_lent.api_calls(); }

    [[nodiscard]] std::optional<base::ClockOffset> clock_offset() const override
    {
        return m_lent.clock_offset();
    }

private:
    connectors::Connector& m_lent;
};

/// A type of `https://HOST` with one secret, `token`.
inline connectors::ConnectorType type_with_token(
    std::string name,
    std::function<std::unique_ptr<connectors::Connector>(const connectors::ConnectorSetup&)> make)
{
    connectors::ConnectorType type;
    type.name = std::move(name);
    type.purpose = "for tests";
    type.url_form = "https://HOST";
    type.settings = {
        {.name = "token", .description = "a secret", .is_required = true, .is_secret = true}};
    type.url_problem = [](const std::string&) { return std::optional<std::string>{}; };
    type.normalise_url = [](const std::string& url) { return url; };
    type.origins = [](const std::string& url, const std::map<std::string, std::string>&) {
        return std::vector<std::string>{url};
    };
    type.make = std::move(make);
    return type;
}

} // namespace syncctl::test
