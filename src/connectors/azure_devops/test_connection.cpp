#include "test_connection.hpp"

#include "describe.hpp"
#include "patch.hpp"
#include "words.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

/// From here on times of the two machines cannot be compared without the measured difference.
constexpr std::chrono::milliseconds k_wrong_clock{std::chrono::minutes{2}};

Check passed(std::string name, std::string detail)
{
    return {.name = std::move(name), .ok = true, .detail = std::move(detail), .hint = {}};
}

Check failed(std::string name,
             std::string detail,
             std::string hint,
             ErrorCode code = ErrorCode::failed)
{
    return {.name = std::move(name),
            .ok = false,
            .detail = std::move(detail),
            .hint = std::move(hint),
            .code = code};
}

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
            clock();
            rate_limit();
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
        const bool is_lost =
            m_sign_in.meaning == Meaning::not_sent || m_sign_in.meaning == Meaning::no_answer;
        if (is_lost && !m_sign_in.is_tls) {
            return add(failed("connection",
                              m_sign_in.reason,
                              "is the address right, and is there a proxy or firewall between?",
                              ErrorCode::network));
        }
        add(passed("connection", m_api.host()));
        if (m_sign_in.is_tls) {
            return add(failed("encryption",
                              m_sign_in.reason,
                              "--set ca_file=FILE trusts a certificate authority of your own; does "
                              "the address begin with https rightly?",
                              ErrorCode::network));
        }
        m_is_reached = true;
        const bool is_encrypted = m_options.address.base.rfind("https:", 0) == 0;
        return add(passed("encryption",
                          is_encrypted ? "the certificate was verified"
                                       : "none: this address is plain http"));
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
                       without_connector(error.message()),
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

    /// The name stands in front of the checks already.
    [[nodiscard]] std::string without_connector(const std::string& message) const
    {
        const auto name = fmt::format("connector '{}': ", m_options.connector);
        return message.starts_with(name) ? message.substr(name.size()) : message;
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

    void clock()
    {
        const auto offset = m_api.client().clock_offset();
        if (!offset) {
            add(passed("clock", "the tracker does not tell its time"));
            return;
        }
        const auto ms = offset->offset.count();
        const auto seconds = static_cast<double>(std::abs(ms)) / 1000.0;
        auto check = passed("clock",
                            fmt::format("this machine is {:.1f} s {} the tracker",
                                        seconds,
                                        ms < 0 ? "behind" : "ahead of"));
        if (std::chrono::milliseconds{std::abs(ms)} > k_wrong_clock) {
            check.hint = "set the clock of this machine: last-write-wins compares times";
        }
        add(std::move(check));
    }

    void rate_limit()
    {
        const auto waited = m_api.client().traffic().waited;
        auto check =
            passed("rate limit",
                   waited.count() == 0 ? std::string{"not slowed down"}
                                       : fmt::format("slowed down by {} ms", waited.count()));
        if (waited.count() != 0) {
            check.hint = "the tracker holds requests back; a lower --set concurrency may help";
        }
        add(std::move(check));
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
