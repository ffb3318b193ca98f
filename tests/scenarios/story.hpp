#pragma once

#include "support/pair_world.hpp"

#include <string>
#include <string_view>

namespace syncctl::test {

/// How the pair of a story is set up.
struct StorySetup {
    std::string strategy = "last-write-wins";
    std::string deletes = "never";
    std::string priorities = "1 <-> High, 2 <-> Medium, 3 <-> Low";
    bool maps_notes = true;
};

/// One bug in `dev` and its incident at the `desk`, in step when the story begins: title "one",
/// state New, priority 2. Two dozen other items keep the guards quiet.
class Story {
public:
    explicit Story(StorySetup setup);

    // ---- what people do. Each act takes five seconds.
    void source_edits(const std::string& field, const std::string& value);
    void target_edits(const std::string& field, const std::string& value);
    void source_deletes();
    void target_deletes();
    void source_restores();
    void target_restores();
    void source_changes_type(const std::string& type);
    /// Another mapping document takes the place of the one that the story began with.
    void map_again(const StorySetup& setup);

    void run() { world.run(); }

    /// "title, state, priority" of the item; "-" when there is none.
    [[nodiscard]] std::string source();
    [[nodiscard]] std::string target();
    [[nodiscard]] std::string notes();
    /// How the last conflict that needed no person was decided; empty when there was none.
    [[nodiscard]] std::string decided_by();
    /// State of the link, "" when there is none.
    [[nodiscard]] std::string state();

    /// How many items there are besides those two.
    [[nodiscard]] int other_bugs() const;
    [[nodiscard]] int other_incidents() const;

    [[nodiscard]] int writes() const { return world.source.writes() + world.target.writes(); }

    PairWorld world;
    std::string bug;
    std::string incident;

private:
    void pass_time();
};

} // namespace syncctl::test
