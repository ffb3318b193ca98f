#include "fakes/azure_devops/fake_impl.hpp"

#include <algorithm>
#include <stdexcept>

namespace syncctl::fakes {

void FakeAzureDevOps::numbers_items_from(int id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.next_item = id;
}

void FakeAzureDevOps::remove(int id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.actor = 1;
    set_deleted(m_impl->world, id, true);
    m_impl->world.actor = 0;
}

void FakeAzureDevOps::restore(int id)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.actor = 1;
    set_deleted(m_impl->world, id, false);
    m_impl->world.actor = 0;
}

void FakeAzureDevOps::destroy(int id)
{
    const std::lock_guard lock{m_impl->mutex};
    destroy_item(m_impl->world, id);
}

void FakeAzureDevOps::save()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->saved = m_impl->world;
}

void FakeAzureDevOps::rewind()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world = m_impl->saved;
    m_impl->planned.clear();
    m_impl->random_faults.reset();
    m_impl->log.clear();
    m_impl->too_early.clear();
    m_impl->not_before_ms = 0;
}

void FakeAzureDevOps::next_requests(Matching matching, Fault fault, int times, int skipped)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->planned.push_back({.matching = std::move(matching),
                               .fault = std::move(fault),
                               .times = times,
                               .skipped = skipped});
}

void FakeAzureDevOps::random_faults(std::uint64_t seed,
                                    double probability,
                                    std::vector<Fault> faults,
                                    Matching matching)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->random_faults = Impl::RandomFaults{.random = std::mt19937_64{seed},
                                               .probability = probability,
                                               .faults = std::move(faults),
                                               .matching = std::move(matching)};
}

void FakeAzureDevOps::no_more_faults()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->planned.clear();
    m_impl->random_faults.reset();
}

void FakeAzureDevOps::before_next(Matching matching, std::function<void()> action)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->actions.emplace_back(std::move(matching), std::move(action));
}

std::vector<FakeAzureDevOps::Exchange> FakeAzureDevOps::log() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->log;
}

int FakeAzureDevOps::requests(const Matching& matching) const
{
    const std::lock_guard lock{m_impl->mutex};
    return static_cast<int>(
        std::count_if(m_impl->log.begin(), m_impl->log.end(), [&](const Exchange& exchange) {
            return matching.covers(exchange.request);
        }));
}

void FakeAzureDevOps::clear_log()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->log.clear();
    m_impl->too_early.clear();
}

std::vector<FakeAzureDevOps::Exchange> FakeAzureDevOps::too_early() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->too_early;
}

std::vector<std::string> FakeAzureDevOps::violations() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->violations;
}

} // namespace syncctl::fakes
