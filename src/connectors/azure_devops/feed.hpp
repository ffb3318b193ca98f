#pragma once

#include "api.hpp"
#include "listing_mark.hpp"
#include "project.hpp"

#include "syncctl/base/log.hpp"
#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::connectors::azure_devops {

/// The reporting feed of one project: what changed since a token of the tracker's own, deletions
/// included. Works without a row limit and without comparing times.
class FeedReader final : public ChangeReader {
public:
    /// \param since nullopt lists every item once, in its latest revision
    FeedReader(Api& api,
               ProjectMemory& project,
               Changes setting,
               std::optional<FeedPlace> since,
               base::Log& log);

    /// Asks for the first page, which next() then gives: false when the server has no such address.
    [[nodiscard]] bool is_offered();

    [[nodiscard]] std::optional<ChangePage> next() override;
    [[nodiscard]] Watermark watermark() const override;
    [[nodiscard]] std::optional<std::size_t> items_seen() const override;

private:
    [[nodiscard]] Call next_call() const;
    [[nodiscard]] Answer next_answer();
    /// For an answer that makes no sense.
    [[nodiscard]] Error unusable(std::string_view problem) const;
    [[noreturn]] void refuse(const Answer& answer) const;
    void take_page(const nlohmann::json& body, ChangePage& page);
    [[nodiscard]] std::optional<model::Change> change_of(const nlohmann::json& row);
    void advance(const nlohmann::json& body);

    Api& m_api;
    ProjectMemory& m_project;
    Changes m_setting;
    base::Log& m_log;
    bool m_is_first; ///< everything is listed, not only changes
    bool m_is_over = false;
    std::string m_token;
    std::optional<Answer> m_first_answer; ///< asked for, and not read yet
    int m_standstills = 0;
    int m_pages = 0;
    std::size_t m_alive = 0;
};

} // namespace syncctl::connectors::azure_devops
