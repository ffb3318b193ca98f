#pragma once

#include "answer.hpp"

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// What `response_status` of an answer says, an object or an array of them (contract, section 4).
struct Envelope {
    bool is_there = false;
    bool is_good = true;
    bool is_partial = false;
    std::vector<Problem> problems{};
};

/// Bounded: at most 50 problems, texts cut.
[[nodiscard]] Envelope envelope_of(const nlohmann::json& body);

} // namespace syncctl::connectors::servicedesk_plus
