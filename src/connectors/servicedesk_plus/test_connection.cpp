#include "test_connection.hpp"

#include "custom_fields.hpp"
#include "web/checks.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// No item has it: its pair does not exist.
constexpr std::string_view k_nobodys_marker =
    "syncctl:00000000-0000-0000-0000-000000000000:source:0";
/// `syncctl:UUID:source:` and an id of 19 digits.
constexpr std::size_t k_marker_length = 72;

/// The checks in their order; each is added only when the one before it held.
class Tester {
public:
    Tester(Api& api, Catalogue& catalogue, const Options& options)
        : m_api{api}, m_catalogue{catalogue}, m_options{options}
    {
    }

    std::vector<Check> run()
    {
        m_first = m_api.send(list_call({"requests"}, {{"row_count", 1}, {"start_index", 1}}));
        if (reach() && sign_in() && find_portal() && read()) {
            lists();
            marker();
            add(passed("writing", "not tried: a test writes nothing"));
        }
        if (m_is_reached) {
            add(clock_check(m_api.client().clock_offset()));
            add(rate_limit_check(
                m_api.client().traffic().waited,
                "the tracker holds requests back; a lower --set calls_per_minute may help"));
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
        for (auto& check : contact_checks(
                 {.place = m_options.address.base,
  .is_encrypted = m_options.address.base.starts_with("https:"),
  .is_lost = m_first.meaning == Meaning::not_sent || m_first.meaning == Meaning::no_answer,
  .is_tls = m_first.is_tls,
  .reason = m_first.reason})) {
            m_is_reached = add(std::move(check));
        }
        return m_is_reached;
    }

    bool sign_in()
    {
        if (m_api.is_signed_out()) {
            const auto& error = m_api.signed_out_error();
            return add(failed("sign-in",
                              without_connector(error.message(), m_options.connector),
                              sign_in_hint(),
                              ErrorCode::authentication));
        }
        if (m_first.meaning == Meaning::throttled || m_first.meaning == Meaning::failed) {
            return add(failed("sign-in",
                              m_first.reason,
                              "try again later",
                              error_of(m_first, m_api.caller()).code()));
        }
        if (m_first.meaning == Meaning::unreadable || m_first.is_page) {
            return add(failed("sign-in",
                              m_first.reason,
                              "is this the address of ServiceDesk Plus, with the right port? What "
                              "does a browser on this machine show there?",
                              error_of(m_first, m_api.caller()).code()));
        }
        return add(passed("sign-in",
                          m_options.is_cloud()
                              ? "the accounts server gave an access token, and it is not refused"
                              : "the technician key is not refused"));
    }

    [[nodiscard]] std::string sign_in_hint() const
    {
        return m_options.is_cloud()
                   ? fmt::format("the refresh token belongs to one data centre and one client ID: "
                                 "are data_centre, client_id and the secret client_secret right, "
                                 "and has it the scope SDPOnDemand.requests.ALL? --secret "
                                 "{}=prompt enters another one",
                                 m_api.caller().secret)
                   : fmt::format("the key is wrong, or expired, or its technician is disabled: "
                                 "generate another one (Admin, Technicians) and enter it with "
                                 "--secret {}=prompt",
                                 m_api.caller().secret);
    }

    bool find_portal()
    {
        if (m_first.meaning == Meaning::not_found) {
            return add(failed("portal",
                              m_first.reason,
                              m_options.is_cloud()
                                  ? "is the portal in the URL (https://HOST/app/PORTAL) right?"
                                  : "is the URL right, without anything behind the port? With "
                                    "several portals, --set portal_id=NUMBER names one",
                              ErrorCode::not_found));
        }
        const auto& portal =
            m_options.address.portal.empty() ? m_options.portal_id : m_options.address.portal;
        return add(passed("portal", portal.empty() ? "the default one" : portal));
    }

    bool read()
    {
        if (!m_first.is_good()) {
            return add(failed("reading",
                              m_first.reason,
                              m_options.is_cloud()
                                  ? "the token needs the scope SDPOnDemand.requests.ALL, and its "
                                    "user a role that may view requests"
                                  : "the technician of the key needs a role that may view requests",
                              error_of(m_first, m_api.caller()).code()));
        }
        const auto& rows = member(m_first.body, "requests");
        if (!rows.is_array()) {
            return add(failed("reading",
                              "the answer has no list of requests",
                              "is this ServiceDesk Plus with the interface v3?",
                              ErrorCode::unavailable));
        }
        return add(passed("reading",
                          rows.empty() ? "allowed, but there is no request that this user sees"
                                       : "requests can be read"));
    }

    void lists()
    {
        try {
            const auto* statuses = m_catalogue.entries(k_status);
            if (statuses != nullptr) {
                add(passed("lists",
                           base::counted(statuses->size(), "status", "statuses") + " can be read"));
                return;
            }
            add(failed("lists",
                       "the tracker does not give the list of statuses",
                       m_options.is_cloud()
                           ? "the token needs the scope SDPOnDemand.setup.READ; without it, names "
                             "are sent that some portals do not take"
                           : "the technician of the key needs a role that may see the settings; "
                             "without it, names are sent that some installations do not take",
                       ErrorCode::forbidden));
        } catch (const Error& error) {
            add(failed("lists",
                       without_connector(error.message(), m_options.connector),
                       error.hint(),
                       error.code()));
        }
    }

    void marker()
    {
        if (m_options.marker_place != MarkerPlace::field) {
            auto check = passed("marker",
                                m_options.marker_place == MarkerPlace::subject
                                    ? "at the end of the subject"
                                    : "in the last line of the description");
            check.hint =
                "a custom text field of its own is found sooner, and nobody sees it: --set "
                "marker=KEY";
            add(std::move(check));
            return;
        }
        auto call =
            list_call({"requests"},
                      {{"row_count", 1},
                       {"start_index", 1},
                       {"search_criteria",
                        {{"field", fmt::format("{}{}", k_udf_prefix, m_options.marker_field)},
                         {"condition", "is"},
                         {"value", k_nobodys_marker}}}});
        call.is_optional = true;
        const auto answer = m_api.send(call);
        if (!answer.is_good()) {
            add(failed(
                "marker",
                fmt::format("'{}' cannot be searched: {}", m_options.marker_field, answer.reason),
                "is that the key of a custom text field of requests (not its label)?",
                error_of(answer, m_api.caller()).code()));
            return;
        }
        if (!array_or_nothing(member(answer.body, "requests")).empty()) {
            add(failed("marker",
                       fmt::format("a search for a marker that no request has in '{}' finds some: "
                                   "the tracker does not know the field",
                                   m_options.marker_field),
                       "is that the key of a custom text field of requests (not its label)?"));
            return;
        }
        marker_length();
    }

    /// As far as the tracker tells.
    void marker_length()
    {
        const auto text = fmt::format("'{}' can be searched", m_options.marker_field);
        try {
            const auto rows =
                rows_of(m_api,
                        {"udf_fields"},
                        {{"field", "module.name"}, {"condition", "is"}, {"value", "request"}});
            for (const auto& row : rows.value_or(std::vector<json>{})) {
                const auto length = max_length_of(row);
                if (text_member(row, "field_key", 256) == m_options.marker_field && length &&
                    *length < k_marker_length) {
                    add(failed("marker",
                               fmt::format("'{}' takes {} characters, and a marker needs {}",
                                           m_options.marker_field,
                                           *length,
                                           k_marker_length),
                               "give the field more, or choose another one"));
                    return;
                }
            }
        } catch (const Error&) {
            add(passed("marker", text + "; how much it holds is not told"));
            return;
        }
        add(passed("marker", text));
    }

    Api& m_api;
    Catalogue& m_catalogue;
    const Options& m_options;
    std::vector<Check> m_checks;
    Answer m_first;
    bool m_is_reached = false;
};

} // namespace

std::vector<Check> test_connection(Api& api, Catalogue& catalogue, const Options& options)
{
    return Tester{api, catalogue, options}.run();
}

} // namespace syncctl::connectors::servicedesk_plus
