#pragma once

#include "api.hpp"

#include "syncctl/base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// The ids of all items of a project for which a condition holds, page by page. Pages go by id:
/// what changes meanwhile shifts nothing, and equal times do not matter.
class IdPages {
public:
    /// \param condition WIQL; empty: all items
    IdPages(Api& api, std::string project, std::string condition);

    /// Rising, and above those of the page before; nullopt after the last page. Never empty.
    /// \throws Error
    [[nodiscard]] std::optional<std::vector<std::string>> next();

    /// By the tracker's clock, when it answered the first time; nullopt while it did not tell.
    [[nodiscard]] std::optional<base::Timestamp> asked_at() const { return m_asked_at; }

private:
    [[nodiscard]] Call next_call() const;
    void narrow(const Answer& answer);
    [[nodiscard]] std::vector<std::string> take_rows(const nlohmann::json& body);
    void advance(std::size_t rows, std::uint64_t range_end);

    Api& m_api;
    std::string m_project;
    std::string m_condition;
    std::optional<base::Timestamp> m_asked_at;
    std::uint64_t m_last = 0; ///< ids up to here are done
    std::uint64_t m_width;    ///< of a range of ids
    bool m_is_narrow = false; ///< a query asks for a range, not for all that is left
    bool m_is_over = false;
    int m_calls = 0;
};

/// All pages together, for conditions that hold for few items.
/// \throws Error
[[nodiscard]] std::vector<std::string>
query_ids(Api& api, const std::string& project, const std::string& condition);

} // namespace syncctl::connectors::azure_devops
