#pragma once

namespace syncctl::test {

/// A TCP port of 127.0.0.1 that nobody had a moment ago. For programs that cannot pick one and say
/// which; whoever starts one tries again when it was taken.
/// \throws std::runtime_error
[[nodiscard]] int free_port();

} // namespace syncctl::test
