#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace syncctl::base {

/// As syslog counts them.
enum class Severity { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

/// Something that programs which read the log may wait for. All of them are in events.hpp.
struct EventKind {
    std::string_view name; ///< never changes once it was released
    Severity severity = Severity::info;
    std::string_view meaning{}; ///< as in docs/watching.md
};

/// \p key lower case with underscores.
struct LogField {
    LogField(std::string_view key_, std::string_view text) : key{key_}, value{std::string{text}} {}

    template <std::integral Integer>
    LogField(std::string_view key_, Integer number)
        : key{key_}, value{static_cast<std::int64_t>(number)}
    {
    }

    std::string key;
    std::variant<std::string, std::int64_t> value;
};

/// Talk for the person watching, and events for programs; never data. The command line front
/// decides where it goes and at which verbosity. Text from outside may be in it: the front escapes
/// it.
class Log {
public:
    virtual ~Log() = default;
    /// Something to know although the command goes on.
    virtual void warning(std::string_view text) = 0;
    /// Shown with -v.
    virtual void detail(std::string_view text) = 0;

    /// Several threads may call it at once. Never a secret, never more of an item than its key.
    virtual void event(const EventKind& /*kind*/, const std::vector<LogField>& /*fields*/) {}
};

/// Swallows everything.
class NullLog final : public Log {
public:
    void warning(std::string_view /*text*/) override {}

    void detail(std::string_view /*text*/) override {}
};

} // namespace syncctl::base
