#include "files_connector.hpp"

#include "change_listing.hpp"
#include "filter.hpp"
#include "folder_url.hpp"
#include "item_document.hpp"
#include "marker_search.hpp"
#include "tracker_document.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace syncctl::connectors::files {

namespace {

/// Runs one check; an Error is its failure.
template <class Action>
Check check(std::string name, Action action)
{
    Check result{.name = std::move(name), .ok = true, .detail = {}, .hint = {}};
    try {
        result.detail = action();
    } catch (const Error& error) {
        result.ok = false;
        result.detail = error.message();
        result.hint = error.hint();
    }
    return result;
}

std::string check_access(int folder, int mode, const std::string& path, std::string_view what)
{
    if (::faccessat(folder, ".", mode, AT_EACCESS) != 0) {
        throw Error{ErrorCode::forbidden,
                    fmt::format("'{}' is not {}: {}", path, what, base::errno_text(errno)),
                    fmt::format("ls -ld '{}'", path)};
    }
    return path;
}

} // namespace

FilesConnector::FilesConnector(const ConnectorSetup& setup)
    : m_folder{folder_path(setup.url), setup.name},
      m_log{setup.log == nullptr ? m_silence : *setup.log}
{
}

Capabilities FilesConnector::capabilities() const
{
    return {.compares_revision = false,
            .reports_deletions = true,
            .read_batch = 1000,
            .write_batch = 200,
            .time_resolution =
                std::chrono::milliseconds{10}, // the kernel's tick, which dates files
            .settle_time = std::chrono::seconds{0},
            .settles_at_once = true};
}

std::vector<Check> FilesConnector::test()
{
    std::vector<Check> checks;
    base::UniqueFd root;
    base::UniqueFd items;
    checks.push_back(check("folder", [&] {
        root = m_folder.open_root();
        return m_folder.path();
    }));
    if (!checks.back().ok) {
        return checks;
    }
    checks.push_back(check("tracker.json", [&] {
        const model::Metadata metadata =
            read_tracker_document(m_folder.read_tracker(root).text, m_folder.tracker_path());
        return base::counted(metadata.types.size(), "type");
    }));
    checks.push_back(check("items folder", [&] {
        items = m_folder.open_items(root);
        return m_folder.items_path();
    }));
    if (!checks.back().ok) {
        return checks;
    }
    checks.push_back(check("readable", [&] {
        return check_access(items.get(), R_OK | X_OK, m_folder.items_path(), "readable");
    }));
    checks.push_back(check("writable", [&] {
        return check_access(items.get(), W_OK | X_OK, m_folder.items_path(), "writable");
    }));
    checks.push_back(check("items", [&] {
        return base::counted(list_items(items.get(), m_folder.items_path()).entries.size(), "item");
    }));
    return checks;
}

model::Metadata FilesConnector::describe()
{
    load_tracker(m_folder.open_root());
    return m_tracker->metadata;
}

void FilesConnector::load_tracker(const base::UniqueFd& root) const
{
    const FileContent content = m_folder.read_tracker(root);
    if (!m_tracker || m_tracker->stamp != content.stamp) {
        m_tracker =
            Tracker{.stamp = content.stamp,
                    .metadata = read_tracker_document(content.text, m_folder.tracker_path())};
    }
}

base::UniqueFd FilesConnector::open_healthy() const
{
    const base::UniqueFd root = m_folder.open_root();
    try {
        load_tracker(root);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::document) {
            throw;
        }
        // A half-copied description passes by itself: not a mistake of whoever typed the command.
        m_folder.unavailable(error.message());
    }
    return m_folder.open_items(root);
}

const model::Metadata& FilesConnector::known_metadata() const
{
    if (!m_tracker) {
        load_tracker(m_folder.open_root());
    }
    return m_tracker->metadata;
}

std::optional<std::string> FilesConnector::filter_problem(const std::string& filter) const
{
    const auto parsed = parse_filter(filter);
    if (const auto* problem = std::get_if<FilterProblem>(&parsed)) {
        return problem->reason;
    }
    const auto& conditions = std::get<std::vector<Condition>>(parsed);
    if (conditions.empty()) {
        return std::nullopt;
    }
    try {
        const auto problem = unknown_field(conditions, known_metadata());
        return problem ? std::optional{problem->reason} : std::nullopt;
    } catch (const Error&) {
        // Whether the folder is there now says nothing about the text.
        return std::nullopt;
    }
}

