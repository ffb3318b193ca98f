#include "generate.hpp"

#include "dice.hpp"
#include "mappings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::simulation {
namespace {

using Words = std::vector<std::string>;

/// The kinds of trouble of one history.
struct Menu {
    bool weather = false;
    bool faults = false;
    bool crashes = false;
    bool edits_during_runs = false;
    bool deletions = false;
    bool statuses = false;
    bool retypes = false;
    bool reuse = false;
    bool permissions = false;
    bool mapping_changes = false;
};

class Generator {
public:
    explicit Generator(std::uint64_t seed) : m_dice{seed}
    {
        m_menu.weather = m_dice.chance(60);
        m_menu.faults = m_dice.chance(60);
        m_menu.crashes = m_dice.chance(50);
        m_menu.edits_during_runs = m_dice.chance(50);
        m_menu.deletions = m_dice.chance(60);
        m_menu.statuses = m_dice.chance(60);
        m_menu.retypes = m_dice.chance(10);
        m_menu.reuse = m_menu.deletions && m_dice.chance(20);
        m_menu.permissions = m_dice.chance(20);
        m_menu.mapping_changes = m_dice.chance(25);
    }

    Script history()
    {
        m_mapping = m_dice.one_of(mapping_names());
        put({"mapping", m_mapping});
        if (m_dice.chance(12)) {
            put({"direction", m_dice.chance(50) ? "source-to-target" : "target-to-source"});
        }
        if (m_menu.weather) {
            put_weather("source");
            put_weather("target");
        }
        create();
        const int steps = 6 + m_dice.below(30);
        for (int i = 0; i < steps; ++i) {
            step();
        }
        return std::move(m_script);
    }

private:
    void put(Words words) { m_script.push_back({std::move(words)}); }

    std::string a_side() { return m_dice.chance(50) ? "source" : "target"; }

    std::string an_item() { return item_name(m_dice.below(std::max(1, m_items))); }

    static std::string item_name(int number) { return fmt::format("i{}", number); }

    std::string fresh()
    {
        static const std::vector<std::string> k_ends{
            "", "", "", " a longer text", " ", "  and more"};
        return (m_dice.chance(5) ? " v" : "v") + std::to_string(++m_values) + m_dice.one_of(k_ends);
    }

    std::string field_change(const std::string& side);
    void put_weather(const std::string& side);
    void create();
    void step();
    void run();
    std::string happening(const std::string& side);
    Words user_words(const std::string& side);
    std::string fault();

