#pragma once

#include "session.hpp"

#include <filesystem>
#include <string>

namespace syncctl::cli {

/// A private copy of a text beside the database, for a person's editor. It goes away unless kept.
class Draft {
public:
    /// \param name part of the file's name, so that an editor knows the format
    Draft(const std::filesystem::path& folder, const std::string& name, const std::string& text);
    ~Draft();
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    void keep() { m_is_kept = true; }

private:
    std::filesystem::path m_path;
    bool m_is_kept = false;
};

/// Runs $VISUAL, $EDITOR or vi on the file and waits for it.
/// \throws Error{declined} without a terminal when no editor is named, Error{failed} when it ends
/// badly
void run_editor(const Session& session, const std::filesystem::path& file);

} // namespace syncctl::cli
