#pragma once

#include "place.hpp"

#include "syncctl/mapping/diagnostic.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// Collects what is wrong with one document. Bounded, so that a hostile document costs no more than
/// an honest one: after many problems of a kind the rest is only counted.
class Findings {
public:
    void error(Place place, std::string message, std::string hint = {});
    void warning(Place place, std::string message, std::string hint = {});

    /// `did you mean 'x'?`, or nothing when no candidate is close (or the search got too
    /// expensive).
    [[nodiscard]] std::string did_you_mean(std::string_view typed,
                                           const std::vector<std::string>& candidates);

    [[nodiscard]] bool has_errors() const { return !m_errors.found.empty(); }

    /// In the order of their places.
    [[nodiscard]] std::vector<Diagnostic> take();

private:
    struct Kind {
        std::vector<Diagnostic> found;
        std::size_t not_shown = 0;
    };

    static void add(Kind& kind, Diagnostic diagnostic);

    Kind m_errors;
    Kind m_warnings;
    std::size_t m_comparisons = 0;
};

} // namespace syncctl::mapping
