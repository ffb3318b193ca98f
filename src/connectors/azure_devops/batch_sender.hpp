#pragma once

#include "api.hpp"
#include "reader.hpp"
#include "write_task.hpp"

#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// Sends updates through `$batch`, 200 in one request. Every entry tests its revision, so that
/// whatever the batch leaves in doubt may be sent once more by itself: stored already, it is stale.
class BatchSender {
public:
    BatchSender(Api& api, Reader& reader) : m_api{api}, m_reader{reader} {}

    /// Tasks that are not over afterwards are to be sent one by one.
    /// \param updates that nothing was sent of yet
    void send(std::span<WriteTask* const> updates);

private:
    /// What one entry of the answer says.
    struct Entry {
        WriteTask* task = nullptr;
        Answer answer;
    };

    void send_some(std::span<WriteTask* const> updates);
    void take(const nlohmann::json& body, std::span<WriteTask* const> tasks);
    void confirm(std::vector<Entry>& stored);
    [[nodiscard]] nlohmann::json entry_of(const Call& call) const;

    Api& m_api;
    Reader& m_reader;
    bool m_is_missing = false; ///< this server has no such call
};

} // namespace syncctl::connectors::azure_devops
