#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace syncctl::base {

/// Octets that must not leak: kept between guard pages, locked where the system allows, wiped when
/// destroyed, and without any way to print them (no operator<<, no formatter, no implicit string).
/// Move only.
class Secret {
public:
    Secret() = default;
    /// Copies; the caller wipes its own copy.
    explicit Secret(std::span<const std::byte> bytes);
    explicit Secret(std::string_view text);
    /// Room for `size` octets, zeroed, to be filled through writable().
    [[nodiscard]] static Secret of_size(std::size_t size);

    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {m_data, m_size}; }

    [[nodiscard]] std::span<std::byte> writable() noexcept { return {m_data, m_size}; }

    /// The octets as text, valid as long as this object. Hand it to a library, never to a message.
    [[nodiscard]] std::string_view reveal() const noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

    [[nodiscard]] bool empty() const noexcept { return m_size == 0; }

    [[nodiscard]] Secret clone() const { return Secret{bytes()}; }

    /// Constant time for equal lengths.
    [[nodiscard]] bool equals(const Secret& other) const noexcept;

private:
    std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

/// Overwrites memory that held a secret; not removed by the optimiser.
void wipe(std::span<std::byte> bytes) noexcept;
void wipe(std::string& text) noexcept;

} // namespace syncctl::base
