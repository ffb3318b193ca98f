#include "id_pages.hpp"

#include "item_json.hpp"
#include "wiql.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

constexpr std::size_t k_page = 10'000; ///< half of what one query may return
constexpr std::uint64_t k_widest = std::uint64_t{1} << 40U;
constexpr int k_most_calls = 100'000;

} // namespace

IdPages::IdPages(Api& api, std::string project, std::string condition)
    : m_api{api}, m_project{std::move(project)}, m_condition{std::move(condition)}, m_width{k_page}
{
}

Call IdPages::next_call() const
{
    auto condition =
        fmt::format("{}[System.Id] > {}", m_condition.empty() ? "" : m_condition + " AND ", m_last);
    if (m_is_narrow) {
        condition += fmt::format(" AND [System.Id] <= {}", m_last + m_width);
    }
    return wiql_call(m_project, condition, k_page);
}

std::optional<std::vector<std::string>> IdPages::next()
{
    while (!m_is_over) {
        if (++m_calls > k_most_calls) {
            throw m_api.unusable("answers to a query do not come to an end");
        }
        const auto range_end = m_last + m_width;
        m_api.require_signed_in();
        const auto answer = m_api.send(next_call());
        if (answer.has_too_many_rows) {
            narrow(answer);
            continue;
        }
        if (!answer.is_good()) {
            throw error_of(answer, m_api.caller());
        }
        if (!m_asked_at) {
            m_asked_at = date_of(text_member(answer.body, "asOf", 64));
        }
        auto ids = take_rows(answer.body);
        advance(ids.size(), range_end);
        if (!ids.empty()) {
            return ids;
        }
    }
    return std::nullopt;
}

/// Nobody says whether a server counts the rows before or after it cut them off at `$top`. So the
/// query is made smaller itself: a range of ids holds no more rows than ids.
void IdPages::narrow(const Answer& answer)
{
    if (m_is_narrow && m_width == 1) {
        throw error_of(answer, m_api.caller());
    }
    m_width = m_is_narrow ? m_width / 2 : m_width;
    m_is_narrow = true;
}

std::vector<std::string> IdPages::take_rows(const nlohmann::json& body)
{
    std::vector<std::string> ids;
    for (const auto& row : list_of(body, "workItems")) {
        const auto id = id_number(member(row, "id"));
        if (!id || *id <= m_last) {
            throw m_api.unusable(
                "answer to a query has a row without a usable id, or out of order");
        }
        m_last = *id;
        ids.push_back(fmt::format("{}", *id));
    }
    return ids;
}

/// A server may give less than it was asked for, so only a short page is the last one.
void IdPages::advance(std::size_t rows, std::uint64_t range_end)
{
    if (rows >= k_batch) {
        return;
    }
    if (!m_is_narrow) {
        m_is_over = true;
        return;
    }
    // Ids are those of the whole organization: where few of them are of this project, a range may
    // be wider, and after an empty one the rest may fit into one query.
    m_last = std::max(m_last, range_end);
    m_width = std::min(m_width * 2, k_widest);
    m_is_narrow = rows > 0;
}

std::vector<std::string>
query_ids(Api& api, const std::string& project, const std::string& condition)
{
    std::vector<std::string> ids;
    IdPages pages{api, project, condition};
    while (auto page = pages.next()) {
        ids.insert(ids.end(),
                   std::make_move_iterator(page->begin()),
                   std::make_move_iterator(page->end()));
    }
    return ids;
}

} // namespace syncctl::connectors::azure_devops
