#pragma once

#include "syncctl/app/workspace.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// ok: looked at and fine. warning: works, but somebody should know. error: does not work, or lets
/// others at what is theirs only.
enum class Severity { ok, warning, error };
[[nodiscard]] std::string_view to_string(Severity severity);

/// What one check found.
struct DoctorFinding {
    std::string check; ///< a name that stays: `file_mode`
    Severity severity = Severity::ok;
    std::string message; ///< no secret in it
    std::string hint;    ///< the command that puts it right; may be empty
};

/// The surroundings, so that a test can make them.
struct DoctorRequest {
    std::filesystem::path root{"/"}; ///< units and crontabs are looked for below it
    std::filesystem::path home;      ///< of the user; may be empty
    std::filesystem::path env_file;  ///< --env-file; may be empty
    /// Variables that change what libraries do, with their values.
    std::map<std::string, std::string> environment;
    unsigned umask = 077;   ///< as it was inherited
    bool is_online = false; ///< asks the trackers, too
    bool fixes_modes = false;
    bool is_dry_run = false;
};

/// The variables that belong into DoctorRequest::environment.
[[nodiscard]] const std::vector<std::string>& variables_of_interest();

/// Looks at everything that lets syncctl run unattended: files, keys, units, environment, database,
/// pairs. Works without a key and with a damaged database; checks that
/// cannot look then are left out. Changes nothing but modes, and those only when asked.
[[nodiscard]] std::vector<DoctorFinding> examine(Workspace& workspace,
                                                 const DoctorRequest& request);

} // namespace syncctl::app
