#pragma once

#include "session.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace syncctl::cli {

/// A person's editor: $VISUAL, $EDITOR or vi, with its arguments, started without a shell.
class Editor {
public:
    /// \throws Error{declined} with `instead` as the hint when no editor is named and there is no
    /// terminal, Error{usage} when its command line cannot be read
    Editor(const Session& session, const std::string& instead);

    struct Ended {
        int status = 0; ///< its exit status
        int signal = 0; ///< that ended it; 0: none
        std::chrono::milliseconds took{0};

        [[nodiscard]] bool is_well() const { return status == 0 && signal == 0; }

        /// Sooner than any person types: it may be open in a window of its own.
        [[nodiscard]] bool came_back_at_once() const
        {
            return took < std::chrono::milliseconds{500};
        }
    };

    /// Waits until it ends. Meanwhile Ctrl-C is the editor's.
    /// \throws Error{failed} when it cannot be started
    [[nodiscard]] Ended open(const std::filesystem::path& file) const;

    /// `the editor 'vim' ended with status 1`
    [[nodiscard]] std::string words_for(const Ended& ended) const;

private:
    const Session& m_session;
    std::vector<std::string> m_command;
};

} // namespace syncctl::cli
