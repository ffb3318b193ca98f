#pragma once

#include "api.hpp"
#include "id_pages.hpp"
#include "listing_mark.hpp"
#include "project.hpp"
#include "reader.hpp"
#include "web/listed_items.hpp"

#include "syncctl/base/log.hpp"
#include "syncctl/connectors/connector.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// What a listing by query works with; outlives it.
struct QueryTools {
    Api& api;
    ProjectMemory& project;
    Reader& reader;
    ListedItems& listed; ///< gets what was read in full
    base::Log& log;
    Changes setting = Changes::automatic;
    /// By what the tracker's answers said so far; 0 while they did not.
    std::function<base::Timestamp()> tracker_time;
};

/// The changes of one project where there is no feed: a query for the time of the last change, and
/// a look into the recycle bin, which no query sees.
class QueryReader final : public ChangeReader {
public:
    /// \param since nullopt lists every item
    QueryReader(QueryTools tools, std::optional<QueryPlace> since);

    [[nodiscard]] std::optional<ChangePage> next() override;
    [[nodiscard]] Watermark watermark() const override;
    [[nodiscard]] std::optional<std::size_t> items_seen() const override;

private:
    void begin();
    void list_everything();
    [[nodiscard]] bool fetch_ids();
    void take_ids(std::vector<std::string> ids);
    [[nodiscard]] ChangePage read_some();
    [[nodiscard]] std::optional<model::Change> change_of(ParsedItem&& parsed);
    [[nodiscard]] ChangePage deletions();

    QueryTools m_tools;
    std::optional<QueryPlace> m_since;
    std::optional<IdPages> m_pages; ///< nullopt before the first call
    std::vector<std::string> m_ids; ///< of the last page
    std::size_t m_next_id = 0;      ///< place of the first one that is not read yet
    bool m_is_bin_read = false;
    bool m_is_keeping = true; ///< the listing is short: its items are read in full and kept
    std::size_t m_found = 0;
    std::size_t m_alive = 0;
    base::Timestamp m_began;  ///< by the tracker's clock; 0: it did not tell
    base::Timestamp m_newest; ///< change among the first ones; counts when there is no clock
    std::vector<std::uint64_t> m_deleted;
};

} // namespace syncctl::connectors::azure_devops
