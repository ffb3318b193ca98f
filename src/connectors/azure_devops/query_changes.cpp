#include "query_changes.hpp"

#include "recycle_bin.hpp"
#include "wiql.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

/// How far a listing looks back behind the begin of the one before it. An item may be shown later
/// than its time of change says: a transaction that took long, a replica that lags (minutes when it
/// is bad), machines of one service whose clocks differ. And a clock that ran ten minutes ahead and
/// is put right gives what changes next a time before our last look. Looking back costs reading
/// those items again; the engine knows their revisions.
constexpr std::chrono::milliseconds k_overlap{std::chrono::minutes{15}};
/// Between two machines of one service. A clock that goes back further may go back more than the
/// overlap: nobody tells since when it has been wrong, so everything is listed.
constexpr std::chrono::milliseconds k_clock_tolerance{std::chrono::minutes{2}};

/// The earlier of two times that are known.
base::Timestamp earlier(base::Timestamp one, base::Timestamp other)
{
    if (one.ms <= 0 || other.ms <= 0) {
        return {std::max<std::int64_t>({one.ms, other.ms, 0})};
    }
    return std::min(one, other);
}

std::string changed_since(const QueryPlace& place)
{
    return fmt::format("[{}] >= {}",
                       k_changed_date,
                       wiql_literal(base::Timestamp{
                           std::max<std::int64_t>(place.seen.ms - k_overlap.count(), 0)}));
}

} // namespace

QueryReader::QueryReader(QueryTools tools, std::optional<QueryPlace> since)
    : m_tools{std::move(tools)}, m_since{std::move(since)}
{
    if (m_since && m_since->seen.ms <= 0) {
        m_since.reset(); // the tracker told no time, and nothing that it lists has one
    }
}

void QueryReader::list_everything()
{
    m_since.reset();
    m_pages.emplace(m_tools.api, m_tools.project.segment(), std::string{});
}

/// The time that counts is that of the first answer: what changes while the pages are read is
/// later.
void QueryReader::begin()
{
    if (m_since) {
        m_pages.emplace(m_tools.api, m_tools.project.segment(), changed_since(*m_since));
    } else {
        list_everything();
    }
    auto ids = m_pages->next();
    m_began = earlier(m_pages->asked_at().value_or(base::Timestamp{}), m_tools.tracker_time());
    if (m_since && m_began.ms > 0 && m_began.ms + k_clock_tolerance.count() < m_since->seen.ms) {
        m_tools.log.warning(
            fmt::format("connector '{}': the tracker's clock went back from {} to {}: everything "
                        "is listed again",
                        m_tools.api.connector(),
                        base::format_utc(m_since->seen),
                        base::format_utc(m_began)));
        list_everything();
        ids = m_pages->next();
    }
    take_ids(std::move(ids).value_or(std::vector<std::string>{}));
}

void QueryReader::take_ids(std::vector<std::string> ids)
{
    m_ids = std::move(ids);
    m_next_id = 0;
    m_found += m_ids.size();
    if (m_found > ListedItems::k_most && m_is_keeping) {
        m_is_keeping = false;
        m_tools.listed.clear();
    }
}

bool QueryReader::fetch_ids()
{
    if (!m_pages) {
        begin();
        return true;
    }
    auto ids = m_pages->next();
    if (!ids) {
        return false;
    }
    take_ids(std::move(*ids));
    return true;
}

std::optional<ChangePage> QueryReader::next()
{
    ChangePage page;
    while (page.changes.empty()) {
        if (m_next_id < m_ids.size()) {
            page = read_some();
        } else if (!fetch_ids()) {
            // Last, so that what was deleted since the query is in it.
            if (m_is_bin_read) {
                return std::nullopt;
            }
            page = deletions();
            m_is_bin_read = true;
        }
    }
    return page;
}

/// What is left out was deleted or hidden since the query, or is so new that the replica that was
/// read lacks it: the recycle bin tells, or the next listing, by its overlap.
ChangePage QueryReader::read_some()
{
    const auto count = std::min(k_batch, m_ids.size() - m_next_id);
    const std::span ids{m_ids.data() + m_next_id, count};
    auto items = m_tools.reader.items(ids, m_is_keeping ? Detail::whole : Detail::change);
    m_next_id += count;
    const bool is_begin = m_found == m_ids.size() && m_next_id == count;
    ChangePage page;
    for (auto& item : items) {
        if (auto change = change_of(std::move(item))) {
            // Of the first ones only: what changes after they were read is not older.
            m_newest = is_begin ? std::max(m_newest, change->modified_at) : m_newest;
            page.changes.push_back(std::move(*change));
        }
    }
    m_alive += page.changes.size();
    return page;
}

/// nullopt for an item of another project.
std::optional<model::Change> QueryReader::change_of(ParsedItem&& parsed)
{
    model::Change change;
    if (const auto* problem = std::get_if<ItemProblem>(&parsed)) {
        change.id = problem->id; // whoever reads it will tell
        return change;
    }
    auto& item = std::get<model::WorkItem>(parsed);
    const auto* project = std::get_if<std::string>(&model::value_of(item.fields, k_team_project));
    if (project != nullptr && !m_tools.project.is_called(*project)) {
        m_tools.log.detail(
            fmt::format("item {} belongs to project '{}': left out", item.id, *project));
        return std::nullopt;
    }
    change.id = item.id;
    change.revision = item.revision;
    change.modified_at = item.modified_at;
    if (m_is_keeping) {
        m_tools.listed.keep(std::move(item));
    }
    return change;
}

/// Those that were not in the recycle bin the last time.
ChangePage QueryReader::deletions()
{
    const auto known = m_since ? std::move(m_since->deleted) : DeletedIds{};
    auto bin = deleted_ids(m_tools.api, m_tools.project.segment());
    if (const auto* hidden = std::get_if<HiddenBin>(&bin)) {
        m_tools.log.warning(
            fmt::format("connector '{}': the recycle bin cannot be listed, so deletions are not "
                        "noticed (`run --full` asks for each item): {}",
                        m_tools.api.connector(),
                        hidden->reason));
        m_deleted = known;
        return {};
    }
    m_deleted = std::get<DeletedIds>(std::move(bin));
    DeletedIds fresh;
    std::set_difference(
        m_deleted.begin(), m_deleted.end(), known.begin(), known.end(), std::back_inserter(fresh));
    ChangePage page;
    page.changes.reserve(fresh.size());
    for (const auto number : fresh) {
        model::Change change;
        change.id = fmt::format("{}", number);
        change.is_deleted = true;
        m_tools.listed.forget(change.id);
        page.changes.push_back(std::move(change));
    }
    return page;
}

Watermark QueryReader::watermark() const
{
    const auto last = m_since ? m_since->seen : base::Timestamp{};
    return watermark_of(
        {.scope = {.project = m_tools.project.setting(), .changes = m_tools.setting},
         .project = m_tools.project.project(),
         .version = m_tools.api.version(),
         .place = QueryPlace{.seen = m_began.ms > 0 ? m_began : std::max(m_newest, last),
                             .deleted = m_deleted}});
}

std::optional<std::size_t> QueryReader::items_seen() const
{
    return m_since ? std::nullopt : std::optional{m_alive};
}

} // namespace syncctl::connectors::azure_devops
