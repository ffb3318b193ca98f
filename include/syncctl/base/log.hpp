#pragma once

#include <string_view>

namespace syncctl::base {

/// Talk for the person watching; never data. The command line front decides where it goes and at
/// which verbosity. Text from outside may be in it: the front escapes it.
class Log {
public:
    virtual ~Log() = default;
    /// Something to know although the command goes on.
    virtual void warning(std::string_view text) = 0;
    /// Shown with -v.
    virtual void detail(std::string_view text) = 0;
};

/// Swallows everything.
class NullLog final : public Log {
public:
    void warning(std::string_view /*text*/) override {}

    void detail(std::string_view /*text*/) override {}
};

} // namespace syncctl::base
