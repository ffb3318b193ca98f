#pragma once

#include "syncctl/base/secret.hpp"

#include <functional>
#include <optional>

namespace syncctl::connectors {

/// Where a connector keeps a short-lived credential that it got from its tracker, so that the next
/// process need not ask for another one. Sealed like the credentials, and gone when those change.
/// May be called by another thread than the one that made the connector.
class TokenCache {
public:
    virtual ~TokenCache() = default;

    /// What was kept last, by whichever process; nullopt when there is nothing that can be opened.
    [[nodiscard]] virtual std::optional<base::Secret> load() = 0;
    /// Never throws: what cannot be kept is asked for again by the next process.
    virtual void keep(const base::Secret& content) noexcept = 0;
    /// Runs `renewal` while no other process runs one for the same connector.
    /// \throws Error{locked} when another one does for a minute, Error{interrupted}; what `renewal`
    /// throws
    virtual void alone(const std::function<void()>& renewal) = 0;
};

} // namespace syncctl::connectors
