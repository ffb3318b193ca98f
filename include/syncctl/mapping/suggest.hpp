#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/work_item.hpp"

#include <string>
#include <vector>

namespace syncctl::mapping {

/// What is known of one side.
struct SuggestSide {
    std::string connector;
    const model::Metadata* metadata = nullptr; ///< never nullptr; has at least one type
    base::Timestamp discovered_at;
    std::vector<model::WorkItem> samples;
};

struct SuggestRequest {
    std::string pair;
    model::BothSides<SuggestSide> sides;
    model::Direction direction = model::Direction::both;
    model::Strategy default_strategy = model::Strategy::last_write_wins;
    int min_score = 50; ///< percent; what scores less is a comment only
    base::Timestamp now;
};

/// One line of the document with what speaks for it.
struct Suggestion {
    std::string section; ///< types, statuses, fields, values, defaults or match
    std::string rule;    ///< as the document writes it
    int score = 0;       ///< percent
    std::string reason;
    bool is_active = true; ///< false: a comment, for a person to decide
    int line = 0;          ///< in the document
};

struct SuggestedDocument {
    std::string text;
    std::vector<Suggestion> suggestions; ///< in order of the document
};

/// A complete, commented document from what both trackers offer, and from samples of their items.
/// Pure and deterministic. It compiles without errors against the same metadata; what the linter
/// would refuse is a comment.
/// \throws Error{document} when no type of one side can go with any of the other
[[nodiscard]] SuggestedDocument suggest(const SuggestRequest& request);

} // namespace syncctl::mapping
