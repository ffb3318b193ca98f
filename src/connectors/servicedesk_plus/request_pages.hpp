#pragma once

#include "api.hpp"

#include "syncctl/base/clock.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// The list of `requests` in the body of an answer. \throws Error{unavailable} when there is none:
/// an answer without a list is not an empty list
[[nodiscard]] const nlohmann::json& requests_of(const nlohmann::json& body, const Api& api);

/// `{"field":...,"condition":...,"value":...}`. One goes out as an object: there are trackers that
/// take no array of one, and others that take none of several (contract, section 7.2).
[[nodiscard]] nlohmann::json
criterion(std::string_view field, std::string_view condition, const std::string& value);

/// The requests in the order of one of their times, page by page. Each page is asked for from the
/// time on with which the last one ended, because places in a list shift while requests are
/// deleted or edited; places count only within one millisecond.
class RequestPages {
public:
    struct Query {
        std::string_view field; ///< created_time or last_updated_time
        /// nullopt: all, also those without that time
        std::optional<base::Timestamp> since{};
        std::vector<std::string> fields{}; ///< to be shown beside `id` and both times
    };

    RequestPages(Api& api, Query query) : m_api{api}, m_query{std::move(query)} {}

    /// Rows that were not there before, each with a usable id; nullopt after the last page. Never
    /// empty. \throws Error, also for a list that does not keep to what was asked for
    [[nodiscard]] std::optional<std::vector<nlohmann::json>> next();

    /// The newest time of the rows so far.
    [[nodiscard]] base::Timestamp newest() const { return m_newest; }

private:
    [[nodiscard]] nlohmann::json ask();
    [[nodiscard]] std::vector<nlohmann::json> take(const nlohmann::json& rows);
    void advance(const nlohmann::json& rows);

    Api& m_api;
    Query m_query;
    std::size_t m_start = 1;       ///< place of the next page among those from `since` on
    base::Timestamp m_newest;      ///< of the rows so far
    std::set<std::string> m_known; ///< rows that the next page may show again
    int m_pages_without_news = 0;
    bool m_is_over = false;
};

} // namespace syncctl::connectors::servicedesk_plus
