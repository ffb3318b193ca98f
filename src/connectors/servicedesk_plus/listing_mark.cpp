#include "listing_mark.hpp"

#include "options.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

constexpr base::JsonLimits k_limits{.max_bytes = 4096, .max_depth = 2, .max_nodes = 20};
constexpr int k_version = 1;

struct ScopedMark {
    ListingScope scope;
    ListingMark mark;
};

std::optional<base::Timestamp> time_in(const json& object, std::string_view key)
{
    const auto& ms = member(object, key);
    return ms.is_number_unsigned() ? std::optional{base::Timestamp{ms.get<std::int64_t>()}}
                                   : std::nullopt;
}

std::optional<ScopedMark> read_mark(const json& object)
{
    const auto updated = time_in(object, "updated");
    const auto created = time_in(object, "created");
    if (member(object, "version") != k_version || !member(object, "portal").is_string() ||
        !updated || !created) {
        return std::nullopt;
    }
    return ScopedMark{.scope = {.portal = text_member(object, "portal"),
                                .portal_id = text_member(object, "portal_id")},
                      .mark = {.updated = *updated, .created = *created}};
}

} // namespace

ListingScope scope_of(const Options& options)
{
    return {.portal = options.address.portal, .portal_id = options.portal_id};
}

Watermark watermark_of(const ListingMark& mark, const ListingScope& scope)
{
    return {base::dump_json({{"version", k_version},
                             {"portal", scope.portal},
                             {"portal_id", scope.portal_id},
                             {"updated", mark.updated.ms},
                             {"created", mark.created.ms}})};
}

std::optional<ListingMark> mark_of(const Watermark& watermark, const ListingScope& scope)
{
    if (watermark.bytes.empty()) {
        return std::nullopt;
    }
    std::optional<ScopedMark> read;
    try {
        read = read_mark(base::parse_json(watermark.bytes, k_limits));
    } catch (const Error&) {
        read.reset();
    }
    if (!read) {
        throw Error{ErrorCode::damaged_database,
                    "the watermark of this pair is none of type servicedesk-plus",
                    "syncctl run PAIR --full lists everything again"};
    }
    return read->scope == scope ? std::optional{read->mark} : std::nullopt;
}

} // namespace syncctl::connectors::servicedesk_plus
