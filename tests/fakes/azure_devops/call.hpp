#pragma once

#include "fakes/azure_devops/world.hpp"
#include "fakes/http/message.hpp"

#include <stdexcept>

namespace syncctl::fakes {

/// A request, taken apart.
struct Call {
    std::string method;
    std::vector<std::string> base; ///< the segments in front of the project, decoded
    std::string project;           ///< name or id; empty when there is none
    std::string team;
    std::string area;                         ///< after `_apis`, lower case
    std::vector<std::string> path;            ///< what follows, decoded
    std::map<std::string, std::string> query; ///< names in lower case
    HttpHeaders headers;
    std::string body;

    [[nodiscard]] std::string parameter(const std::string& name) const;
    [[nodiscard]] bool flag(const std::string& name) const;
    /// A list separated by commas.
    [[nodiscard]] std::vector<std::string> list(const std::string& name) const;
    /// The resource, lower case: the first segment of `path`.
    [[nodiscard]] std::string resource() const;
};

/// nullopt when it is no call below `base_path` (such as `/fabrikam`).
[[nodiscard]] std::optional<Call> read_call(const HttpRequest& request, std::string_view base_path);

struct Answer {
    int status = 200;
    Json body; ///< discarded: no body
    HttpHeaders headers;
    std::string text; ///< instead of the body, with a content type among the headers
};

/// A refusal; thrown by a call's implementation, which has then changed nothing.
class Refusal : public std::exception {
public:
    Refusal(int status, std::string_view type_key, std::string message, Json custom = nullptr);

    [[nodiscard]] const char* what() const noexcept override { return m_message.c_str(); }

    [[nodiscard]] const Answer& answer() const { return m_answer; }

private:
    std::string m_message;
    Answer m_answer;
};

/// \throws Refusal{400} for what is no JSON
[[nodiscard]] Json json_body(const Call& call);
[[nodiscard]] Answer list_answer(Json values);
[[nodiscard]] int integer(std::string_view text, std::string_view what);
/// The project of the call. \throws Refusal{404} for an unknown one, {400} when there is none
[[nodiscard]] const Project& project_of(const World& world, const Call& call);

/// Checks the api-version of the call. \throws Refusal
void check_version(const World& world, const Call& call);

/// The calls, by what they are about. \throws Refusal
[[nodiscard]] Answer route(World& world, const Call& call);
[[nodiscard]] Answer connection_data(const World& world);
[[nodiscard]] Answer projects(const World& world, const Call& call);
[[nodiscard]] Answer locations(const World& world, const Call& call);
[[nodiscard]] Answer work_item_types(const World& world, const Call& call);
[[nodiscard]] Answer fields(const World& world, const Call& call);
[[nodiscard]] Answer classification_nodes(const World& world, const Call& call);
[[nodiscard]] Answer tags(const World& world, const Call& call);
[[nodiscard]] Answer type_categories(const World& world, const Call& call);
[[nodiscard]] Answer relation_types(const World& world);
[[nodiscard]] Answer wiql(const World& world, const Call& call);
[[nodiscard]] Answer items_batch(const World& world, const Call& call);
[[nodiscard]] Answer work_items(World& world, const Call& call);
[[nodiscard]] Answer item_updates(const World& world, const Call& call);
[[nodiscard]] Answer item_revisions(const World& world, const Call& call);
[[nodiscard]] Answer reporting_revisions(const World& world, const Call& call);
[[nodiscard]] Answer reporting_links(const World& world, const Call& call);
[[nodiscard]] Answer recycle_bin(World& world, const Call& call);
[[nodiscard]] Answer batch(World& world, const Call& call);

} // namespace syncctl::fakes
