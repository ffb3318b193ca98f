#include "temp_dir.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace syncctl::test {

TempDir::TempDir()
{
    std::string name = (std::filesystem::temp_directory_path() / "syncctl-test-XXXXXX").string();
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

} // namespace syncctl::test
