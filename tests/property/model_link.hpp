#pragma once

#include "link_world.hpp"
#include "oracle.hpp"

#include <string>

namespace syncctl::test {

/// Plays one run of the real planner in the state that an OracleLink describes, and says how the
/// outcome differs from it.
class ModelLink {
public:
    explicit ModelLink(const PairPolicy& policy);

    /// "" when the planner brings `before` to `after`, and wants nothing more then.
    /// \param closes the survivor of a deletion gets closed on the way
    [[nodiscard]] std::string
    difference(const OracleLink& before, const OracleLink& after, bool closes);

private:
    void arrange(const OracleLink& state);
    [[nodiscard]] std::string writes_differ(const engine::LinkPlan& plan,
                                            const OracleLink& before,
                                            const OracleLink& after,
                                            bool closes) const;
    [[nodiscard]] std::string world_differs(const OracleLink& after) const;
    [[nodiscard]] std::string conflicts_differ(const OracleLink& after) const;

    PairPolicy m_policy;
    LinkWorld m_world;
    LinkWorld m_fresh;
};

} // namespace syncctl::test
