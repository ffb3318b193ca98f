#include "mount.hpp"

#include <sched.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/mount.h>
#include <utility>

namespace syncctl::test {

namespace {

void require(int result, const std::string& folder)
{
    if (result != 0) {
        throw std::runtime_error{"mount " + folder + ": " + std::strerror(errno)};
    }
}

} // namespace

bool Mount::is_possible()
{
    static const bool is_possible =
        ::unshare(CLONE_NEWNS) == 0 &&
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    return is_possible;
}

Mount::Mount(std::string folder) : m_folder{std::move(folder)} {}

Mount::~Mount()
{
    ::umount2(m_folder.c_str(), MNT_DETACH);
}

Mount Mount::memory(const std::string& folder, const std::string& size)
{
    require(::mount("none", folder.c_str(), "tmpfs", 0, ("mode=0700,size=" + size).c_str()),
            folder);
    return Mount{folder};
}

Mount Mount::read_only(const std::string& folder)
{
    require(::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr), folder);
    require(::mount("none", folder.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr),
            folder);
    return Mount{folder};
}

void Mount::resize(const std::string& size) const
{
    require(::mount("none", m_folder.c_str(), "tmpfs", MS_REMOUNT, ("size=" + size).c_str()),
            m_folder);
}

} // namespace syncctl::test
