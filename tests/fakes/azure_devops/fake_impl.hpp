#pragma once

#include "fakes/azure_devops/fake_azure_devops.hpp"
#include "fakes/azure_devops/wire.hpp"
#include "fakes/http/loopback_server.hpp"

#include <mutex>
#include <random>

namespace syncctl::fakes {

class FakeAzureDevOps::Impl {
public:
    explicit Impl(Setup setup);

    HttpAnswer serve(const HttpRequest& request);
    void wait_for_connection();

    /// A change that people make: rules off, by someone else than the token's owner.
    Patched patch_as_people(int id, const Json& operations);

    struct PlannedFault {
        Matching matching;
        Fault fault;
        int times = 1;
        int skipped = 0;
    };

    struct RandomFaults {
        std::mt19937_64 random;
        double probability = 0;
        std::vector<Fault> faults;
        Matching matching;
    };

    test::FixedClock own_clock;
    std::string collection;
    bool is_logging = true;
    bool is_checking = true;

    mutable std::mutex mutex; ///< over all that follows
    World world;
    World saved; ///< by save()
    std::vector<PlannedFault> planned;
    std::optional<RandomFaults> random_faults;
    std::vector<std::pair<Matching, std::function<void()>>> actions;
    std::vector<Exchange> log;
    std::vector<Exchange> too_early;
    std::vector<std::string> violations;
    std::int64_t not_before_ms = 0;

    std::unique_ptr<LoopbackServer> server; ///< last: ends before what it uses

private:
    [[nodiscard]] std::optional<Fault> next_fault(const HttpRequest& request);
    /// Empty: none.
    [[nodiscard]] std::function<void()> next_action(const HttpRequest& request);
    [[nodiscard]] Answer carry_out(const HttpRequest& request);
    /// Holds what was asked, and what was answered unless that was a fault, against the document.
    void check(const HttpRequest& request, const HttpAnswer& answer, bool is_answer_checked);
    [[nodiscard]] HttpAnswer to_http(const Answer& answer) const;
    void remember(const HttpRequest& request,
                  const HttpAnswer& answer,
                  const std::optional<Fault>& fault,
                  base::Timestamp at);
};

/// The token that is accepted now.
[[nodiscard]] std::string token_of(const World& world);
/// nullopt when the request may go on, else how it is refused.
[[nodiscard]] std::optional<Answer> refused_credential(const World& world,
                                                       const HttpRequest& request);
/// \throws Refusal{403} for a write with a token that may only read
void check_right(const World& world, const Call& call);

} // namespace syncctl::fakes
