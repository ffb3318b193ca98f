#include "test_connection.hpp"

#include "describe.hpp"
#include "patch.hpp"
#include "web/checks.hpp"
#include "words.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

/// What to do about a sign-in that failed.
std::string sign_in_hint(const Answer& answer, const Caller& caller)
{
    if (answer.meaning == Meaning::unreadable) {
        return "is this the address of an Azure DevOps organization or collection?";
    }
    if (answer.meaning != Meaning::signed_out) {
        return "try again later";
    }
    return answer.status == 401
               ? fmt::format("the token is wrong, expired or revoked: make a new one with the "
                             "scopes Work Items (read & write) and Project and Team (read), and "
                             "enter it with --secret {}=prompt",
                             caller.secret)
               : fmt::format("the token is wrong, expired or revoked (--secret {}=prompt enters "
                             "another one), or the address is not the tracker's: what does a "
                             "browser on this machine show there?",
                             caller.secret);
}

/// The checks in their order; each is added only when the one before it held.
class Tester {
public:
    Tester(Api& api, ProjectMemory& project, const Options& options)
        : m_api{api}, m_project{project}, m_options{options}
    {
    }

    std::vector<Check> run()
    {
        if (reach() && sign_in() && find_project() && read()) {
            write();
        }
        if (m_is_reached) {
            add(clock_check(m_api.client().clock_offset()));
            add(rate_limit_check(
                m_api.client().traffic().waited,
                "the tracker holds requests back; a lower --set concurrency may help"));
        }
        return std::move(m_checks);
    }

private:
    bool add(Check check)
    {
        m_checks.push_back(std::move(check));
        return m_checks.back().ok;
    }

    bool reach()
    {
        Call call;
        call.path = {"_apis", "connectionData"};
        call.area = Area::connection;
        m_sign_in = m_api.send(call);
        for (auto& check : contact_checks(
                 {.place = m_api.host(),
  .is_encrypted = m_options.address.base.starts_with("https:"),
  .is_lost = m_sign_in.meaning == Meaning::not_sent || m_sign_in.meaning == Meaning::no_answer,
  .is_tls = m_sign_in.is_tls,
  .reason = m_sign_in.reason})) {
            m_is_reached = add(std::move(check));
        }
        return m_is_reached;
    }

    bool sign_in()
    {
        const auto& user = member(m_sign_in.body, "authenticatedUser");
        if (m_sign_in.is_good()) {
            const auto name = text_member(user, "providerDisplayName", 256);
            return add(passed("sign-in", name.empty() ? "accepted" : name));
        }
        // A scoped token may be refused here and still be good for work items.
        if (m_sign_in.meaning == Meaning::forbidden || m_sign_in.meaning == Meaning::rejected ||
            m_sign_in.meaning == Meaning::not_found) {
            return add(passed("sign-in", "not refused; who it is was not told"));
        }
        return add(failed("sign-in",
                          m_sign_in.reason,
                          sign_in_hint(m_sign_in, m_api.caller()),
                          error_of(m_sign_in, m_api.caller()).code()));
    }

    bool find_project()
    {
        try {
            return add(passed("project", m_project.ask().name));
        } catch (const Error& error) {
            return add(
                failed("project",
                       without_connector(error.message(), m_options.connector),
                       "are the organization in the URL and the project's name right? The token "
                       "needs the scope Project and Team (read) or Work Items (read)",
                       error.code()));
        }
    }

    bool read()
    {
        Call call;
        call.path = wit_in(m_project.segment(), {"workitemtypes"});
        const auto answer = m_api.send(call);
        if (!answer.is_good()) {
            return add(failed("reading",
                              answer.reason,
                              "the token needs the scope Work Items (read & write)",
                              error_of(answer, m_api.caller()).code()));
        }
        try {
            m_types = types_of(answer.body);
        } catch (const Error& error) {
            return add(failed("reading", error.message(), {}, error.code()));
        }
        return add(passed("reading", base::counted(m_types.types.size(), "work item type")));
    }

    void write()
    {
        if (m_types.types.empty()) {
            add(failed("writing",
                       "the project has no work item type that is enabled",
                       "is it the right project?"));
            return;
        }
        const auto answer = m_api.send(validation_call(m_types.types.front().name));
        // Rules that want more than a title were run, which takes the right to write.
        if (answer.is_good() || (answer.meaning == Meaning::rejected && !answer.problems.empty())) {
            add(passed("writing", "allowed; nothing was written"));
            return;
        }
        add(failed("writing",
                   answer.reason,
                   "the token needs the scope Work Items (read & write), and its user the "
                   "permission to edit work items in this area",
                   error_of(answer, m_api.caller()).code()));
    }

    [[nodiscard]] Call validation_call(const std::string& type) const
    {
        const auto patch = create_patch({.fields = {{std::string{k_title}, std::string{"syncctl"}}},
                                         .marker = {},
                                         .marker_field = {},
                                         .area = m_options.area});
        Call call;
        call.method = http::Method::post;
        call.path = wit_in(m_project.segment(), {"workitems", "$" + type});
        call.query = {{"validateOnly", "true"}};
        call.content_type = "application/json-patch+json";
        call.body = base::dump_json(std::get<json>(patch));
        return call;
    }

    Api& m_api;
    ProjectMemory& m_project;
    const Options& m_options;
    std::vector<Check> m_checks;
    Answer m_sign_in;
    model::Metadata m_types;
    bool m_is_reached = false;
};

} // namespace

std::vector<Check> test_connection(Api& api, ProjectMemory& project, const Options& options)
{
    return Tester{api, project, options}.run();
}

} // namespace syncctl::connectors::azure_devops
