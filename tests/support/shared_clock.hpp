#pragma once

#include "syncctl/base/clock.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace syncctl::test {

/// The system's time and what a test adds to it, for the test itself and, through a preloaded
/// module, for the binary under test. Who sleeps there moves it instead.
class SharedClock final : public base::Clock {
public:
    /// Makes `file`, which has to live as long.
    explicit SharedClock(std::filesystem::path file);

    [[nodiscard]] base::Timestamp now() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;

    void advance(std::chrono::milliseconds by) { *m_ahead_ms += by.count(); }

    [[nodiscard]] std::chrono::milliseconds ahead() const
    {
        return std::chrono::milliseconds{m_ahead_ms->load()};
    }

    void set_ahead(std::chrono::milliseconds ahead) { *m_ahead_ms = ahead.count(); }

    /// For the environment of a program that shall have the same time.
    [[nodiscard]] std::map<std::string, std::string> environment() const;

private:
    using Offset = std::atomic<std::int64_t>;

    struct Unmap {
        void operator()(Offset* memory) const;
    };

    std::filesystem::path m_file;
    base::SystemClock m_system;
    std::unique_ptr<Offset, Unmap> m_ahead_ms;
};

} // namespace syncctl::test
