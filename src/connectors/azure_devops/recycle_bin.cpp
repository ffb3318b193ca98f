#include "recycle_bin.hpp"

#include "item_json.hpp"
#include "listing_mark.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::connectors::azure_devops {

namespace {

bool is_hidden(const Answer& answer)
{
    return answer.meaning == Meaning::forbidden || answer.meaning == Meaning::not_found ||
           answer.has_too_many_rows;
}

} // namespace

std::variant<DeletedIds, HiddenBin> deleted_ids(Api& api, const std::string& project)
{
    Call call;
    call.path = wit_in(project, {"recyclebin"});
    api.require_signed_in();
    const auto answer = api.send(call);
    if (is_hidden(answer)) {
        return HiddenBin{answer.reason};
    }
    if (!answer.is_good()) {
        throw error_of(answer, api.caller());
    }
    const auto& rows = list_of(answer.body);
    if (rows.size() > k_most_deleted) {
        return HiddenBin{fmt::format("it holds more than {} items", k_most_deleted)};
    }
    DeletedIds ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) {
        const auto id = id_number(member(row, "id"));
        if (!id) {
            throw api.unusable("recycle bin has a row without a usable id");
        }
        ids.push_back(*id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

} // namespace syncctl::connectors::azure_devops
