#pragma once

#include "request_body.hpp"
#include "write_result.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// What the lists say of a status. \throws Error as Catalogue::entries
using StatusCategories = std::function<model::StatusCategory(std::string_view status)>;

/// Closed or cancelled: the tracker takes no edits but one of the status. A resolved one is not.
[[nodiscard]] bool is_over(model::StatusCategory category);

/// One request that a write takes.
struct WriteStep {
    WriteKind kind = WriteKind::edit;
    model::Fields fields;
};

/// How the call is spelled that closes a request. Editions differ, and so do builds of one
/// (contract, section 9), so that the other spelling is worth a try until one was taken.
class CloseRoute {
public:
    explicit CloseRoute(Edition edition)
        : m_spellings{edition == Edition::cloud ? std::vector<std::string>{"_close", "close"}
                                                : std::vector<std::string>{"close", "_close"}}
    {
    }

    /// nullptr when all were tried.
    [[nodiscard]] const std::string* next(const std::vector<std::string>& tried) const;

    /// The tracker took this one.
    void keep(std::string spelling) { m_spellings = {std::move(spelling)}; }

private:
    std::vector<std::string> m_spellings;
};

/// The requests that bring fields into an item, in their order: one, or more where it is closed
/// with closure information. That has a call of its own, after which the tracker takes no edits.
/// \param fields those that differ from what the item holds
/// \param given all fields of the operation, for closure information that is there already
/// \param current status of the item; empty for one that is yet to be created
[[nodiscard]] std::vector<WriteStep> steps_of(WriteKind first,
                                              const model::Fields& fields,
                                              const model::Fields& given,
                                              const std::string& current,
                                              const Options& options,
                                              const StatusCategories& categories);

/// A closed request that is to be open again may have to be opened first: its status alone, then
/// the rest. Empty when that is no way.
[[nodiscard]] std::vector<WriteStep> reopening_steps(const model::Fields& fields,
                                                     const StatusCategories& categories);

/// `{"closure_info":{...}}` for a step that closes.
[[nodiscard]] std::variant<nlohmann::json, Refused> closing_body(const WriteStep& step,
                                                                 const BodyContext& context);

/// Of a field that holds a text; empty when it does not.
[[nodiscard]] std::string text_of(const model::Fields& fields, std::string_view field);

} // namespace syncctl::connectors::servicedesk_plus
