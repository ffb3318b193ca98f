#include "feed_mark.hpp"

#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <nlohmann/json.hpp>

namespace syncctl::connectors::azure_devops {

namespace {

constexpr base::JsonLimits k_limits{
    .max_bytes = std::size_t{16} << 10U, .max_depth = 2, .max_nodes = 20};
constexpr std::size_t k_longest_token = 4096;

} // namespace

Watermark watermark_of(const FeedMark& mark)
{
    return {base::dump_json(nlohmann::json{{"setting", mark.setting},
                                           {"project", mark.project.id},
                                           {"name", mark.project.name},
                                           {"version", mark.version},
                                           {"token", mark.token}})};
}

std::optional<FeedMark> mark_of(const Watermark& watermark, const std::string& setting)
{
    if (watermark.bytes.empty()) {
        return std::nullopt;
    }
    FeedMark mark;
    try {
        const auto json = base::parse_json(watermark.bytes, k_limits);
        mark = {.setting = text_member(json, "setting"),
                .project = {.id = text_member(json, "project"), .name = text_member(json, "name")},
                .version = text_member(json, "version"),
                .token = text_member(json, "token", k_longest_token)};
    } catch (const Error&) {
        mark = {};
    }
    if (mark.token.empty() || mark.project.id.empty()) {
        throw Error{ErrorCode::damaged_database,
                    "the watermark of this pair is none of type azure-devops",
                    "syncctl run PAIR --full lists everything again"};
    }
    return mark.setting == setting ? std::optional{std::move(mark)} : std::nullopt;
}

} // namespace syncctl::connectors::azure_devops
