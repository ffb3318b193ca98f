#pragma once

#include <filesystem>
#include <string_view>

namespace syncctl::test {

/// A private folder that goes away with the test.
class TempDir {
public:
    TempDir();
    explicit TempDir(const std::filesystem::path& parent);
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const
    {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

/// /dev/shm where there is one to write to, else the temporary directory.
[[nodiscard]] std::filesystem::path memory_folder();

} // namespace syncctl::test
