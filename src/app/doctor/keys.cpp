// Whether the key is there, the right one, and the only one that opens anything.

#include "syncctl/app/keys.hpp"

#include "../database_key.hpp"
#include "../sealed_values.hpp"
#include "patient.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/store/database.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace syncctl::app::doctor {

void look_at_key(const Patient& patient)
{
    if (!is_there(patient.database())) {
        const auto found = vault::find_key(patient.workspace.key_sources());
        patient.ok(fmt::format("key {} from {}", found.key.id(), found.source));
        return;
    }
    const auto report = check_key(patient.workspace);
    for (const auto& line : report.unreadable) {
        patient.fail(line, "syncctl connector edit NAME --secret NAME=prompt");
    }
    const auto active = patient.workspace.reading().settings.active_key();
    if (active && active->seals >= store::k_many_seals) {
        patient.warn(fmt::format("key {} has sealed {} values", active->key_id, active->seals),
                     "syncctl key rotate --new-key-from SOURCE");
    }
    if (report.unreadable.empty()) {
        patient.ok(fmt::format("key {} from {} opens {}",
                               report.key_id,
                               base::term_safe(report.source),
                               base::counted(report.sealed_values, "sealed value")));
    }
}

void look_at_next_key(const Patient& patient)
{
    const auto& sources = patient.workspace.key_sources();
    const auto next = vault::find_next_key(sources);
    if (!next) {
        patient.ok("no next key is set");
        return;
    }
    const auto active = patient.workspace.reading().settings.active_key();
    const auto source = base::term_safe(next->source);
    if (!active || active->key_id != next->key.id()) {
        patient.warn(fmt::format("key {} from {} waits to be used", next->key.id(), source),
                     "syncctl key rotate, or remove it");
        return;
    }
    const bool is_needed = find_database_key(patient.workspace.reading(), sources).is_next;
    patient.warn(fmt::format("the key was changed; the one in use comes from {}", source),
                 is_needed ? "put it in the place of the old one (docs/keys.md)"
                           : "it is in its place as well: remove this one");
}

void look_at_old_envelopes(const Patient& patient)
{
    if (!is_there(patient.database())) {
        patient.ok("no database yet");
        return;
    }
    std::vector<store::KeyringEntry> keys;
    try {
        keys = patient.workspace.reading().settings.keys();
    } catch (const Error&) {
        patient.warn("not looked at: the database cannot be read", "see schema and integrity");
        return;
    }
    // Closing a file drops the locks that this process has on it.
    patient.workspace.close();
    const auto before = patient.findings.size();
    for (const auto& key : keys) {
        if (key.is_active) {
            continue;
        }
        for (const auto& file : files_with_envelopes(patient.database(), key.key_id)) {
            patient.warn(
                fmt::format("{} holds what the retired key {} opens", shown_path(file), key.key_id),
                "syncctl cleanup --vacuum");
        }
    }
    if (patient.findings.size() == before) {
        patient.ok("nothing in the files opens with a key of before");
    }
}

} // namespace syncctl::app::doctor
