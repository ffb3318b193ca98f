#pragma once

#include "cli_world.hpp"
#include "edit_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::test {

inline constexpr std::string_view k_manual_mapping = "version: 1\n"
                                                     "source: dev\n"
                                                     "target: desk\n"
                                                     "types:\n"
                                                     "  - Bug <-> Bug\n"
                                                     "statuses:\n"
                                                     "  - New <-> New\n"
                                                     "  - Closed <-> Closed\n"
                                                     "fields:\n"
                                                     "  - Title <-> Title\n"
                                                     "  - Points <-> Points\n"
                                                     "conflicts:          # who wins\n"
                                                     "  default: manual\n"
                                                     "  Title: manual     # ask the author\n";

/// Two linked items; title and points of each were edited on both sides, and every conflict waits
/// for a person: 1 and 2 about item 1, 3 and 4 about item 2.
class ResolveWorld : public CliWorld {
public:
    ResolveWorld()
    {
        environment["NO_COLOR"] = "1";
        environment["SYNCCTL"] = SYNCCTL_BINARY;
        has_a_pair();
        write(home() / "mapping.yaml", k_manual_mapping);
        must({"mapping", "import", "dev-desk", "mapping.yaml"});
        for (const auto* id : {"1", "2"}) {
            write(item("dev", id),
                  nlohmann::json{
                      {"id", id},
                      {"type", "Bug"},
                      {"fields",
                       {{"Title", std::string{"printer "} + id}, {"State", "New"}, {"Points", 1}}}}
                      .dump());
        }
        must({"run", "dev-desk"});
        for (const auto* id : {"1", "2"}) {
            edit("dev", id, "Title", std::string{"printer from dev "} + id);
            edit("dev", id, "Points", 22);
            edit("desk", id, "Title", std::string{"printer of the desk "} + id);
            edit("desk", id, "Points", 333);
        }
        REQUIRE(run({"run", "dev-desk"}).exit == 14);
    }

    [[nodiscard]] std::filesystem::path item(const std::string& side, const std::string& id) const
    {
        return home() / side / "items" / (id + ".json");
    }

    void edit(const std::string& side,
              const std::string& id,
              const char* field,
              const nlohmann::json& value) const
    {
        auto content = nlohmann::json::parse(read_text(item(side, id)));
        content["fields"][field] = value;
        write(item(side, id), content.dump());
    }

    [[nodiscard]] nlohmann::json
    field(const std::string& side, const std::string& id, const char* name) const
    {
        return nlohmann::json::parse(read_text(item(side, id)))["fields"][name];
    }

    /// `conflicts resolve -i` on a terminal. Each word answers the next question, `What now?`
    /// unless it is a pair of both.
    [[nodiscard]] ProcessResult resolve(const std::vector<TerminalAnswer>& answers,
                                        const std::vector<std::string>& options = {}) const
    {
        return run(words(options), {.has_terminal = true, .answers = answers});
    }

    [[nodiscard]] static std::vector<std::string> words(const std::vector<std::string>& options)
    {
        std::vector<std::string> all{"conflicts", "resolve", "-i"};
        all.insert(all.end(), options.begin(), options.end());
        return all;
    }

    /// `1 source, 2 set 7`: what is decided and waits for a run.
    [[nodiscard]] std::string decisions() const
    {
        std::string decided;
        const auto result = must({"conflicts", "list", "--json"});
        const auto envelope = envelope_of(result);
        for (const auto& row : envelope["data"]) {
            if (row["decision"].is_null()) {
                continue;
            }
            decided += (decided.empty() ? "" : ", ") + row["id"].dump() + " " +
                       row["decision"].get<std::string>();
            if (!row["decision_value"].is_null()) {
                decided += " " + (row["decision_value"].is_string()
                                      ? row["decision_value"].get<std::string>()
                                      : row["decision_value"].dump());
            }
        }
        return decided;
    }

    [[nodiscard]] std::string mapping() const
    {
        return must({"mapping", "export", "dev-desk"}).out;
    }
};

/// Answers to `What now?`.
inline std::vector<TerminalAnswer> typing(const std::vector<std::string>& lines)
{
    std::vector<TerminalAnswer> answers;
    for (const auto& line : lines) {
        answers.push_back({"What now?", line + "\n"});
    }
    return answers;
}

inline std::vector<TerminalAnswer> operator+(std::vector<TerminalAnswer> answers,
                                             TerminalAnswer next)
{
    answers.push_back(std::move(next));
    return answers;
}

} // namespace syncctl::test
