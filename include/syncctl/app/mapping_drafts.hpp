#pragma once

#include "syncctl/app/mappings.hpp"
#include "syncctl/base/clock.hpp"
#include "syncctl/base/file.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// A text that a person works on: a file in a private folder of its own, where an editor
/// may also put its own files, and a lock that the kernel frees when this process ends. It stays on
/// disk whatever happens, until it is discarded.
class Draft {
public:
    /// For the editor.
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

    /// The revision that the text is an edit of; 0: there was none.
    [[nodiscard]] int started_from() const { return m_started_from; }

    [[nodiscard]] base::Timestamp changed_at() const { return m_changed_at; }

    /// Without marks. \throws Error{not_found} when the editor removed the file, Error{io}
    [[nodiscard]] std::string text() const;
    /// As it is in the file; the same errors.
    [[nodiscard]] std::string content() const;
    /// Replaces the text as a whole; on a full disk the old one stays.
    void write(std::string_view text) const;
    /// After a merge: the text is an edit of another revision now.
    void set_started_from(int revision);
    /// Removes the text and everything beside it.
    void discard() noexcept;

private:
    friend class DraftFolder;
    Draft(std::filesystem::path file, base::FileLock lock);

    std::filesystem::path m_file;
    base::FileLock m_lock;
    int m_started_from = 0;
    base::Timestamp m_changed_at; ///< when it was found
};

/// The drafts of one database, in a folder beside it.
class DraftFolder {
public:
    /// \param extension of the files; folders may be shared with drafts of another kind
    explicit DraftFolder(const std::filesystem::path& database, std::string extension = ".yaml");

    /// \param name of a pair, or of what else is edited
    /// \throws Error{io, disk_full}; then there is no draft
    [[nodiscard]] Draft start(std::string_view name, int revision, std::string_view text) const;

    struct LeftOver {
        std::vector<Draft> drafts;      ///< newest first, held by this process now
        std::size_t held_by_others = 0; ///< somebody is editing them
    };

    /// What earlier edits of that name left, however they ended.
    [[nodiscard]] LeftOver left_over(std::string_view name) const;

private:
    std::filesystem::path m_folder;
    std::string m_extension;
};

/// Writes each finding above its line, with the line's indentation.
[[nodiscard]] std::string with_marks(std::string_view text, const std::vector<Finding>& findings);
/// Takes them out again, wherever they were moved to. Other lines stay byte for byte.
[[nodiscard]] std::string without_marks(std::string_view text);

} // namespace syncctl::app
