#pragma once

#include "api.hpp"
#include "batch_sender.hpp"
#include "reader.hpp"
#include "workflow.hpp"
#include "write_task.hpp"

#include "syncctl/connectors/connector.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// Writes a batch of operations, several at the same time, and never throws for one of them.
class Writer {
public:
    Writer(Api& api, Reader& reader, WriteRules rules)
        : m_api{api}, m_reader{reader}, m_rules{std::move(rules)}, m_batches{api, reader}
    {
    }

    [[nodiscard]] std::vector<WriteResult> write(std::span<const Operation> operations);
    /// The same requests, marked to be checked only. Of a state that is reached by steps the first
    /// one is checked.
    [[nodiscard]] std::vector<WriteResult> validate(std::span<const Operation> operations);

    /// Whether nobody but the create that sent these fields has written to the item: it is in its
    /// first revision, or in one that the same account made on the way to the state.
    [[nodiscard]] bool is_as_created(const model::WorkItem& item, const model::Fields& sent);

    /// See Connector::left_by: a state that lies on the way, in the revision of that step, is ours.
    [[nodiscard]] model::Fields
    left_by(const model::Intent& update, const model::WorkItem& item, const model::Fields& before);

    /// The project's GUID, once it is known.
    void use_project(const std::string& segment) { m_rules.project = segment; }

private:
    [[nodiscard]] std::vector<WriteResult> carry_out(const WriteRules& rules,
                                                     std::span<const Operation> operations);
    void send_round(std::vector<WriteTask*>& open);
    void send_batches(std::vector<WriteTask*>& open);
    void plan_ahead(std::span<WriteTask* const> tasks);
    void send_some(std::span<WriteTask* const> tasks);
    void find_ways(std::span<WriteTask* const> tasks);
    void find_way(WriteTask& task);
    [[nodiscard]] const Workflow* workflow_of(const std::string& type);
    [[nodiscard]] WriteResult remove(const RemoveItem& operation);
    [[nodiscard]] WriteResult remove_item(const std::string& id);

    Api& m_api;
    Reader& m_reader;
    WriteRules m_rules;
    BatchSender m_batches;
    std::map<std::string, Workflow> m_workflows; ///< of the types whose states were refused once
};

} // namespace syncctl::connectors::azure_devops
