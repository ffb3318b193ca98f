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
    forget();
}

} // namespace syncctl::fakes
