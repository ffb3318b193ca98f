#include "commands.hpp"

namespace syncctl::cli {

const std::vector<CommandEntry>& all_commands()
{
    static const std::vector<CommandEntry> all{
        {"setup", &setup_command},
        {"adopt", &adopt_command},
        {"migrate up", &migrate_up_command},
        {"migrate status", &migrate_status_command},
        {"migrate verify", &migrate_verify_command},
        {"connector types", &connector_types_command},
        {"connector add", &connector_add_command},
        {"connector list", &connector_list_command},
        {"connector show", &connector_show_command},
        {"connector test", &connector_test_command},
        {"connector discover", &connector_discover_command},
        {"connector edit", &connector_edit_command},
        {"connector enable", &connector_enable_command},
        {"connector disable", &connector_disable_command},
        {"connector remove", &connector_remove_command},
        {"pair add", &pair_add_command},
        {"pair list", &pair_list_command},
        {"pair show", &pair_show_command},
        {"pair edit", &pair_edit_command},
        {"pair enable", &pair_enable_command},
        {"pair disable", &pair_disable_command},
        {"pair remove", &pair_remove_command},
        {"mapping edit", &mapping_edit_command},
        {"mapping log", &mapping_log_command},
        {"mapping suggest", &mapping_suggest_command},
        {"mapping test", &mapping_test_command},
        {"mapping show", &mapping_show_command},
        {"mapping validate", &mapping_validate_command},
        {"mapping export", &mapping_export_command},
        {"mapping import", &mapping_import_command},
        {"run", &run_command},
        {"conflicts list", &conflicts_list_command},
        {"conflicts show", &conflicts_show_command},
        {"conflicts resolve", &conflicts_resolve_command},
        {"items list", &items_list_command},
        {"items show", &items_show_command},
        {"items retry", &items_retry_command},
        {"items link", &items_link_command},
        {"items unlink", &items_unlink_command},
        {"status", &status_command},
        {"history", &history_command},
        {"errors", &errors_command},
        {"settings list", &settings_list_command},
        {"settings get", &settings_get_command},
        {"settings set", &settings_set_command},
        {"key generate", &key_generate_command},
        {"key check", &key_check_command},
        {"cleanup", &cleanup_command},
        {"version", &version_command},
    };
    return all;
}

} // namespace syncctl::cli
