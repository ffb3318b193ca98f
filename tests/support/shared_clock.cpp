#include "shared_clock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <sys/mman.h>
#include <system_error>
#include <utility>

namespace syncctl::test {

SharedClock::SharedClock(std::filesystem::path file) : m_file{std::move(file)}
{
    const int opened = open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (opened < 0 || ftruncate(opened, sizeof(Offset)) != 0) {
        throw std::system_error{errno, std::generic_category(), m_file.string()};
    }
    void* memory = mmap(nullptr, sizeof(Offset), PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
    close(opened);
    if (memory == MAP_FAILED) {
        throw std::system_error{errno, std::generic_category(), m_file.string()};
    }
    m_ahead_ms.reset(static_cast<Offset*>(memory));
}

void SharedClock::Unmap::operator()(Offset* memory) const
{
    munmap(memory, sizeof(Offset));
}

base::Timestamp SharedClock::now() const
{
    return {m_system.now().ms + *m_ahead_ms};
}

std::chrono::milliseconds SharedClock::monotonic() const
{
    return m_system.monotonic() + ahead();
}

std::map<std::string, std::string> SharedClock::environment() const
{
    return {{"LD_PRELOAD", CLOCK_SHIM},
            {"CLOCK_FILE", m_file.string()},
            {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"}};
}

} // namespace syncctl::test
