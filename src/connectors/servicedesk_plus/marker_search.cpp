#include "marker_search.hpp"

#include "field_value.hpp"
#include "item_json.hpp"
#include "marker_text.hpp"
#include "request_pages.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// How far two clocks may be apart without a request being missed.
constexpr std::int64_t k_clock_margin_ms = 24LL * 60 * 60 * 1000;
/// Business rules may touch a request right after its creation (contract, section 7.4).
constexpr std::int64_t k_creation_ms = 2000;

bool holds_all(const model::WorkItem& item, const model::Fields& fields, const Options& options)
{
    return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
        const auto& [name, value] = field;
        return holds(form_of(name, options), model::value_of(item.fields, name), value);
    });
}

/// Nobody has edited it since.
bool is_as_created(const model::WorkItem& item,
                   const model::Intent& intent,
                   const Options& options,
                   const StatusCategories& categories)
{
    const auto time_in = [&](std::string_view field) {
        const auto* text = std::get_if<std::string>(&model::value_of(item.fields, field));
        return text == nullptr ? std::nullopt : base::parse_utc(*text);
    };
    const auto updated = time_in(k_last_updated_time);
    const auto created = time_in(k_created_time);
    if (!updated) {
        return true;
    }
    if (!created || updated->ms > created->ms + k_creation_ms) {
        return false;
    }
    // What the first call did not come to hold, a business rule has changed: that is an edit.
    const auto steps =
        steps_of(WriteKind::create, intent.fields, intent.fields, {}, options, categories);
    const bool is_unfinished = steps.size() > 1 && !holds_all(item, steps.back().fields, options);
    return is_unfinished || holds_all(item, steps.front().fields, options);
}

/// One search for the markers of some creates.
class MarkerSearch {
public:
    MarkerSearch(Api& api,
                 Reader& reader,
                 const Options& options,
                 std::span<const model::Intent> intents)
        : m_api{api}, m_reader{reader}, m_options{options}, m_intents{intents}
    {
        for (const auto& intent : intents) {
            m_found.emplace(intent.marker, std::nullopt);
        }
    }

    void by_field();
    void by_creation(base::Timestamp now);
    [[nodiscard]] std::vector<SettleResult> results(const StatusCategories& categories) const;

private:
    [[nodiscard]] bool has_field() const
    {
        return m_options.marker_place == MarkerPlace::field && !m_options.marker_field.empty();
    }

    [[nodiscard]] std::string field() const
    {
        return fmt::format("{}{}", k_udf_prefix, m_options.marker_field);
    }

    [[nodiscard]] bool is_complete() const
    {
        return std::all_of(
            m_found.begin(), m_found.end(), [](const auto& each) { return each.second; });
    }

    [[nodiscard]] bool may_be_ours(const json& row) const;
    [[nodiscard]] bool is_wanted(const std::string& marker) const;
    [[nodiscard]] base::Timestamp since(base::Timestamp now) const;
    void read(const std::vector<std::string>& ids);

    Api& m_api;
    Reader& m_reader;
    const Options& m_options;
    std::span<const model::Intent> m_intents;
    std::map<std::string, std::optional<model::WorkItem>> m_found; ///< by marker
};

bool MarkerSearch::is_wanted(const std::string& marker) const
{
    const auto found = m_found.find(marker);
    return found != m_found.end() && !found->second;
}

/// Of several with the same marker the oldest is ours: the others are copies that somebody made.
/// One that cannot be read may be ours as well: to go on would be to create it twice.
void MarkerSearch::read(const std::vector<std::string>& ids)
{
    auto results = m_reader.get(ids);
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (const auto* unreadable = std::get_if<Unreadable>(&results[i])) {
            throw m_api.unusable(
                fmt::format("request {} cannot be read, and may be one whose create was "
                            "interrupted: {}",
                            ids[i],
                            unreadable->reason));
        }
        auto* item = std::get_if<model::WorkItem>(&results[i]);
        const auto found = item == nullptr ? m_found.end() : m_found.find(item->marker);
        if (found != m_found.end() &&
            (!found->second || is_lower_id(item->id, found->second->id))) {
            found->second = std::move(*item);
        }
    }
}

