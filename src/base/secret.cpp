#include "syncctl/base/secret.hpp"

#include "syncctl/base/error.hpp"

#include <sodium.h>

#include <cstring>
#include <new>
#include <utility>

namespace syncctl::base {
namespace {

std::byte* allocate(std::size_t size)
{
    if (sodium_init() < 0) {
        throw Error{ErrorCode::failed, "libsodium cannot be initialised"};
    }
    auto* memory = sodium_malloc(size);
    if (memory == nullptr) {
        throw std::bad_alloc{};
    }
    sodium_memzero(memory, size);
    return static_cast<std::byte*>(memory);
}

} // namespace

Secret Secret::of_size(std::size_t size)
{
    Secret secret;
    if (size > 0) {
        secret.m_data = allocate(size);
        secret.m_size = size;
    }
    return secret;
}

Secret::Secret(std::span<const std::byte> bytes) : Secret{of_size(bytes.size())}
{
    if (m_data != nullptr) {
        std::memcpy(m_data, bytes.data(), bytes.size());
    }
}

Secret::Secret(std::string_view text) : Secret{std::as_bytes(std::span{text.data(), text.size()})}
{
}

Secret::Secret(Secret&& other) noexcept
    : m_data{std::exchange(other.m_data, nullptr)}, m_size{std::exchange(other.m_size, 0)}
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    // What this held is wiped now, not when `other` goes.
    Secret taken{std::move(other)};
    std::swap(m_data, taken.m_data);
    std::swap(m_size, taken.m_size);
    return *this;
}

Secret::~Secret()
{
    sodium_free(m_data);
}

std::string_view Secret::reveal() const noexcept
{
    return {reinterpret_cast<const char*>(m_data), m_size};
}

bool Secret::equals(const Secret& other) const noexcept
{
    return m_size == other.m_size &&
           (m_size == 0 || sodium_memcmp(m_data, other.m_data, m_size) == 0);
}

void wipe(std::span<std::byte> bytes) noexcept
{
    sodium_memzero(bytes.data(), bytes.size());
}

void wipe(std::string& text) noexcept
{
    sodium_memzero(text.data(), text.size());
    text.clear();
}

} // namespace syncctl::base
