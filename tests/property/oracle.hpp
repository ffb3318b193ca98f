#pragma once

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/side.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace syncctl::test {

inline constexpr std::size_t k_fields = 3;

/// A value of a field. 0 is null; of a list, each bit is an element.
using Code = std::uint8_t;

template <class T>
using PerField = std::array<T, k_fields>;

/// How one field flows.
struct FieldPolicy {
    model::Arrow arrow = model::Arrow::both;
    model::Strategy strategy = model::Strategy::last_write_wins;
    bool is_list = false;
};

/// What the person who set up the pair wants.
struct PairPolicy {
    PerField<FieldPolicy> fields;
    model::Direction direction = model::Direction::both;
    model::DeletePolicy deletes = model::DeletePolicy::never;
};

/// What a person said about a conflict that was shown.
enum class Say : std::uint8_t { nothing, source, target };

/// Two linked items as the manual speaks of them: what stands where, and what waits for whom.
struct OracleLink {
    enum class State : std::uint8_t { in_step, deletion_waits, left_alone, forgotten };
    /// Who was edited last.
    enum class Later : std::uint8_t { nobody, source, target };

    model::BothSides<PerField<Code>> now{};
    PerField<Code> agreed{};                  ///< what both sides last had in common
    PerField<std::uint8_t> waits{};           ///< 1: a person has to decide
    model::BothSides<PerField<Code>> shown{}; ///< what the person sees of a field that waits
    PerField<Say> said{};
    Say said_about_deletion = Say::nothing;
    model::BothSides<std::uint8_t> exists{1, 1};
    model::BothSides<std::uint8_t> is_edited{}; ///< since the last run
    Later later = Later::nobody;
    State state = State::in_step;

    bool operator==(const OracleLink&) const = default;
};

/// What one run brings about, as the manual says it.
/// \returns true when the item whose partner was deleted gets closed
bool run_as_documented(const PairPolicy& policy, OracleLink& link);

} // namespace syncctl::test
