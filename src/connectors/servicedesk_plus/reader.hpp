#pragma once

#include "api.hpp"
#include "item_json.hpp"

#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// Reads requests by their ids, one call each.
class Reader {
public:
    Reader(Api& api, const Options& options) : m_api{api}, m_options{options} {}

    /// One result per id, same order; see Connector::get. A request in the trash is Absent; one
    /// that is not found is so only with ProofOfDeletion::missing, after a list that shows others
    /// did not show it either.
    /// \throws Error when it is the tracker that cannot be read, not one request
    [[nodiscard]] std::vector<GetResult> get(std::span<const std::string> ids);

private:
    [[nodiscard]] std::vector<Answer> answers_about(std::span<const std::string> ids);
    [[nodiscard]] GetResult result_of(const std::string& id, const Answer& answer);
    [[nodiscard]] GetResult what_became_of(const std::string& id, const Answer& answer);
    [[nodiscard]] std::optional<Unreadable> look_into_archive(const std::string& id);
    [[nodiscard]] GetResult look_into_lists(const std::string& id, const std::string& reason);
    [[nodiscard]] std::optional<std::vector<std::string>> listed(nlohmann::json list_info);
    [[nodiscard]] Answer ask(const Call& call);
    [[noreturn]] void throw_for(const Answer& answer) const;

    Api& m_api;
    const Options& m_options;
};

} // namespace syncctl::connectors::servicedesk_plus
