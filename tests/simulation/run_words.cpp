#include "run_words.hpp"

#include "script.hpp"

#include <charconv>
#include <map>

namespace syncctl::simulation {

using Kind = test::Happening::Kind;

int number_from(std::string_view text)
{
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

RunWords run_words_from(const std::vector<std::string>& words)
{
    RunWords run;
    run.options.allow_mass_change = true;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto word = assignment_from(words[i]);
        const auto at = word.name.find('@');
        if (at != std::string::npos) {
            run.happenings.push_back({.side = word.name.substr(0, at) == "source"
                                                  ? model::Side::source
                                                  : model::Side::target,
                                      .request = number_from(word.name.substr(at + 1)),
                                      .what = word.value});
        } else if (word.name == "full") {
            run.options.is_full = true;
        } else if (word.name == "dry") {
            run.options.is_dry_run = true;
        } else if (word.name == "careful") {
            run.options.allow_mass_change = false;
        } else if (word.name == "batch") {
            run.options.batch_size = static_cast<std::size_t>(number_from(word.value));
        } else if (word.name == "limit") {
            run.options.limit = static_cast<std::size_t>(number_from(word.value));
        } else if (word.name == "storage") {
            run.storage_dies_at = number_from(word.value);
        }
    }
    return run;
}

test::Happening happening_from(const PlannedHappening& planned, NameBook& names)
{
    static const std::map<std::string, Kind> k_kinds{{"do", Kind::action},
                                                     {"slip", Kind::window_action},
                                                     {"lose-response", Kind::lose_response},
                                                     {"lose-request", Kind::lose_request},
                                                     {"busy", Kind::busy},
                                                     {"refuse", Kind::refuse},
                                                     {"ignore", Kind::ignore},
                                                     {"fail", Kind::fail},
                                                     {"fail-after", Kind::fail_after},
                                                     {"die", Kind::die},
                                                     {"die-after", Kind::die_after},
                                                     {"lag", Kind::lag},
                                                     {"blind-search", Kind::blind_search}};
    auto parts = split(planned.what, ':');
    test::Happening happening;
    happening.kind = k_kinds.at(parts.front());
    parts.erase(parts.begin());
    if (happening.kind == Kind::lag) {
        happening.amount = number_from(parts.at(0));
    } else if (happening.kind == Kind::action || happening.kind == Kind::window_action) {
        happening.action = [&names, parts](test::FakeTracker& tracker) {
            act(tracker, names, parts);
        };
    }
    return happening;
}

} // namespace syncctl::simulation
