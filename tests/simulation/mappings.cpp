#include "mappings.hpp"

#include <map>

namespace syncctl::simulation {
namespace {

const std::string k_head = R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident
statuses:
  - New    <-> Open
  - Active <-> In Progress
  - Active <-  On Hold
  - Closed <-> Done
values:
  priority: [ 1 <-> High, 2 <-> Medium, 3 <-> Low ]
fields:
  - Priority <-> priority | map(priority)
)";

std::map<std::string, std::string> all_documents()
{
    const std::string title = "  - Title <-> subject\n";
    const std::string notes = "  - Notes <-> description\n";
    const std::string tags = "  - Tags <-> labels\n";
    const std::string lossy =
        "  - Title <-> subject | trim | truncate(12)\n  - Notes <-> description | upper\n";
    const std::string one_way = "  - Title -> subject\n  - Notes <- description\n"
                                "  - -> category = Software\n  - Ticket <- id\n" +
                                tags;
    return {
        {"newest", k_head + title + notes + tags},
        {"newest-later", k_head + title + notes},
        {"source",
         k_head + lossy + tags + "deletes: close\nconflicts: { default: source-priority }\n"},
        {"source-later",
         k_head + lossy + tags + "deletes: close\nconflicts: { default: target-priority }\n"},
        {"target",
         k_head + title + notes + "deletes: mirror\nconflicts: { default: target-priority }\n"},
        {"target-later",
         k_head + title + notes + tags +
             "deletes: mirror\nconflicts: { default: target-priority }\n"},
        {"manual",
         k_head + title + notes + tags + "deletes: mirror\nconflicts: { default: manual }\n"},
        {"manual-later",
         k_head + title + notes + tags +
             "deletes: mirror\nconflicts: { default: last-write-wins }\n"},
        {"match",
         k_head + title + lossy.substr(lossy.find("  - Notes")) + tags +
             "match: [ Title <-> subject ]\ndeletes: close\nconflicts: { default: manual }\n"},
        {"match-later",
         k_head + title + lossy.substr(lossy.find("  - Notes")) +
             "match: [ Title <-> subject ]\ndeletes: close\n"
             "conflicts: { default: source-priority }\n"},
        {"one-way", k_head + one_way + "deletes: mirror\n"},
        {"when",
         k_head + title + "  - Notes <-> description: { when: source.State != Closed }\n" +
             "  - Tags <-> labels: { when: \"target.status in (Open, Done)\" }\n"},
        {"when-later",
         k_head + title + "  - Notes <-> description: { when: target.status != Done }\n" + tags},
        {"one-way-later", k_head + one_way + "deletes: never\n"},
    };
}

} // namespace

const std::string& mapping_document(const std::string& name)
{
    static const auto k_documents = all_documents();
    return k_documents.at(name);
}

const std::vector<std::string>& mapping_names()
{
    static const std::vector<std::string> k_names{
        "newest", "source", "target", "manual", "match", "one-way", "when"};
    return k_names;
}

} // namespace syncctl::simulation
