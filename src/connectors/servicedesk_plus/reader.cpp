#include "reader.hpp"

#include "request_pages.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// Whole requests are in memory at the same time; each may be some MiB.
constexpr std::size_t k_ids_at_once = 50;

Call call_about(const std::string& list, const std::string& id)
{
    Call call;
    call.path = {list, id};
    return call;
}

/// The answer is not about one request: no other one would get through either.
bool is_about_all(const Answer& answer)
{
    return answer.meaning == Meaning::signed_out || answer.meaning == Meaning::throttled ||
           answer.meaning == Meaning::not_sent ||
           (answer.is_page && answer.meaning != Meaning::not_found);
}

/// Nothing of the tracker's own came back.
bool is_lost(const Answer& answer)
{
    return answer.meaning == Meaning::failed || answer.meaning == Meaning::no_answer ||
           answer.meaning == Meaning::unreadable;
}

} // namespace

Answer Reader::ask(const Call& call)
{
    auto answer = m_api.send(call);
    if (is_about_all(answer) && !(call.is_optional && answer.meaning == Meaning::signed_out)) {
        throw_for(answer);
    }
    return answer;
}

void Reader::throw_for(const Answer& answer) const
{
    m_api.require_signed_in(); // it may have been the accounts server that refused
    throw error_of(answer, m_api.caller());
}

std::vector<Answer> Reader::answers_about(std::span<const std::string> ids)
{
    std::vector<Call> calls;
    calls.reserve(ids.size());
    std::transform(ids.begin(), ids.end(), std::back_inserter(calls), [](const auto& id) {
        return call_about("requests", id);
    });
    auto answers = m_api.send_all(calls);
    const auto bad = std::find_if(answers.begin(), answers.end(), is_about_all);
    if (bad != answers.end()) {
        throw_for(*bad);
    }
    if (answers.size() > 1 && std::all_of(answers.begin(), answers.end(), is_lost)) {
        throw_for(answers.front());
    }
    return answers;
}

std::vector<GetResult> Reader::get(std::span<const std::string> ids)
{
    m_api.require_signed_in();
    std::vector<GetResult> results(ids.size(),
                                   Unreadable{"this is no id of a request: the tracker has whole "
                                              "numbers of at most 19 digits"});
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (can_be_id(ids[i])) {
            places.push_back(i);
        }
    }
    for (std::size_t start = 0; start < places.size(); start += k_ids_at_once) {
        const auto count = std::min(k_ids_at_once, places.size() - start);
        std::vector<std::string> some;
        for (std::size_t i = start; i < start + count; ++i) {
            some.push_back(ids[places[i]]);
        }
        const auto answers = answers_about(some);
        for (std::size_t i = 0; i < count; ++i) {
            results[places[start + i]] = result_of(some[i], answers[i]);
        }
    }
    return results;
}

GetResult Reader::result_of(const std::string& id, const Answer& answer)
{
    if (answer.meaning == Meaning::not_found) {
        return what_became_of(id, answer);
    }
    if (answer.meaning == Meaning::forbidden) {
        return Forbidden{answer.reason};
    }
    if (!answer.is_good()) {
        return Unreadable{answer.reason};
    }
    const auto& request = member(answer.body, "request");
    if (id_member(request) != id) {
        return Unreadable{"the tracker's answer is not about this request"};
    }
    auto parsed = item_of(request, m_options);
    if (auto* item = std::get_if<model::WorkItem>(&parsed)) {
        return std::move(*item);
    }
    if (const auto* problem = std::get_if<ItemProblem>(&parsed)) {
        return Unreadable{problem->reason};
    }
    return Absent{};
}

/// The tracker says the same about a request that is gone, one that was moved out of sight, and an
/// address that is wrong (contract, section 7.5).
GetResult Reader::what_became_of(const std::string& id, const Answer& answer)
{
    if (!m_options.is_cloud()) {
        if (auto archived = look_into_archive(id)) {
            return std::move(*archived);
        }
    }
    if (m_options.proof_of_deletion == ProofOfDeletion::missing) {
        return look_into_lists(id, answer.reason);
    }
    return Unreadable{fmt::format(
        "not found: it was deleted for good, merged into another one, or this user may not see it; "
        "the tracker does not tell which ({}). syncctl items unlink {}:{} ends its sync; with "
        "--set deleted=missing such a request counts as deleted",
        answer.reason,
        m_options.connector,
        id)};
}

/// nullopt when the archive does not have it, or there is none.
std::optional<Unreadable> Reader::look_into_archive(const std::string& id)
{
    auto call = call_about("archive_requests", id);
    call.is_optional = true;
    const auto answer = ask(call);
    if (answer.is_good()) {
        return Unreadable{fmt::format("it was archived: the tracker keeps it, but nobody can edit "
                                      "it there. syncctl items unlink {}:{} ends its sync",
                                      m_options.connector,
                                      id)};
    }
    if (answer.meaning == Meaning::not_found) {
        return std::nullopt;
    }
    return Unreadable{
        fmt::format("not found, and whether it was archived cannot be read: {}", answer.reason)};
}

/// The ids of a list; nullopt when the tracker does not give it.
std::optional<std::vector<std::string>> Reader::listed(json list_info)
{
    list_info["row_count"] = 2;
    list_info["start_index"] = 1;
    list_info["fields_required"] = {"id"};
    const auto answer = ask(list_call({"requests"}, std::move(list_info)));
    if (!answer.is_good()) {
        return std::nullopt;
    }
    std::vector<std::string> ids;
    for (const auto& row : requests_of(answer.body, m_api)) {
        ids.push_back(id_member(row).value_or(std::string{}));
    }
    return ids;
}

/// It is gone when the tracker, asked in another way, does not have it, and shows others.
GetResult Reader::look_into_lists(const std::string& id, const std::string& reason)
{
    const auto same = listed({{"search_criteria", criterion("id", "is", id)}});
    const auto others = same ? listed(json::object()) : std::nullopt;
    if (!others) {
        return Unreadable{fmt::format("not found ({}), and the list of requests, which would tell "
                                      "more, cannot be read",
                                      reason)};
    }
    if (!same->empty()) {
        return Unreadable{fmt::format("not found by its id ({}), but a list shows it", reason)};
    }
    const bool has_others = std::any_of(others->begin(), others->end(), [&](const auto& other) {
        return can_be_id(other) && other != id;
    });
    return has_others ? GetResult{Absent{}}
                      : GetResult{Unreadable{fmt::format(
                            "not found ({}), but neither is any other request: this user may have "
                            "lost a right. syncctl connector test {}",
                            reason,
                            m_options.connector)}};
}

} // namespace syncctl::connectors::servicedesk_plus
