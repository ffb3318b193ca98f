#pragma once

#include <string>

namespace syncctl::test {

/// A file system over a folder, seen only by this process and its children.
class Mount {
public:
    /// False where the system does not let us (no root, a strict container).
    [[nodiscard]] static bool is_possible();

    /// An empty file system in memory. \param size as in "900k"
    [[nodiscard]] static Mount memory(const std::string& folder, const std::string& size);
    /// The folder itself, read-only.
    [[nodiscard]] static Mount read_only(const std::string& folder);

    ~Mount();
    Mount(const Mount&) = delete;
    Mount& operator=(const Mount&) = delete;

    void resize(const std::string& size) const;

private:
    explicit Mount(std::string folder);
    std::string m_folder;
};

} // namespace syncctl::test
