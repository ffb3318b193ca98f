#pragma once

#include "fakes/azure_devops/process.hpp"
#include "fakes/azure_devops/switches.hpp"

#include "syncctl/base/clock.hpp"

#include <nlohmann/json.hpp>

#include <deque>
#include <map>
#include <memory>

namespace syncctl::fakes {

using Json = nlohmann::json;

struct Person {
    std::string display_name;
    std::string mail;
    std::string id;
    std::string descriptor;
    bool is_inactive = false;
};

struct Node {
    int id = 0;
    std::string identifier;
    std::string name;
    std::vector<Node> children;
    Json attributes; ///< null for areas
};

struct Project {
    std::string id;
    std::string name;
    Process process;
    Node areas;
    Node iterations;
};

struct Tag {
    std::string id;
    std::string name;
    base::Timestamp updated;
};

/// A state of an item. Link changes make a new one with the same rev.
struct Revision {
    int rev = 0;
    std::int64_t sequence = 0; ///< position among all changes of the organization
    base::Timestamp stored_at;
    base::Timestamp changed_at; ///< as System.ChangedDate says
    bool is_deleted = false;
    bool is_link_only = false; ///< not in the feed
    std::shared_ptr<const Json> fields;
    std::shared_ptr<const Json> relations; ///< array
};

struct Item {
    int id = 0;
    std::vector<Revision> history;
};

struct FeedEntry {
    std::int64_t sequence = 0;
    int id = 0;
    std::size_t index = 0; ///< in the item's history
};

struct LinkChange {
    std::int64_t sequence = 0;
    std::string rel; ///< undirected: System.LinkTypes.Hierarchy
    int source = 0;  ///< the forward end
    int target = 0;
    base::Timestamp changed_at;
    bool is_active = false;
};

/// All that the fake organization holds. Guarded by FakeAzureDevOps.
struct World {
    Switches switches;
    std::string base_url; ///< with the collection, without a slash at the end
    const base::Clock* clock = nullptr;
    int token_number = 1; ///< raised when a new token takes the place of an expired one
    std::string instance_id = "c0ffee00-0000-4000-8000-000000000001";

    std::vector<Project> projects;
    std::vector<Person> people; ///< the first is who the token belongs to
    std::size_t actor = 0;      ///< who changes items: index of `people`
    std::map<int, Item> items;
    std::map<std::string, Tag> tags; ///< by lower-case name
    std::vector<FeedEntry> feed;
    std::vector<LinkChange> links;

    int next_item = 1;
    int next_node = 1;
    std::int64_t sequence = 0;
    base::Timestamp last_stored;
    std::uint64_t next_guid = 1;

    /// The sequence before each of the last requests, for stale reads; the current one last.
    std::deque<std::int64_t> before_requests;

    [[nodiscard]] const Project* project(std::string_view name_or_id) const;
    [[nodiscard]] Project* project(std::string_view name_or_id);
    [[nodiscard]] const Person* person(std::string_view text) const;
    /// What a read may see, given `lag` requests of staleness.
    [[nodiscard]] std::int64_t visible_sequence(int lag) const;
    [[nodiscard]] base::Timestamp now() const;
    [[nodiscard]] std::string new_guid();
    void remember_tags(const std::string& tags);

    /// Adds a revision and its feed row; gives it its sequence and times.
    const Revision& store(Item& item, Revision revision);
};

/// The newest revision up to `sequence`; null when the item did not exist by then.
[[nodiscard]] const Revision* revision_at(const Item& item, std::int64_t sequence);
/// Of the project that the revision belongs to, and not in an unreadable area.
[[nodiscard]] bool is_readable(const World& world, const Revision& revision);
/// `path` is `root` or below, any case.
[[nodiscard]] bool is_under(std::string_view path, std::string_view root);
[[nodiscard]] const Node* find_node(const Node& root, std::string_view path);
/// Makes what is missing of `Project\A\B`.
Node& ensure_node(World& world, Node& root, std::string_view path);

/// `;`-separated, trimmed, without doubles (any case), sorted.
[[nodiscard]] std::vector<std::string> split_tags(std::string_view text);
[[nodiscard]] std::string join_tags(const std::vector<std::string>& tags);

/// `2026-01-05T09:58:00.77Z`: trailing zeros of the fraction are dropped.
[[nodiscard]] std::string wire_date(base::Timestamp time);

/// ISO 8601 with or without time and fraction, `Z` or an offset; RFC 1123. nullopt for others.
struct ParsedDate {
    base::Timestamp time;
    bool has_time = false;
};

[[nodiscard]] std::optional<ParsedDate> read_date(std::string_view text);

} // namespace syncctl::fakes
