#pragma once

#include "script.hpp"

#include <functional>

namespace syncctl::simulation {

/// A shorter script for which `fails` still holds: steps are left out, then words of the steps that
/// are left, until none can be spared (delta debugging).
[[nodiscard]] Script shrink(Script script, const std::function<bool(const Script&)>& fails);

} // namespace syncctl::simulation
