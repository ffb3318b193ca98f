#include "feed.hpp"

#include "item_json.hpp"
#include "web/percent.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr int k_most_pages = 1'000'000;
constexpr int k_most_standstills = 2;
constexpr std::size_t k_longest_token = 4096;
/// All that a change needs; the engine reads the items that matter, long texts and links included.
constexpr const char* k_fields =
    "System.TeamProject,System.WorkItemType,System.ChangedDate,System.IsDeleted";
constexpr const char* k_page_size = "1000";

/// Older answers give the token only inside the link to the next page.
std::string token_in_link(const std::string& link)
{
    constexpr std::string_view k_name = "continuationToken=";
    const auto begin = link.find(k_name);
    if (begin == std::string::npos) {
        return {};
    }
    const auto rest = link.substr(begin + k_name.size());
    return percent_decoded(std::string_view{rest}.substr(0, rest.find('&'))).value_or("");
}

/// 404 and its relatives: what answers is no feed.
bool is_missing(const Answer& answer)
{
    return answer.meaning == Meaning::not_found || answer.status == 405 || answer.status == 410 ||
           answer.status == 501;
}

std::string token_of(const json& body)
{
    const auto& token = member(body, "continuationToken");
    if (token.is_number_integer()) {
        return token.dump();
    }
    auto text = text_member(body, "continuationToken", k_longest_token);
    return text.empty() ? token_in_link(text_member(body, "nextLink", 2 * k_longest_token))
                        : std::move(text);
}

} // namespace

FeedReader::FeedReader(Api& api,
                       ProjectMemory& project,
                       Changes setting,
                       std::optional<FeedPlace> since,
                       base::Log& log)
    : m_api{api},
      m_project{project},
      m_setting{setting},
      m_log{log},
      m_is_first{!since.has_value()},
      m_token{since ? std::move(since->token) : std::string{}}
{
}

bool FeedReader::is_offered()
{
    m_first_answer = next_answer();
    return !is_missing(*m_first_answer);
}

Call FeedReader::next_call() const
{
    Call call;
    call.path = wit_in(m_project.segment(), {"reporting", "workitemrevisions"});
    call.query = {{"fields", k_fields}, {"includeDeleted", "true"}, {"$maxPageSize", k_page_size}};
    if (m_is_first) {
        call.query.emplace_back("includeLatestOnly", "true");
    }
    if (!m_token.empty()) {
        call.query.emplace_back("continuationToken", m_token);
    }
    return call;
}

Answer FeedReader::next_answer()
{
    if (m_first_answer) {
        return *std::exchange(m_first_answer, std::nullopt);
    }
    m_api.require_signed_in();
    return m_api.send(next_call());
}

std::optional<ChangePage> FeedReader::next()
{
    ChangePage page;
    while (!m_is_over && page.changes.empty()) {
        if (++m_pages > k_most_pages) {
            throw unusable("does not come to an end");
        }
        const auto answer = next_answer();
        if (!answer.is_good()) {
            refuse(answer);
        }
        take_page(answer.body, page);
        advance(answer.body);
    }
    return page.changes.empty() ? std::nullopt : std::optional{std::move(page)};
}

Error FeedReader::unusable(std::string_view problem) const
{
    return m_api.unusable(fmt::format("change feed {}", problem));
}

/// How long a token lives is not published; without it everything is listed again. A feed that was
/// there and is gone may be back tomorrow, with all that happened since.
void FeedReader::refuse(const Answer& answer) const
{
    if (answer.meaning == Meaning::rejected && !m_is_first) {
        const auto error = error_of(answer, m_api.caller());
        throw Error{error.code(),
                    error.message() + " (asked with the token of the last listing)",
                    "syncctl run PAIR --full lists everything again"};
    }
    if (is_missing(answer)) {
        throw Error{ErrorCode::not_found,
                    fmt::format("connector '{}': the tracker shows no change feed: {}",
                                m_api.connector(),
                                answer.reason),
                    fmt::format("run it again later; if this server has none: syncctl connector "
                                "edit {} --set changes=query",
                                m_api.connector())};
    }
    throw error_of(answer, m_api.caller());
}

/// Rows may come twice, and in a listing of changes each item once per revision: the newest of a
/// page counts. Over pages the engine compares revisions, and memory stays flat.
void FeedReader::take_page(const json& body, ChangePage& page)
{
    std::unordered_map<std::string, std::size_t> places;
    const auto& rows = member(body, "values");
    if (!rows.is_array()) {
        throw unusable("has no list 'values'");
    }
    for (const auto& row : rows) {
        auto change = change_of(row);
        if (!change) {
            continue;
        }
        const auto [place, is_new] = places.try_emplace(change->id, page.changes.size());
        if (is_new) {
            page.changes.push_back(std::move(*change));
        } else if (auto& known = page.changes[place->second];
                   revision_number(known.revision) < revision_number(change->revision)) {
            known = std::move(*change);
        }
    }
    m_alive += static_cast<std::size_t>(
        std::count_if(page.changes.begin(), page.changes.end(), [](const auto& change) {
            return !change.is_deleted;
        }));
}

/// nullopt for an item of another project.
std::optional<model::Change> FeedReader::change_of(const json& row)
{
    auto id = id_of(member(row, "id"));
    auto revision = id_of(member(row, "rev"));
    if (!id || !revision) {
        throw unusable("has a row without a usable id or revision");
    }
    const auto& fields = member(row, "fields");
    const auto project = text_member(fields, k_team_project, 256);
    if (!project.empty() && !m_project.is_called(project)) {
        m_log.detail(fmt::format("item {} belongs to project '{}': left out", *id, project));
        return std::nullopt;
    }
    model::Change change;
    change.id = std::move(*id);
    change.revision.text = std::move(*revision);
    change.modified_at =
        date_of(text_member(fields, k_changed_date, 64)).value_or(base::Timestamp{});
    change.is_deleted = flag_member(fields, k_is_deleted);
    return change;
}

/// A token that stands still would be asked for ever.
void FeedReader::advance(const json& body)
{
    const auto& last = member(body, "isLastBatch");
    auto token = token_of(body);
    if (!last.is_boolean() || token.empty()) {
        throw unusable("does not say where it goes on");
    }
    m_is_over = last.get<bool>();
    m_standstills = token == m_token ? m_standstills + 1 : 0;
    if (!m_is_over && m_standstills >= k_most_standstills) {
        throw unusable("stands still: the same token came back again");
    }
    m_token = std::move(token);
}

Watermark FeedReader::watermark() const
{
    return watermark_of({.scope = {.project = m_project.setting(), .changes = m_setting},
                         .project = m_project.project(),
                         .version = m_api.version(),
                         .place = FeedPlace{m_token}});
}

std::optional<std::size_t> FeedReader::items_seen() const
{
    return m_is_first ? std::optional{m_alive} : std::nullopt;
}

} // namespace syncctl::connectors::azure_devops
