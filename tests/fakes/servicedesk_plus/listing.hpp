#pragma once

#include "fakes/servicedesk_plus/call.hpp"

#include <functional>

namespace syncctl::fakes::sdp {

/// A member of search_criteria.
struct Criterion {
    enum class Condition {
        is,
        greater,
        greater_or_equal,
        less,
        less_or_equal,
        between,
        starts_with,
        ends_with,
        contains,
    };

    std::string field;
    Condition condition = Condition::is;
    bool is_negated = false;
    std::vector<Json> values;        ///< any of them; one null when there was none
    bool is_or = false;              ///< with what stands before it
    std::vector<Criterion> children; ///< joined to it
};

/// \throws Refusal
[[nodiscard]] std::vector<Criterion> read_criteria(const Json& given);

/// The member list_info of a call.
struct ListQuery {
    int row_count = 10;
    int start_index = 1;
    std::vector<std::pair<std::string, bool>> sort; ///< fields, and whether they ascend
    bool wants_total = false;
    std::vector<std::string> fields_required;
    std::vector<Criterion> criteria;
    Json search_fields;
    Json echo; ///< what the answer's list_info repeats
};

/// Of a call that lists; without input_data there is a first page. \throws Refusal
[[nodiscard]] ListQuery read_list_query(const World& world, const Call& call);

/// What a criterion compares: text, a number, true or false, an array of text, null.
using ValueOf = std::function<Json(const std::string& field)>;

[[nodiscard]] bool matches(const ListQuery& query, const ValueOf& value_of);
/// Calls `visit` with each field that the criteria name.
void for_each_field(const ListQuery& query, const std::function<void(const std::string&)>& visit);

/// Sorts, cuts the page out of what matched, and says what list_info has to say.
struct Page {
    std::vector<std::size_t> rows; ///< indexes of what is on the page
    Json list_info;
};

/// \param value_of of the row with an index
[[nodiscard]] Page
page_of(const World& world,
        const ListQuery& query,
        std::size_t count,
        const std::function<Json(std::size_t row, const std::string& field)>& value_of);

} // namespace syncctl::fakes::sdp
