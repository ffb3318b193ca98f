#pragma once

#include "cli_world.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace syncctl::test {

/// The pair `dev-desk` with a mapping of titles, on which conflicts wait for a person. Nothing was
/// run yet.
class RunningPair : public CliWorld {
public:
    RunningPair()
    {
        has_a_pair();
        write(home() / "mapping.yaml",
              "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Bug\nstatuses:\n  - New "
              "<-> New\n  - Closed <-> Closed\nfields:\n  - Title <-> Title\n"
              "conflicts:\n  default: manual\n");
        must({"mapping", "import", "dev-desk", "mapping.yaml"});
    }

    /// \param title as it stands in JSON
    void has_item(std::string_view tracker, std::string_view id, std::string_view title) const
    {
        write(home() / tracker / "items" / fmt::format("{}.json", id),
              fmt::format(
                  R"({{"id": "{}", "type": "Bug", "fields": {{"Title": "{}", "State": "New"}}}})",
                  id,
                  title));
    }

    /// Item 1 of dev and its partner get different titles.
    void has_a_conflict() const
    {
        has_item("dev", "1", "First");
        must({"run", "dev-desk"});
        has_item("dev", "1", "One");
        const auto partner = *std::filesystem::directory_iterator{home() / "desk" / "items"};
        auto text = read_text(partner.path());
        text.replace(text.find("First"), 5, "Another");
        write(partner.path(), text);
    }

    /// The folder of a tracker is not there any more.
    void loses(std::string_view tracker) const
    {
        std::filesystem::rename(home() / tracker, home() / fmt::format("{}.away", tracker));
    }
};

} // namespace syncctl::test
