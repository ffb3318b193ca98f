#pragma once

#include "kept_items.hpp"

#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace syncctl::engine {

/// What a tracker said of items that a webhook named, from the judging of the run to its carrying
/// out: whoever sends webhooks must not be able to multiply requests. Items as long as KeptItems
/// has room for them.
class JudgedItems {
public:
    /// Results of this id are kept.
    void expect(const std::string& id) { m_expected.insert(id); }

    [[nodiscard]] bool expects(const std::string& id) const { return m_expected.contains(id); }

    [[nodiscard]] bool expects_nothing() const { return m_expected.empty(); }

    void keep(const std::string& id, const connectors::GetResult& result, base::Timestamp now)
    {
        if (!expects(id)) {
            return;
        }
        if (const auto* item = std::get_if<model::WorkItem>(&result)) {
            m_items.keep(*item, now);
        } else {
            m_others.insert_or_assign(id, result);
        }
    }

    /// Once; nullopt: it has to be read.
    [[nodiscard]] std::optional<connectors::GetResult> take(const std::string& id,
                                                            base::Timestamp now)
    {
        if (auto node = m_others.extract(id); !node.empty()) {
            return std::move(node.mapped());
        }
        if (auto item = m_items.take(id, now)) {
            return connectors::GetResult{*std::move(item)};
        }
        return std::nullopt;
    }

private:
    std::unordered_set<std::string> m_expected;
    KeptItems m_items;
    std::unordered_map<std::string, connectors::GetResult> m_others;
};

} // namespace syncctl::engine
