#include "measures.hpp"

#include <malloc.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace syncctl::year {

std::int64_t allocated_bytes()
{
    const auto heap = ::mallinfo2();
    return static_cast<std::int64_t>(heap.uordblks + heap.hblkhd);
}

std::int64_t resident_bytes()
{
    std::ifstream file{"/proc/self/statm"};
    std::int64_t all_pages = 0;
    std::int64_t resident_pages = 0;
    file >> all_pages >> resident_pages;
    return resident_pages * ::sysconf(_SC_PAGESIZE);
}

int open_descriptors()
{
    const std::filesystem::directory_iterator descriptors{"/proc/self/fd"};
    return static_cast<int>(std::distance(begin(descriptors), end(descriptors)));
}

std::int64_t size_of(const std::filesystem::path& file)
{
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    return missing ? 0 : static_cast<std::int64_t>(size);
}

} // namespace syncctl::year
