#include "listing_mark.hpp"

#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr base::JsonLimits k_limits{
    .max_bytes = std::size_t{512} << 10U, .max_depth = 2, .max_nodes = 20};
constexpr std::size_t k_longest_token = 4096;
constexpr std::size_t k_longest_list = std::size_t{20} * k_most_deleted;

constexpr std::array<std::pair<Changes, std::string_view>, 3> k_changes{
    {{Changes::automatic, "auto"}, {Changes::feed, "feed"}, {Changes::query, "query"}}};

/// Rising numbers as what each has more than the one before it: `813,1,1,40`.
std::string steps_of(const std::vector<std::uint64_t>& numbers)
{
    std::string text;
    std::uint64_t last = 0;
    for (const auto number : numbers) {
        text += fmt::format("{}{}", text.empty() ? "" : ",", number - last);
        last = number;
    }
    return text;
}

/// nullopt for a text that steps_of() does not write.
std::optional<std::vector<std::uint64_t>> numbers_of(std::string_view steps)
{
    std::vector<std::uint64_t> numbers;
    const auto* at = steps.data();
    const auto* const end = steps.data() + steps.size();
    while (at != end) {
        std::uint64_t step = 0;
        const auto [next, problem] = std::from_chars(at, end, step);
        const auto last = numbers.empty() ? 0 : numbers.back();
        const bool is_last = next == end;
        if (problem != std::errc{} || step == 0 || last + step < last ||
            numbers.size() == k_most_deleted || (!is_last && (*next != ',' || next + 1 == end))) {
            return std::nullopt;
        }
        numbers.push_back(last + step);
        at = is_last ? end : next + 1;
    }
    return numbers;
}

void write(json& object, const FeedPlace& place)
{
    object["token"] = place.token;
}

void write(json& object, const QueryPlace& place)
{
    object["seen"] = place.seen.ms;
    object["deleted"] = steps_of(place.deleted);
}

std::optional<FeedPlace> feed_place(const json& object)
{
    auto token = text_member(object, "token", k_longest_token);
    return token.empty() ? std::nullopt : std::optional{FeedPlace{std::move(token)}};
}

std::optional<QueryPlace> query_place(const json& object)
{
    const auto& seen = member(object, "seen");
    const auto& deleted = member(object, "deleted");
    if (!seen.is_number_integer() || !deleted.is_string()) {
        return std::nullopt;
    }
    auto numbers = numbers_of(text_member(object, "deleted", k_longest_list));
    return numbers ? std::optional{QueryPlace{.seen = {seen.get<std::int64_t>()},
                                              .deleted = std::move(*numbers)}}
                   : std::nullopt;
}

/// nullopt for what no version of this connector has written. Before there was a choice, every
/// listing was one of the feed.
std::optional<ListingMark> read_mark(const json& object)
{
    const auto is_chosen = object.is_object() && object.contains("changes");
    const auto changes = is_chosen ? changes_named(text_member(object, "changes"))
                                   : std::optional{Changes::automatic};
    ListingMark mark;
    mark.project = {.id = text_member(object, "project"), .name = text_member(object, "name")};
    mark.version = text_member(object, "version");
    if (!changes || mark.project.id.empty()) {
        return std::nullopt;
    }
    mark.scope = {.project = text_member(object, "setting"), .changes = *changes};
    if (auto query = query_place(object)) {
        mark.place = std::move(*query);
    } else if (auto feed = feed_place(object)) {
        mark.place = std::move(*feed);
    } else {
        return std::nullopt;
    }
    return mark;
}

} // namespace

std::string_view to_string(Changes changes)
{
    for (const auto& [value, word] : k_changes) {
        if (value == changes) {
            return word;
        }
    }
    return {};
}

std::optional<Changes> changes_named(std::string_view word)
{
    for (const auto& [value, known] : k_changes) {
        if (known == word) {
            return value;
        }
    }
    return std::nullopt;
}

Watermark watermark_of(const ListingMark& mark)
{
    json object{{"setting", mark.scope.project},
                {"changes", to_string(mark.scope.changes)},
                {"project", mark.project.id},
                {"name", mark.project.name},
                {"version", mark.version}};
    std::visit([&](const auto& place) { write(object, place); }, mark.place);
    return {base::dump_json(object)};
}

std::optional<ListingMark> mark_of(const Watermark& watermark, const ListingScope& scope)
{
    if (watermark.bytes.empty()) {
        return std::nullopt;
    }
    std::optional<ListingMark> mark;
    try {
        mark = read_mark(base::parse_json(watermark.bytes, k_limits));
    } catch (const Error&) {
        mark.reset();
    }
    if (!mark) {
        throw Error{ErrorCode::damaged_database,
                    "the watermark of this pair is none of type azure-devops",
                    "syncctl run PAIR --full lists everything again"};
    }
    return mark->scope == scope ? mark : std::nullopt;
}

} // namespace syncctl::connectors::azure_devops
