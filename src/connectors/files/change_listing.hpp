#pragma once

#include "listing.hpp"
#include "snapshot.hpp"

#include "syncctl/connectors/connector.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::connectors::files {

/// The difference between a folder now and at a watermark, page by page.
class ChangeListing final : public ChangeReader {
public:
    /// Lists the folder at once; a watermark that cannot be read counts as none.
    /// \param listing of the folder behind items_folder, taken just before
    ChangeListing(int items_folder,
                  const std::string& items_path,
                  Listing listing,
                  Watermark since);

    [[nodiscard]] std::optional<ChangePage> next() override;
    [[nodiscard]] Watermark watermark() const override;

    [[nodiscard]] std::optional<std::size_t> items_seen() const override
    {
        return m_now.entries.size();
    }

    /// The highest id that the folder is known to have given out.
    [[nodiscard]] std::uint64_t highest_id() const { return m_highest_id; }

private:
    void find_gone(int items_folder, const std::string& items_path, const Snapshot& before);
    void find_changed(const Snapshot& before);

    Listing m_now;
    Watermark m_since;
    std::uint64_t m_highest_id = 0;
    std::vector<std::size_t> m_changed; ///< indexes into m_now.entries
    std::vector<std::uint64_t> m_gone;
    std::size_t m_given = 0; ///< of m_changed and then m_gone
    bool m_keeps_watermark = false;
};

} // namespace syncctl::connectors::files
