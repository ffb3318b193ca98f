#pragma once

#include "command.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// What stands at the head and the foot of every page.
struct ManualEdition {
    std::string_view version{};
    std::string_view date{}; ///< YYYY-MM-DD; may be empty
};

struct ManualPage {
    std::string file_name; ///< "syncctl-run.1"
    std::string text;      ///< for man(7)
};

/// syncctl(1) and one page for each command, from the same data as the help.
[[nodiscard]] std::vector<ManualPage> manual_pages(const ManualEdition& edition);

} // namespace syncctl::cli
