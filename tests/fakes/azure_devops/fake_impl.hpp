#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "fakes/azure_devops/wire.hpp"
#include "fakes/http/loopback_server.hpp"

#include <mutex>

namespace syncctl::fakes {

class FakeAzureDevOps::Impl final : public Service {
public:
    Impl(FakeAzureDevOps& traffic, Setup setup);

    [[nodiscard]] Manners manners() const override;
    Served carry_out(const HttpRequest& request) override;
    [[nodiscard]] std::vector<std::string>
    problems(const HttpRequest& request, const HttpAnswer& answer, bool is_fault) const override;
    void hide_secrets(HttpRequest& request, HttpAnswer& answer) const override;
    void wait_for_connection();

    /// A change that people make: rules off, by someone else than the token's owner.
    Patched patch_as_people(int id, const Json& operations);

    std::string collection;
    bool is_checking = true;

    mutable std::mutex mutex; ///< over all that follows
    World world;
    World saved; ///< by save()

    std::unique_ptr<LoopbackServer> server; ///< last: ends before what it uses

private:
    [[nodiscard]] Answer answer_to(const HttpRequest& request);
};

/// The token that is accepted now.
[[nodiscard]] std::string token_of(const World& world);
/// nullopt when the request may go on, else how it is refused.
[[nodiscard]] std::optional<Answer> refused_credential(const World& world,
                                                       const HttpRequest& request);
/// \throws Refusal{403} for a write with a token that may only read
void check_right(const World& world, const Call& call);

} // namespace syncctl::fakes
