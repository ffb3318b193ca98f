#pragma once

#include "fakes/http/message.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace syncctl::fakes {

/// Holds exchanges against an OpenAPI 2 document: address, query, headers, bodies, status.
class OpenApi {
public:
    /// \throws std::runtime_error when the file is no such document
    explicit OpenApi(const std::string& file);

    /// \param base  the segments in front of `/{project}/_apis` that stand for the organization
    /// What is wrong, in words; empty is good. A call that the document does not describe is wrong,
    /// unless k_other_calls names it.
    [[nodiscard]] std::vector<std::string> request_problems(const HttpRequest& request,
                                                            const std::string& base) const;
    [[nodiscard]] std::vector<std::string> answer_problems(const HttpRequest& request,
                                                           const HttpAnswer& answer,
                                                           const std::string& base) const;

private:
    using Json = nlohmann::json;

    struct Operation {
        const Json* description = nullptr;
        std::vector<std::pair<std::string, std::string>> path_values;
    };

    /// nullopt: no such path; a description of null: no such method there.
    [[nodiscard]] std::optional<Operation> find(const HttpRequest& request,
                                                const std::string& base) const;
    [[nodiscard]] std::vector<std::string> query_problems(const HttpRequest& request,
                                                          const Operation& operation) const;
    [[nodiscard]] std::vector<std::string> body_problems(const HttpRequest& request,
                                                         const Operation& operation) const;

    Json m_document;
};

} // namespace syncctl::fakes