bool FilesConnector::matches_filter(const model::WorkItem& item, const std::string& filter) const
{
    const auto parsed = parse_filter(filter);
    if (const auto* problem = std::get_if<FilterProblem>(&parsed)) {
        throw Error{ErrorCode::setting, fmt::format("filter '{}': {}", filter, problem->reason)};
    }
    const auto& conditions = std::get<std::vector<Condition>>(parsed);
    return conditions.empty() || matches(item, conditions, known_metadata());
}

std::unique_ptr<ChangeReader> FilesConnector::changes(const ChangeQuery& query)
{
    ++m_api_calls;
    const base::UniqueFd items = open_healthy();
    Listing listing = list_items(items.get(), m_folder.items_path());
    note_listing(listing);
    auto reader = std::make_unique<ChangeListing>(
        items.get(), m_folder.items_path(), std::move(listing), query.since);
    m_memory.highest_id = std::max(m_memory.highest_id.value_or(0), reader->highest_id());
    return reader;
}

void FilesConnector::note_listing(const Listing& listing)
{
    m_memory.leftovers = listing.leftovers;
    if (listing.ignored > 0) {
        m_log.warning(fmt::format("{}: ignored {} that {} no work item (for example '{}')",
                                  m_folder.items_path(),
                                  base::counted(listing.ignored, "name"),
                                  listing.ignored == 1 ? "is" : "are",
                                  listing.ignored_example));
    }
}

GetResult FilesConnector::get_one(int items_folder, const std::string& id) const
{
    const auto number = parse_id(id);
    if (!number) {
        return Absent{}; // no file can have it
    }
    ReadResult result = read_regular_file(items_folder, item_file_name(*number));
    if (std::holds_alternative<Absent>(result)) {
        return Absent{};
    }
    if (auto* forbidden = std::get_if<Forbidden>(&result)) {
        return std::move(*forbidden);
    }
    if (auto* unreadable = std::get_if<Unreadable>(&result)) {
        return std::move(*unreadable);
    }
    const auto& content = std::get<FileContent>(result);
    auto document = read_item_document(content.text, id, m_tracker->metadata);
    if (const auto* problem = std::get_if<ItemProblem>(&document)) {
        return Unreadable{fmt::format("{}: {}", item_file_name(*number), problem->reason)};
    }
    model::WorkItem item = std::move(std::get<ItemDocument>(document).item);
    item.revision = revision_of(content.stamp);
    item.modified_at = modified_at(content.stamp);
    return item;
}

std::vector<GetResult> FilesConnector::get(std::span<const std::string> ids)
{
    ++m_api_calls;
    const base::UniqueFd items = open_healthy();
    std::vector<GetResult> results;
    results.reserve(ids.size());
    bool has_absent = false;
    for (const std::string& id : ids) {
        results.push_back(get_one(items.get(), id));
        has_absent = has_absent || std::holds_alternative<Absent>(results.back());
    }
    if (has_absent && !holds_an_item(items.get(), m_folder.items_path())) {
        // In an emptied folder a missing file proves nothing: see ChangeListing.
        for (GetResult& result : results) {
            if (std::holds_alternative<Absent>(result)) {
                result = Unreadable{
                    fmt::format("folder '{}' holds no item at all", m_folder.items_path())};
            }
        }
    }
    return results;
}

std::vector<WriteResult> FilesConnector::write(std::span<const Operation> operations)
{
    ++m_api_calls;
    base::UniqueFd items;
    try {
        items = open_healthy();
    } catch (const Error& error) {
        // Nothing was written, and the caller's intents must learn that.
        return {operations.size(),
                Transient{.reason = error.message(), .retry_after = std::nullopt}};
    }
    return Writer{items.get(), m_folder.items_path(), m_tracker->metadata, m_memory}.write(
        operations);
}

std::vector<SettleResult> FilesConnector::settle(std::span<const model::Intent> intents)
{
    ++m_api_calls;
    const base::UniqueFd items = open_healthy();
    const Listing listing = list_items(items.get(), m_folder.items_path());
    return search_markers(items.get(), listing, intents, m_tracker->metadata);
}

} // namespace syncctl::connectors::files
