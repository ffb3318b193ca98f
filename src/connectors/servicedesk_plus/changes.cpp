#include "changes.hpp"

#include "item_json.hpp"
#include "listing_mark.hpp"
#include "request_pages.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// A clock that goes back further may go back more than the overlap: nobody tells since when it
/// has been wrong, so everything is listed.
constexpr std::chrono::milliseconds k_clock_tolerance{std::chrono::minutes{2}};
/// The earliest time of all: a request without one is never at or after it.
constexpr base::Timestamp k_any_time{1};

class TimesReader final : public ChangeReader {
public:
    TimesReader(Api& api,
                std::optional<ListingMark> since,
                base::Log& log,
                std::function<base::Timestamp()> tracker_time)
        : m_api{api}, m_since{since}, m_log{log}, m_tracker_time{std::move(tracker_time)}
    {
    }

    [[nodiscard]] std::optional<ChangePage> next() override;

    [[nodiscard]] Watermark watermark() const override
    {
        return watermark_of(m_mark, scope_of(m_api.options()));
    }

    [[nodiscard]] std::optional<std::size_t> items_seen() const override
    {
        return m_since ? std::nullopt : std::optional{m_alive};
    }

private:
    [[nodiscard]] std::optional<std::vector<json>> rows();
    [[nodiscard]] std::vector<json> begin();
    [[nodiscard]] std::vector<json> begin_all();
    [[nodiscard]] ChangePage changes_of(const std::vector<json>& rows);
    [[nodiscard]] RequestPages pages(std::string_view field,
                                     std::optional<base::Timestamp> since) const;
    [[nodiscard]] base::Timestamp updated_since() const;
    [[nodiscard]] bool is_updated_later(const json& row) const;
    void end();

    Api& m_api;
    std::optional<ListingMark> m_since; ///< nullopt: everything is listed
    base::Log& m_log;
    std::function<base::Timestamp()> m_tracker_time;
    std::optional<RequestPages> m_created;
    std::optional<RequestPages> m_updated; ///< once those created are listed
    ListingMark m_mark;
    base::Timestamp m_began;         ///< by the tracker's clock; 0: it did not tell
    base::Timestamp m_newest_update; ///< before everything was listed
    std::size_t m_alive = 0;
};

base::Timestamp back(base::Timestamp time, std::chrono::milliseconds overlap)
{
    return std::max(k_any_time, base::Timestamp{time.ms - overlap.count()});
}

/// Time of the last update that the tracker knows of; 0 when there was none.
base::Timestamp newest_update(Api& api)
{
    // The condition leaves out those without one: nobody tells where they are sorted in.
    const auto body = api.read(list_call(
        {"requests"},
        {{"row_count", 1},
         {"start_index", 1},
         {"sort_field", k_last_updated_time},
         {"sort_order", "desc"},
         {"fields_required", {"id", k_last_updated_time}},
         {"search_criteria",
          criterion(k_last_updated_time, "greater or equal", fmt::format("{}", k_any_time.ms))}}));
    const auto& rows = requests_of(body, api);
    return rows.empty()
               ? base::Timestamp{}
               : time_member(rows.front(), k_last_updated_time).value_or(base::Timestamp{});
}

RequestPages TimesReader::pages(std::string_view field, std::optional<base::Timestamp> since) const
{
    return {m_api, {.field = field, .since = since, .fields = {"is_trashed"}}};
}

base::Timestamp TimesReader::updated_since() const
{
    return back(m_since->updated, m_api.options().overlap);
}

/// The time of the last update is asked for first: what is updated while the pages are read may
/// have been listed before.
std::vector<json> TimesReader::begin_all()
{
    m_newest_update = newest_update(m_api);
    m_created.emplace(pages(k_created_time, std::nullopt));
    return m_created->next().value_or(std::vector<json>{});
}

std::vector<json> TimesReader::begin()
{
    if (!m_since) {
        auto rows = begin_all();
        m_began = m_tracker_time();
        return rows;
    }
    m_created.emplace(pages(k_created_time, back(m_since->created, m_api.options().overlap)));
    auto rows = m_created->next().value_or(std::vector<json>{});
    m_began = m_tracker_time();
    const auto last = std::max(m_since->updated, m_since->created);
    if (m_began.ms == 0 || last.ms <= m_began.ms + k_clock_tolerance.count()) {
        return rows;
    }
    m_log.warning(fmt::format("connector '{}': the tracker's clock went back from {} to {}: "
                              "everything is listed again",
                              m_api.caller().connector,
                              base::format_utc(last),
                              base::format_utc(m_began)));
    m_since.reset();
    return begin_all();
}

std::optional<std::vector<json>> TimesReader::rows()
{
    if (!m_created) {
        return begin();
    }
    auto rows = m_updated ? m_updated->next() : m_created->next();
    if (!rows && !m_updated && m_since) {
        m_updated.emplace(pages(k_last_updated_time, updated_since()));
        rows = m_updated->next();
    }
    return rows;
}

std::optional<ChangePage> TimesReader::next()
{
    while (const auto some = rows()) {
        auto page = changes_of(*some);
        if (!page.changes.empty()) {
            return page;
        }
    }
    end();
    return std::nullopt;
}

/// The list of updates shows it.
bool TimesReader::is_updated_later(const json& row) const
{
    const auto updated = time_member(row, k_last_updated_time);
    return m_since && !m_updated && updated && *updated >= updated_since();
}

ChangePage TimesReader::changes_of(const std::vector<json>& rows)
{
    ChangePage page;
    for (const auto& row : rows) {
        if (is_updated_later(row)) {
            continue;
        }
        model::Change change;
        change.id = id_member(row).value_or(std::string{});
        change.is_deleted = is_in_trash(row);
        if (!change.is_deleted) {
            change.revision = revision_of(row);
            change.modified_at = modified_at(row);
            m_alive += 1;
        }
        page.changes.push_back(std::move(change));
    }
    return page;
}

/// A time that lies ahead of the tracker's own clock would hide what happens until then.
void TimesReader::end()
{
    const auto old = m_since.value_or(ListingMark{});
    m_mark.created = std::max(old.created, m_created->newest());
    m_mark.updated = std::max(old.updated, m_updated ? m_updated->newest() : m_newest_update);
    if (m_began.ms > 0) {
        m_mark.created = std::min(m_mark.created, m_began);
        m_mark.updated = std::min(m_mark.updated, m_began);
    }
}

} // namespace

std::unique_ptr<ChangeReader> list_changes(Api& api,
                                           const Options& options,
                                           const ChangeQuery& query,
                                           base::Log& log,
                                           std::function<base::Timestamp()> tracker_time)
{
    if (!tracker_time) {
        tracker_time = [] { return base::Timestamp{}; };
    }
    return std::make_unique<TimesReader>(
        api, mark_of(query.since, scope_of(options)), log, std::move(tracker_time));
}

} // namespace syncctl::connectors::servicedesk_plus
