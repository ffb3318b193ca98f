#include "request_pages.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// In a row; more only where many requests share a millisecond.
constexpr int k_most_pages_without_news = 20;
/// A tracker may compare whole seconds.
constexpr std::int64_t k_time_tolerance_ms = 1000;

/// nullopt when the answer does not say. Some trackers spell it as a text.
std::optional<bool> has_more_rows(const json& body)
{
    const auto& more = member(member(body, "list_info"), "has_more_rows");
    if (more.is_boolean()) {
        return more.get<bool>();
    }
    return more == "true"    ? std::optional{true}
           : more == "false" ? std::optional{false}
                             : std::nullopt;
}

/// A page may be short because of rows that this user may not see; so only where the answer does
/// not say whether there are more, a short one is the last.
bool is_last_page(const json& body, std::size_t rows)
{
    return !has_more_rows(body).value_or(rows >= k_most_rows);
}

} // namespace

const json& requests_of(const json& body, const Api& api)
{
    const auto& rows = member(body, "requests");
    if (!rows.is_array()) {
        throw api.unusable("answer to a list has no list 'requests'");
    }
    return rows;
}

json criterion(std::string_view field, std::string_view condition, const std::string& value)
{
    return {{"field", field}, {"condition", condition}, {"value", value}};
}

json RequestPages::ask()
{
    auto fields = json::array({"id", k_created_time, k_last_updated_time});
    for (const auto& field : m_query.fields) {
        fields.push_back(field);
    }
    json list_info{{"row_count", k_most_rows},
                   {"start_index", m_start},
                   {"sort_field", m_query.field},
                   {"sort_order", "asc"},
                   {"fields_required", std::move(fields)}};
    if (m_query.since) {
        list_info["search_criteria"] =
            criterion(m_query.field, "greater or equal", fmt::format("{}", m_query.since->ms));
    }
    return m_api.read(list_call({"requests"}, std::move(list_info)));
}

std::optional<std::vector<json>> RequestPages::next()
{
    while (!m_is_over) {
        const auto body = ask();
        const auto& rows = requests_of(body, m_api);
        auto news = take(rows);
        m_pages_without_news = news.empty() ? m_pages_without_news + 1 : 0;
        m_is_over = is_last_page(body, rows.size());
        if (!m_is_over) {
            advance(rows);
        }
        if (!news.empty()) {
            return news;
        }
    }
    return std::nullopt;
}

std::vector<json> RequestPages::take(const json& rows)
{
    std::vector<json> news;
    base::Timestamp last;
    for (const auto& row : rows) {
        const auto id = id_member(row);
        if (!id) {
            throw m_api.unusable("list of requests has a row without a usable id");
        }
        const auto time = time_member(row, m_query.field);
        if (time) {
            const bool is_too_old =
                m_query.since && time->ms + k_time_tolerance_ms < m_query.since->ms;
            if (*time < last || is_too_old) {
                throw m_api.unusable(
                    fmt::format("list of requests does not keep to the order and the times that "
                                "were asked for: request {}",
                                *id));
            }
            last = *time;
        }
        // One that was edited since is news again, with a later time.
        const bool is_at_begin = !time || (m_query.since && *time <= *m_query.since);
        if (!is_at_begin || !m_known.contains(*id)) {
            news.push_back(row);
        }
    }
    m_newest = std::max(m_newest, last);
    return news;
}

void RequestPages::advance(const json& rows)
{
    if (m_pages_without_news >
        k_most_pages_without_news + static_cast<int>(m_known.size() / k_most_rows * 4)) {
        throw m_api.unusable("list of requests says that there are more, and shows none");
    }
    base::Timestamp last;
    for (const auto& row : rows) {
        last = std::max(last, time_member(row, m_query.field).value_or(base::Timestamp{}));
    }
    const bool is_later = last.ms > 0 && (!m_query.since || *m_query.since < last);
    if (is_later) {
        m_query.since = last;
        m_start = 1;
        m_known.clear();
    } else if (rows.empty()) {
        m_start += k_most_rows;
    } else {
        // By half a page: what leaves the millisecond meanwhile moves the others up.
        m_start += std::max<std::size_t>(rows.size() / 2, 1);
    }
    for (const auto& row : rows) {
        const auto time = time_member(row, m_query.field);
        if (!time || *time == last) {
            m_known.insert(id_member(row).value_or(std::string{}));
        }
    }
}

} // namespace syncctl::connectors::servicedesk_plus
