#include "temp_dir.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace syncctl::test {

TempDir::TempDir() : TempDir{std::filesystem::temp_directory_path()} {}

TempDir::TempDir(const std::filesystem::path& parent)
{
    std::string name = (parent / "syncctl-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error{"no temporary folder"};
    }
    m_path = name;
}

TempDir::~TempDir()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::filesystem::path memory_folder()
{
    constexpr const char* k_shared_memory = "/dev/shm";
    return ::access(k_shared_memory, W_OK) == 0 ? k_shared_memory
                                                : std::filesystem::temp_directory_path();
}

} // namespace syncctl::test
