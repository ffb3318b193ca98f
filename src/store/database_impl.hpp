#pragma once

#include "connection.hpp"
#include "file_checks.hpp"

#include "syncctl/base/file.hpp"
#include "syncctl/store/database.hpp"
#include "syncctl/store/statement.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace syncctl::store {

/// A compiled statement in the cache of its Database.
struct Statement::Impl {
    Database::Impl* owner = nullptr;
    StatementHandle handle;
    int parameter_count = 0;
    bool is_writing = false;
    bool is_in_use = false;
    std::uint64_t bound = 0; ///< bit n: parameter n + 1 has a value
};

struct TextHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const noexcept
    {
        return std::hash<std::string_view>{}(text);
    }
};

struct Database::Impl {
    std::filesystem::path path; ///< as it was given, for messages
    std::filesystem::path file; ///< its real path
    FileFacts facts;            ///< what it was when it was opened
    std::chrono::milliseconds busy_timeout{};
    bool is_read_only = false;
    bool is_unusable = false; ///< a COMMIT failed: what the file holds is not known
    int wal_pages = 0;        ///< after the last commit
    Handle handle;
    /// Several per text: a statement can be needed again while its rows are being read.
    std::unordered_map<std::string,
                       std::vector<std::unique_ptr<Statement::Impl>>,
                       TextHash,
                       std::equal_to<>>
        statements;

    void open(OpenMode mode);
    void open_for_reading(std::int64_t wal_size_bytes);
    void identify(std::int64_t size_bytes, std::int64_t wal_size_bytes);
    void close() noexcept;
    void require_usable() const;
    [[nodiscard]] Statement::Impl* find_free(std::string_view sql);
    [[nodiscard]] base::FileLock lock_for_writing(std::chrono::milliseconds wait) const;
    void checkpoint_under_lock(int mode) noexcept;
};

} // namespace syncctl::store
