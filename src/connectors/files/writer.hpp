#pragma once

#include "item_document.hpp"
#include "listing.hpp"
#include "temp_file.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::files {

/// What a connector remembers of its folder between calls.
struct FolderMemory {
    std::optional<std::uint64_t> highest_id; ///< given out so far; nullopt: not listed yet
    std::vector<std::string> leftovers;      ///< temporary files seen in the last listing
};

[[nodiscard]] Refused no_such_id(const std::string& id);

/// One batch of writes: every new content goes to a temporary file, all of them to the disk, then
/// each takes its place and the folder is synced. Nothing is visible before it is durable.
class Writer {
public:
    Writer(int items_folder,
           std::string items_path,
           const model::Metadata& metadata,
           FolderMemory& memory);

    [[nodiscard]] std::vector<WriteResult> write(std::span<const Operation> operations);

private:
    /// A document whose new content waits in a temporary file.
    struct Staged {
        std::size_t index = 0;
        std::uint64_t id = 0;
        TempFile temp;
        model::WorkItem item;
        const CreateItem* create = nullptr; ///< nullptr: replaces the item at its expected revision
        model::Revision expected_revision;
    };

    struct Removal {
        std::size_t index = 0;
        const RemoveItem* operation = nullptr;
    };

    void stage(std::size_t index, const Operation& operation);
    void stage_create(std::size_t index, const CreateItem& create);
    void stage_update(std::size_t index, const UpdateItem& update);
    /// Writes the temporary file and adds it to m_staged, or books why not.
    void stage_tree(Staged staged, const JsonTree& tree, const FileContent* like);
    void sync_staged();
    void publish(Staged& staged);
    void publish_new(Staged& staged);
    void publish_update(const Staged& staged);
    void remove(const Removal& removal);
    void sync_folder();

    /// The revision of an item's file as it is now; nullopt when it is gone.
    [[nodiscard]] std::optional<model::Revision> revision_now(std::uint64_t id) const;
    [[nodiscard]] std::optional<std::uint64_t> next_id();
    void note_listing();
    void done(const Staged& staged);
    void discard(const Staged& staged);
    void fail(std::size_t index, std::string_view doing, int errno_value);
    void fail_publishing(std::size_t index, const std::string& doing, int errno_value);

    int m_items_folder;
    std::string m_items_path;
    const model::Metadata& m_metadata;
    FolderMemory& m_memory;
    std::vector<WriteResult> m_results;
    std::vector<Staged> m_staged;
    std::vector<Removal> m_removals;
    std::vector<std::size_t> m_changed; ///< operations that changed the folder
};

} // namespace syncctl::connectors::files
