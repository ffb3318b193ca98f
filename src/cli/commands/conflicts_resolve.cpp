#include "commands.hpp"
#include "conflicts_resolving.hpp"
#include "resolve_words.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/conflicts.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

namespace syncctl::cli {

namespace {

std::vector<std::int64_t> ids_from(const Arguments& arguments)
{
    constexpr std::size_t k_max_digits = 18;
    std::vector<std::int64_t> ids;
    for (const auto& text : arguments.all("ID")) {
        if (!base::is_decimal(text, k_max_digits)) {
            throw Error{ErrorCode::usage,
                        "'" + base::cut_to_width(base::term_safe(text), 40) +
                            "' is no number of a conflict",
                        "syncctl conflicts list"};
        }
        ids.push_back(std::stoll(text));
    }
    return ids;
}

/// What a decision takes the place of: nobody is overruled without a word.
std::vector<std::string> replaced_decisions(Session& session, const std::vector<std::int64_t>& ids)
{
    std::vector<std::string> notes;
    for (const auto id : ids) {
        const auto line = app::show_conflict(session.workspace(), id);
        if (line.conflict.decision && line.conflict.resolution.empty()) {
            notes.push_back(fmt::format("replaces what {} decided on {}: {}",
                                        line.conflict.resolved_by,
                                        base::format_utc(line.conflict.decided_at),
                                        words_for(line)));
        }
    }
    return notes;
}

Result ask(Session& session, const Arguments& arguments)
{
    if (arguments.has("take") || arguments.has("set")) {
        throw Error{ErrorCode::usage, "-i asks what to do; --take and --set say it"};
    }
    ConflictsResolving resolving{session,
                                 {.selection = {.ids = ids_from(arguments),
                                                .pair = arguments.text("pair"),
                                                .field = arguments.text("field")},
                                  .is_dry_run = arguments.is_dry_run()}};
    return resolving.run();
}

Result run_conflicts_resolve(Session& session, const Arguments& arguments)
{
    if (arguments.has("interactive")) {
        return ask(session, arguments);
    }
    if (arguments.has("pair")) {
        throw Error{ErrorCode::usage, "--pair chooses what -i asks about"};
    }
    app::ConflictResolution resolution;
    resolution.ids = ids_from(arguments);
    if (resolution.ids.empty()) {
        throw Error{ErrorCode::usage,
                    "which conflicts? Give their numbers, or -i to be asked about all",
                    "syncctl conflicts list"};
    }
    if (const auto take = arguments.find("take")) {
        resolution.take = model::take_from(*take);
    }
    resolution.field = arguments.text("field");
    if (const auto set = arguments.find("set")) {
        // A rule's own name holds no '=': the first one ends it.
        const auto equals = set->find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error{ErrorCode::usage, "--set takes FIELD=VALUE"};
        }
        resolution.set_field = set->substr(0, equals);
        resolution.set_value = set->substr(equals + 1);
    }
    resolution.by = session.user_name();
    resolution.is_dry_run = arguments.is_dry_run();
    Result result;
    result.is_report = true;
    result.columns = decision_columns();
    result.notes = replaced_decisions(session, resolution.ids);
    std::set<std::string> pairs;
    for (const auto& line : app::resolve_conflicts(session.workspace(), resolution)) {
        result.rows.push_back(conflict_row(line));
        pairs.insert(line.pair);
    }
    for (const auto& pair : pairs) {
        result.notes.push_back(resolution.is_dry_run
                                   ? "nothing was recorded"
                                   : "carried out by the next: syncctl run " + pair);
    }
    return result;
}

} // namespace

CommandSpec conflicts_resolve_command()
{
    return {
        .path = "conflicts resolve",
        .purpose = "Decide conflicts; the next run of the pair carries the decision out",
        .positionals = {{.name = "ID",
                         .help = "Numbers of the conflicts; with -i none means all that are open",
                         .is_required = false,
                         .is_repeatable = true}},
        .options = {{.flags = "-i,--interactive", .help = "Ask about each conflict, item by item"},
                    pair_option(),
                    {.flags = "--take",
                     .value = "SIDE",
                     .help = "source, target or newest",
                     .choices = {"source", "target", "newest"}},
                    {.flags = "--field",
                     .value = "FIELD",
                     .help =
                         "Refuse conflicts about another field; with -i ask about this one only"},
                    {.flags = "--set",
                     .value = "FIELD=VALUE",
                     .help = "A value of your own, as the source writes it"},
                    dry_run_option()},
        .exit_codes = {10, 11, 17, 18, 130},
        .examples = {{"syncctl conflicts resolve -i", "Go through all that is open, on a terminal"},
                     {"syncctl conflicts resolve -i --pair dev-desk --field Title",
                      "Only one pair, one field"},
                     {"syncctl conflicts resolve 7 --take source", "The source side is right"},
                     {"syncctl conflicts resolve 7 8 9 --take newest", "Several at once"},
                     {"syncctl conflicts resolve 7 --set 'Title=Printer on fire'",
                      "Neither is right"}},
        .run = &run_conflicts_resolve};
}

} // namespace syncctl::cli
