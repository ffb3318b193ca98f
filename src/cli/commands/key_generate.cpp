#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/keys.hpp"

namespace syncctl::cli {

namespace {

Result run_key_generate(Session& session, const Arguments& arguments)
{
    const auto out = arguments.find("out");
    Result result;
    if (out == "-") {
        if (arguments.is_dry_run()) {
            result.notes.emplace_back("a new key would be printed");
            return result;
        }
        const auto key = app::generate_key_text(session.random());
        result.rows.push_back(Data::Object{{"key", key.reveal()}});
        result.verbatim = std::string{key.reveal()} + "\n";
        return result;
    }
    const std::filesystem::path file =
        out ? std::filesystem::path{*out} : session.key_file_to_make();
    const auto report = app::generate_key_file(file, session.random(), arguments.is_dry_run());
    result.layout = Layout::none;
    result.rows.push_back(
        Data::Object{{"key_id", text_or_null(report.key_id)}, {"file", report.source}});
    result.notes.push_back(arguments.is_dry_run()
                               ? "a new key would be written to " + report.source
                               : "key " + report.key_id + " written to " + report.source +
                                     "; keep a copy away from the database");
    return result;
}

} // namespace

CommandSpec key_generate_command()
{
    return {
        .path = "key generate",
        .purpose = "Make a new random master key in a private file; never overwrites one",
        .options = {{.flags = "--out",
                     .value = "FILE",
                     .help = "Where to (default: the usual key file); - prints the key"},
                    dry_run_option()},
        .examples = {{"syncctl key generate --out /etc/syncctl/encryption.key", "For --key-file"},
                     {"syncctl key generate --out -", "For a secret manager, in a pipe"}},
        .run = &run_key_generate};
}

} // namespace syncctl::cli