/// What is found is read by its id: the list may have ignored the condition.
void MarkerSearch::by_field()
{
    if (!has_field()) {
        return;
    }
    std::vector<Call> calls;
    for (const auto& intent : m_intents) {
        calls.push_back(list_call({"requests"},
                                  {{"row_count", k_most_rows},
                                   {"start_index", 1},
                                   {"fields_required", {"id", field()}},
                                   {"search_criteria", criterion(field(), "is", intent.marker)}}));
    }
    std::set<std::string> ids;
    for (const auto& answer : m_api.send_all(calls)) {
        if (answer.meaning == Meaning::rejected) {
            continue; // this build cannot search it
        }
        if (!answer.is_good()) {
            m_api.require_signed_in();
            throw error_of(answer, m_api.caller());
        }
        for (const auto& row : requests_of(answer.body, m_api)) {
            auto id = id_member(row);
            if (id && may_be_ours(row)) {
                ids.insert(std::move(*id));
            }
        }
    }
    read({ids.begin(), ids.end()});
}

/// Whether a row of a list may be of a request with one of the markers. What the list does not show
/// has to be read.
bool MarkerSearch::may_be_ours(const json& row) const
{
    if (m_options.marker_place == MarkerPlace::description) {
        return true;
    }
    if (is_wanted(subject_without_marker(text_member(row, k_subject)).marker)) {
        return true;
    }
    if (!has_field()) {
        return !member(row, k_subject).is_string();
    }
    const auto& custom = member(row, "udf_fields");
    return !custom.is_object() || !custom.contains(m_options.marker_field) ||
           is_wanted(text_member(custom, m_options.marker_field));
}

base::Timestamp MarkerSearch::since(base::Timestamp now) const
{
    std::optional<base::Timestamp> first;
    for (const auto& intent : m_intents) {
        if (!m_found.at(intent.marker)) {
            first = std::min(first.value_or(intent.first_sent_at), intent.first_sent_at);
        }
    }
    auto time = first.value_or(base::Timestamp{});
    if (now.ms > 0) {
        time = std::min(time, now); // by our clock it was sent later than the tracker has it
    }
    return {std::max<std::int64_t>(time.ms - k_clock_margin_ms, 1)};
}

void MarkerSearch::by_creation(base::Timestamp now)
{
    if (is_complete()) {
        return;
    }
    RequestPages::Query query{
        .field = k_created_time, .since = since(now), .fields = {std::string{k_subject}}};
    if (has_field()) {
        query.fields.push_back(field());
    }
    RequestPages pages{m_api, std::move(query)};
    while (const auto rows = pages.next()) {
        std::vector<std::string> ids;
        for (const auto& row : *rows) {
            if (may_be_ours(row)) {
                ids.push_back(id_member(row).value_or(std::string{}));
            }
        }
        read(ids);
        if (is_complete()) {
            return;
        }
    }
}

std::vector<SettleResult> MarkerSearch::results(const StatusCategories& categories) const
{
    std::vector<SettleResult> results;
    results.reserve(m_intents.size());
    for (const auto& intent : m_intents) {
        const auto& item = m_found.at(intent.marker);
        if (!item) {
            results.emplace_back(NotYetKnowable{});
            continue;
        }
        results.emplace_back(Found{
            .item = *item, .is_as_created = is_as_created(*item, intent, m_options, categories)});
    }
    return results;
}

} // namespace

std::vector<SettleResult> search_markers(Api& api,
                                         Reader& reader,
                                         const Options& options,
                                         const StatusCategories& categories,
                                         std::span<const model::Intent> intents,
                                         base::Timestamp now)
{
    MarkerSearch search{api, reader, options, intents};
    search.by_field();
    search.by_creation(now);
    return search.results(categories);
}

} // namespace syncctl::connectors::servicedesk_plus
