#include "syncctl/app/keys.hpp"

#include "database_key.hpp"
#include "sealed_values.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace syncctl::app {

KeyReport check_key(Workspace& workspace)
{
    std::error_code no_file;
    if (!std::filesystem::exists(workspace.database_path(), no_file)) {
        const auto found = vault::find_key(workspace.key_sources());
        return {.key_id = found.key.id(), .source = found.source, .database_key_id = {}};
    }
    auto& store = workspace.reading();
    auto key = find_database_key(store, workspace.key_sources());
    KeyReport report{.key_id = key.found.key.id(),
                     .source = key.found.source,
                     .database_key_id = key.found.key.id(),
                     .is_next = key.is_next};
    const vault::Vault vault{std::move(key.found.key), store.settings.database_uuid()};
    const auto values = store::SealedValues{store.database}.list();
    report.sealed_values = values.size();
    report.unreadable = unreadable_values(vault, values);
    return report;
}

KeyReport
generate_key_file(const std::filesystem::path& file, base::Random& random, bool is_dry_run)
{
    std::error_code no_file;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, no_file))) {
        throw Error{
            ErrorCode::io,
            fmt::format("{}: there is a file already; a key is never overwritten", file.string()),
            "syncctl key check"};
    }
    KeyReport report{.key_id = {}, .source = file.string(), .database_key_id = {}};
    if (is_dry_run) {
        return report;
    }
    auto text = vault::generate_key(random);
    report.key_id = vault::parse_key(text.reveal(), false).id();
    if (file.has_parent_path()) {
        base::make_private_directory(file.parent_path());
    }
    std::string content{text.reveal()};
    content += '\n';
    base::create_private_file(file, content);
    base::wipe(content);
    return report;
}

base::Secret generate_key_text(base::Random& random)
{
    return vault::generate_key(random);
}

} // namespace syncctl::app
