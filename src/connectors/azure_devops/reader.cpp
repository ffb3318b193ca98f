#include "reader.hpp"

#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

/// nullopt when the text is no id of this tracker: it then has no such item.
std::optional<std::uint64_t> number_of(std::string_view id)
{
    std::uint64_t number = 0;
    const auto result = std::from_chars(id.data(), id.data() + id.size(), number);
    return can_be_id(id) && result.ec == std::errc{} ? std::optional{number} : std::nullopt;
}

GetResult result_of(ParsedItem&& parsed)
{
    if (auto* item = std::get_if<model::WorkItem>(&parsed)) {
        return std::move(*item);
    }
    return Unreadable{std::get<ItemProblem>(parsed).reason};
}

const std::string& id_in(const ParsedItem& parsed)
{
    const auto* item = std::get_if<model::WorkItem>(&parsed);
    return item != nullptr ? item->id : std::get<ItemProblem>(parsed).id;
}

/// A row has a status of its own.
bool is_in_bin(const json& row)
{
    const auto& code = member(row, "code");
    return !code.is_number_integer() || code == 200;
}

/// What is certain when the recycle bin itself cannot be read.
GetResult without_proof(const Answer& bin)
{
    return bin.meaning == Meaning::forbidden
               ? GetResult{Forbidden{
                     "it is deleted, or the token may not see it; and the token may "
                     "not read the recycle bin, which would tell"}}
               : GetResult{Unreadable{
                     fmt::format("not shown, and the recycle bin cannot be read: {}", bin.reason)}};
}

Call batch_call(std::span<const std::string> ids, Detail detail)
{
    auto body = json{{"ids", json::array()}, {"errorPolicy", "omit"}};
    for (const auto& id : ids) {
        body["ids"].push_back(*number_of(id));
    }
    // The service takes either names of fields or what to expand.
    if (detail == Detail::whole) {
        body["$expand"] = "relations";
    } else {
        body["fields"] = {k_team_project, k_type, k_changed_date};
    }
    return query_call(wit({"workitemsbatch"}), body);
}

} // namespace

/// An answer above the size limit is asked for again in halves.
void Reader::read_batch(std::span<const std::string> ids,
                        Detail detail,
                        std::vector<ParsedItem>& items)
{
    auto answer = m_api.send(batch_call(ids, detail));
    if (answer.is_too_large && ids.size() > 1) {
        const auto half = ids.size() / 2;
        read_batch(ids.first(half), detail, items);
        read_batch(ids.subspan(half), detail, items);
        return;
    }
    if (answer.is_too_large) {
        items.emplace_back(ItemProblem{.id = ids.front(), .reason = answer.reason});
        return;
    }
    if (!answer.is_good()) {
        throw error_of(answer, m_api.caller());
    }
    const std::set<std::string, std::less<>> wanted{ids.begin(), ids.end()};
    for (const auto& row : list_of(answer.body)) {
        if (row.is_null()) {
            continue; // so some servers leave an id out
        }
        auto parsed = item_of(row, m_marker_field);
        if (wanted.contains(id_in(parsed))) {
            items.push_back(std::move(parsed));
        }
    }
}

std::vector<ParsedItem> Reader::items(std::span<const std::string> ids, Detail detail)
{
    m_api.require_signed_in();
    std::vector<ParsedItem> items;
    for (std::size_t start = 0; start < ids.size(); start += k_batch) {
        read_batch(ids.subspan(start, std::min(k_batch, ids.size() - start)), detail, items);
    }
    return items;
}

/// Asks the recycle bin about what was left out.
void Reader::judge_missing(std::span<const std::string> ids, std::vector<GetResult>& results)
{
    for (std::size_t start = 0; start < ids.size(); start += k_batch) {
        const auto some = ids.subspan(start, std::min(k_batch, ids.size() - start));
        Call call;
        call.path = wit_in(m_project.segment(), {"recyclebin"});
        call.query = {{"ids", fmt::format("{}", fmt::join(some, ","))}};
        const auto answer = m_api.send(call);
        std::set<std::string> deleted;
        if (answer.is_good()) {
            for (const auto& row : list_of(answer.body)) {
                auto id = id_of(member(row, "id"));
                if (id && is_in_bin(row)) {
                    deleted.insert(std::move(*id));
                }
            }
        } else if (answer.meaning == Meaning::signed_out) {
            throw error_of(answer, m_api.caller());
        }
        for (const auto& id : some) {
            if (!answer.is_good() && answer.meaning != Meaning::not_found) {
                results.push_back(without_proof(answer));
            } else if (deleted.contains(id)) {
                results.emplace_back(Absent{});
            } else {
                results.emplace_back(
                    Forbidden{"it was moved out of sight, deleted for good, or the token may not "
                              "see it: the tracker does not tell which"});
            }
        }
    }
}

std::vector<GetResult> Reader::get(std::span<const std::string> ids)
{
    std::vector<std::string> askable;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(askable), [](const auto& id) {
        return number_of(id).has_value();
    });
    std::map<std::string, GetResult> found;
    for (auto& parsed : items(askable)) {
        auto id = id_in(parsed);
        found.emplace(std::move(id), result_of(std::move(parsed)));
    }
    std::vector<std::string> missing;
    std::copy_if(askable.begin(), askable.end(), std::back_inserter(missing), [&](const auto& id) {
        return !found.contains(id);
    });
    std::vector<GetResult> judged;
    judge_missing(missing, judged);
    for (std::size_t i = 0; i < missing.size(); ++i) {
        found.emplace(missing[i], std::move(judged[i]));
    }
    std::vector<GetResult> results;
    results.reserve(ids.size());
    for (const auto& id : ids) {
        const auto result = found.find(id);
        results.push_back(result == found.end() ? GetResult{Absent{}} : result->second);
    }
    return results;
}

} // namespace syncctl::connectors::azure_devops
