#pragma once

#include "command.hpp"

#include <string_view>
#include <vector>

namespace syncctl::cli {

/// One line of the table of commands; the rest is made only for the command that is asked for.
struct CommandEntry {
    std::string_view path;
    CommandSpec (*make)() = nullptr;
};

/// Every command, in the order of the help.
[[nodiscard]] const std::vector<CommandEntry>& all_commands();

CommandSpec adopt_command();
CommandSpec backup_command();
CommandSpec cleanup_command();
CommandSpec completion_command();
CommandSpec conflicts_list_command();
CommandSpec conflicts_resolve_command();
CommandSpec conflicts_show_command();
CommandSpec connector_add_command();
CommandSpec connector_disable_command();
CommandSpec connector_discover_command();
CommandSpec connector_edit_command();
CommandSpec connector_enable_command();
CommandSpec connector_list_command();
CommandSpec connector_remove_command();
CommandSpec connector_show_command();
CommandSpec connector_test_command();
CommandSpec connector_types_command();
CommandSpec doctor_command();
CommandSpec errors_command();
CommandSpec history_command();
CommandSpec items_link_command();
CommandSpec items_list_command();
CommandSpec items_retry_command();
CommandSpec items_show_command();
CommandSpec items_unlink_command();
CommandSpec key_check_command();
CommandSpec key_generate_command();
CommandSpec key_rotate_command();
CommandSpec mapping_edit_command();
CommandSpec mapping_export_command();
CommandSpec mapping_import_command();
CommandSpec mapping_log_command();
CommandSpec mapping_show_command();
CommandSpec mapping_suggest_command();
CommandSpec mapping_test_command();
CommandSpec mapping_validate_command();
CommandSpec metrics_command();
CommandSpec migrate_down_command();
CommandSpec migrate_new_command();
CommandSpec migrate_status_command();
CommandSpec migrate_up_command();
CommandSpec migrate_verify_command();
CommandSpec pair_add_command();
CommandSpec pair_disable_command();
CommandSpec pair_edit_command();
CommandSpec pair_enable_command();
CommandSpec pair_list_command();
CommandSpec pair_remove_command();
CommandSpec pair_show_command();
CommandSpec reset_command();
CommandSpec restore_command();
CommandSpec run_command();
CommandSpec settings_get_command();
CommandSpec settings_list_command();
CommandSpec settings_set_command();
CommandSpec setup_command();
CommandSpec status_command();
CommandSpec version_command();
CommandSpec webhook_ingest_command();
CommandSpec webhook_verify_command();

} // namespace syncctl::cli
