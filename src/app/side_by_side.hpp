#pragma once

#include <cstddef>
#include <functional>

namespace syncctl::app {

/// Calls `work` once for each index below `count`, in their order, on at most `at_once` threads.
/// The caller's thread is worker 0; one at a time means that there is no other. Where the system
/// gives no further thread, fewer share the work.
/// \param work gets the number of the worker, which does one thing after another, and the index
/// \throws what a call threw first, when all have ended; after it none is begun any more
void side_by_side(std::size_t count,
                  std::size_t at_once,
                  const std::function<void(std::size_t worker, std::size_t index)>& work);

} // namespace syncctl::app