    Dice m_dice;
    Menu m_menu;
    Script m_script;
    std::string m_mapping;
    int m_items = 0;
    int m_values = 0;
};

std::string Generator::field_change(const std::string& side)
{
    const bool is_source = side == "source";
    const int kind = m_dice.below(10);
    if (kind < 4) {
        return (is_source ? "Title=" : "subject=") + fresh();
    }
    if (kind < 6) {
        const std::string field = is_source ? "Notes" : "description";
        return m_dice.chance(20) ? field : field + "=" + fresh();
    }
    if (kind == 6) {
        return is_source ? "Priority=" + m_dice.one_of({"1", "2", "3", "7"})
                         : "priority=" + m_dice.one_of({"High", "Medium", "Low"});
    }
    if (kind == 7) {
        return (is_source ? "Tags=" : "labels=") + m_dice.one_of({"x", "y,x", "x,y", "z,"}) +
               (m_dice.chance(70) ? "," + std::to_string(++m_values) : "");
    }
    if (kind == 8 && m_menu.statuses) {
        return is_source ? "State=" + m_dice.one_of({"New", "Active", "Closed"})
                         : "status=" + m_dice.one_of({"Open", "In Progress", "On Hold", "Done"});
    }
    // A value that was there before, or may have been.
    return (is_source ? "Title=v" : "subject=v") +
           std::to_string(m_dice.below(std::max(1, m_values)));
}

void Generator::put_weather(const std::string& side)
{
    Words words{"weather", side};
    const auto maybe = [&](int percent, std::string word) {
        if (m_dice.chance(percent)) {
            words.push_back(std::move(word));
        }
    };
    maybe(25, m_dice.chance(50) ? "tick=1000" : "tick=60000");
    maybe(30, "no-cas");
    maybe(25, "settles");
    maybe(25, "search-lag=90");
    maybe(20, "stale");
    maybe(25, "trims");
    maybe(25, "sorts");
    maybe(25, m_dice.chance(50) ? "offset=600000" : "offset=-86400000");
    maybe(50, "per-request=300");
    maybe(25, m_dice.chance(50) ? "overlap=3" : "overlap=1000");
    maybe(40, "moved");
    maybe(m_menu.permissions ? 50 : 0, "omits-forbidden");
    if (words.size() > 2) {
        put(std::move(words));
    }
}

void Generator::create()
{
    const auto side = a_side();
    Words words{"create", side, item_name(m_items++), side == "source" ? "Bug" : "Incident"};
    words.push_back((side == "source" ? "Title=" : "subject=") + fresh());
    words.push_back(side == "source" ? "State=New" : "status=Open");
    for (int i = m_dice.below(3); i > 0; --i) {
        auto change = field_change(side);
        if (change.find('=') != std::string::npos) {
            words.push_back(std::move(change));
        }
    }
    put(std::move(words));
}

/// Without the side.
Words Generator::user_words(const std::string& side)
{
    const int kind = m_dice.below(20);
    if (m_menu.deletions && kind < 3) {
        return {m_dice.chance(70) ? "delete" : "restore", an_item()};
    }
    if (m_menu.retypes && kind == 3) {
        return {"retype", an_item(), m_dice.chance(50) ? "Task" : "Bug"};
    }
    if (m_menu.reuse && kind == 4) {
        return {"reuse",
                item_name(m_items++),
                an_item(),
                side == "source" ? "Bug" : "Incident",
                (side == "source" ? "Title=" : "subject=") + fresh(),
                side == "source" ? "State=New" : "status=Open"};
    }
    return {"edit", an_item(), field_change(side)};
}

std::string Generator::fault()
{
    static const std::vector<std::string> k_faults{"lose-response",
                                                   "lose-response",
                                                   "lose-request",
                                                   "busy",
                                                   "refuse",
                                                   "ignore",
                                                   "fail",
                                                   "fail-after",
                                                   "lag:1",
                                                   "lag:2",
                                                   "lag:4",
                                                   "blind-search"};
    static const std::vector<std::string> k_deaths{"die", "die-after"};
    if (m_menu.crashes && (!m_menu.faults || m_dice.chance(30))) {
        return m_dice.one_of(k_deaths);
    }
    return m_dice.one_of(k_faults);
}

std::string Generator::happening(const std::string& side)
{
    if (m_menu.edits_during_runs && m_dice.chance(60)) {
        const auto words = m_dice.chance(15)
                               ? Words{"create",
                                       item_name(m_items++),
                                       side == "source" ? "Bug" : "Incident",
                                       (side == "source" ? "Title=" : "subject=") + fresh(),
                                       side == "source" ? "State=New" : "status=Open"}
                               : user_words(side);
        std::string what = m_dice.chance(60) ? "do" : "slip";
        for (const auto& word : words) {
            what += ":" + word;
        }
        return what;
    }
    return fault();
}

void Generator::run()
{
    Words words{"run"};
    if (m_dice.chance(15)) {
        words.emplace_back("full");
    }
    if (m_dice.chance(8)) {
        words.emplace_back("dry");
    }
    if (m_dice.chance(10)) {
        words.emplace_back("careful");
    }
    if (m_dice.chance(20)) {
        words.push_back("batch=" + std::to_string(1 + m_dice.below(3)));
    }
    if (m_dice.chance(5)) {
        words.emplace_back("limit=1");
    }
    if (m_menu.crashes && m_dice.chance(30)) {
        words.push_back("storage=" + std::to_string(1 + m_dice.below(60)));
    }
    const bool is_troubled = m_menu.faults || m_menu.crashes || m_menu.edits_during_runs;
    for (int i = is_troubled ? m_dice.below(4) : 0; i > 0; --i) {
        const auto side = a_side();
        if (!m_menu.faults && !m_menu.crashes && !m_dice.chance(60)) {
            continue;
        }
        const int request = 1 + m_dice.below(m_dice.chance(50) ? 6 : 16);
        if (m_menu.faults || m_menu.crashes || m_menu.edits_during_runs) {
            auto what = happening(side);
            if (what == "die" || what == "die-after" || m_menu.faults ||
                what.rfind("do:", 0) == 0 || what.rfind("slip:", 0) == 0) {
                words.push_back(fmt::format("{}@{}={}", side, request, what));
            }
        }
    }
    put(std::move(words));
}

void Generator::step()
{
    const int kind = m_dice.below(100);
    if (kind < 35) {
        run();
    } else if (kind < 45) {
        create();
    } else if (kind < 47) {
        put({"restart"});
    } else if (kind < 51) {
        put({"rest", std::to_string(1 + m_dice.below(300))});
    } else if (kind < 57) {
        static const std::vector<std::string> k_takes{"source", "target", "newest", "set"};
        const auto& take = m_dice.one_of(k_takes);
        Words words{"decide", std::to_string(m_dice.below(5)), take};
        if (take == "set") {
            words.push_back(fresh());
        }
        put(std::move(words));
    } else if (kind < 60 && m_menu.mapping_changes) {
        put({"mapping", m_dice.chance(60) ? m_mapping + "-later" : m_mapping});
    } else if (kind < 65 && m_menu.permissions) {
        const auto side = a_side();
        put(m_dice.chance(50) ? Words{"forbid", side, an_item()} : Words{"allow", side});
    } else {
        const auto side = a_side();
        auto words = user_words(side);
        words.insert(words.begin() + 1, side);
        put(std::move(words));
    }
}

} // namespace

Script generate(std::uint64_t seed)
{
    return Generator{seed}.history();
}

} // namespace syncctl::simulation
