#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/keys.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

constexpr std::int64_t k_most_seconds = 24LL * 60 * 60;

app::KeyRotationRequest request_of(Session& session, const Arguments& arguments)
{
    app::KeyRotationRequest request;
    request.is_dry_run = arguments.is_dry_run();
    request.wait = std::chrono::seconds{arguments.number("wait", 0, k_most_seconds).value_or(0)};
    const auto key = arguments.find("new-key-from");
    const auto passphrase = arguments.find("new-passphrase-from");
    if (key && passphrase) {
        throw Error{ErrorCode::usage, "--new-key-from and --new-passphrase-from: give one of them"};
    }
    if (key) {
        request.new_key = session.read_key(require_secret_source(*key, "--new-key-from"));
    }
    if (passphrase) {
        app::take_passphrase(
            request,
            session.passphrase_source(require_secret_source(*passphrase, "--new-passphrase-from")),
            session.random());
    }
    return request;
}

void add_notes(Result& result, const app::KeyRotation& rotation)
{
    result.notes.push_back(fmt::format("{} sealed with key {}, from {}",
                                       base::counted(rotation.sealed_values, "value"),
                                       rotation.to_key_id,
                                       base::term_safe(rotation.source)));
    result.notes.push_back(
        fmt::format("backups made before {} are sealed with key {}: keep that key as long as them",
                    base::format_utc(rotation.rotated_at),
                    rotation.from_key_id));
    result.notes.emplace_back("if the old key leaked, renew the credentials at the trackers: "
                              "copies of the old file still open with it");
    for (const auto& file : rotation.traces) {
        result.notes.push_back(fmt::format(
            "{} still holds what the old key opens, another process was reading; the next run "
            "clears it (syncctl doctor)",
            base::term_safe(file.string())));
    }
}

Result run_key_rotate(Session& session, const Arguments& arguments)
{
    auto request = request_of(session, arguments);
    const bool is_dry_run = request.is_dry_run;
    const auto rotation = app::rotate_key(session.workspace(), std::move(request));
    Result result;
    result.layout = Layout::details;
    result.is_report = true;
    result.columns = {{"from_key_id", "Old key id"},
                      {"to_key_id", "New key id"},
                      {"source", "Source"},
                      {"sealed_values", "Sealed values"}};
    Data version;
    Data rotated_at;
    if (!is_dry_run) {
        version = rotation.key_version;
        rotated_at = base::format_utc(rotation.rotated_at);
    }
    result.rows.push_back(
        Data::Object{{"from_key_id", rotation.from_key_id},
                     {"to_key_id", rotation.to_key_id},
                     {"source", rotation.source},
                     {"sealed_values", static_cast<std::int64_t>(rotation.sealed_values)},
                     {"key_version", std::move(version)},
                     {"rotated_at", std::move(rotated_at)}});
    if (is_dry_run) {
        result.notes.push_back(fmt::format("{} would be sealed with key {}",
                                           base::counted(rotation.sealed_values, "value"),
                                           rotation.to_key_id));
    } else {
        add_notes(result, rotation);
    }
    return result;
}

} // namespace

CommandSpec key_rotate_command()
{
    return {.path = "key rotate",
            .purpose = "Seal everything in the database with another master key, in one step",
            .options = {{.flags = "--new-key-from",
                         .value = "SOURCE",
                         .help = "prompt, stdin, file:PATH, env:NAME or cmd:COMMAND (default: what "
                                 "ENCRYPTION_KEY_NEXT and its like give)"},
                        {.flags = "--new-passphrase-from",
                         .value = "SOURCE",
                         .help = "Make the new key from a passphrase instead"},
                        {.flags = "--wait",
                         .value = "SECONDS",
                         .help = "How long to wait for runs that are under way (default 0)"},
                        dry_run_option()},
            .exit_codes = {10, 11, 12, 17},
            .examples = {{"syncctl key rotate --new-key-from file:/etc/syncctl/encryption.key.next",
                          "The steps around it: docs/keys.md"},
                         {"syncctl key rotate --wait 60", "To the key that a NEXT source gives"},
                         {"syncctl key rotate -n", "Check the new key and that everything opens"}},
            .run = &run_key_rotate};
}

} // namespace syncctl::cli
