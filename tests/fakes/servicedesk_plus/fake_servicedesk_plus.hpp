#pragma once

#include "fakes/servicedesk_plus/fault.hpp"
#include "fakes/servicedesk_plus/switches.hpp"
#include "fakes/traffic.hpp"

#include <memory>

namespace syncctl::fakes {

/// A small ServiceDesk Plus behind a real socket, the edition for one's own machines or the one in
/// the cloud, as version 3 of its REST interface is known. Where real servers differ, or where
/// nobody knows, Switches has both. Its methods play the people who work there, and may be called
/// at any time.
class FakeServiceDeskPlus : public Traffic {
public:
    using Edition = sdp::Edition;
    using Switches = sdp::Switches;

    struct Setup {
        Edition edition = Edition::on_premises;
        std::string portal = "itdesk";      ///< of the cloud
        const base::Clock* clock = nullptr; ///< null: clock(), which stands still
        bool is_logging = true;             ///< keep all requests and answers
        bool is_checking = true;            ///< hold every request against the contract
    };

    FakeServiceDeskPlus();
    explicit FakeServiceDeskPlus(Setup setup);
    ~FakeServiceDeskPlus();
    FakeServiceDeskPlus(const FakeServiceDeskPlus&) = delete;
    FakeServiceDeskPlus& operator=(const FakeServiceDeskPlus&) = delete;

    /// `http://127.0.0.1:PORT`, in the cloud `http://127.0.0.1:PORT/app/itdesk`
    [[nodiscard]] std::string url() const;
    [[nodiscard]] int port() const;

    // Credentials. On one's own machines: a technician's key.
    [[nodiscard]] std::string technician_key() const;
    /// The key is no longer accepted, and technician_key() is a new one.
    void renew_technician_key();

    // In the cloud: OAuth. The accounts server is one of its own.
    [[nodiscard]] std::string accounts_url() const;
    [[nodiscard]] int accounts_port() const;
    [[nodiscard]] std::string client_id() const;
    [[nodiscard]] std::string client_secret() const;
    [[nodiscard]] std::string refresh_token() const;
    /// The refresh token is revoked with all its access tokens, and refresh_token() is a new one.
    void renew_refresh_token();
    void expire_access_tokens();
    /// Access tokens that were handed out.
    [[nodiscard]] int grants() const;

    /// Runs `change` on the switches, between two requests.
    void change(const std::function<void(Switches&)>& change);
    /// After so many more calls that match, the next one is answered with "too many", and all that
    /// match until the lock is over.
    void throttles(Matching matching = {}, int after = 0);

    // What people have set up. Sites and groups by name.
    void has_person(const std::string& name, const std::string& mail);
    /// \param groups empty: may be given the requests of any group
    /// \param sites  empty: of any site
    void has_technician(const std::string& name,
                        const std::string& mail,
                        const std::vector<std::string>& groups = {},
                        const std::vector<std::string>& sites = {});
    /// Of the owner of the key: no call is accepted any more.
    void disables_technician(const std::string& mail);
    void has_site(const std::string& name);
    /// \param site empty: of no site
    void has_group(const std::string& name, const std::string& site = "");
    void has_status(const std::string& name,
                    bool in_progress,
                    bool stop_timer,
                    const std::string& internal_name = "");
    void has_priority(const std::string& name);
    void has_category(const std::string& name);
    void has_subcategory(const std::string& category, const std::string& name);
    void has_item(const std::string& subcategory, const std::string& name);
    void has_request_type(const std::string& name);
    void has_template(const std::string& name);
    /// Shown under another name from now on, in `statuses`, `groups`, `users` and so on.
    void renames(const std::string& list, const std::string& name, const std::string& new_name);

    struct Udf {
        std::string key;
        std::string label;
        /// single_line, multi_line, pick, multi_select, datetime, datestamp, long, double, boolean
        std::string type = "single_line";
        int max_length = 255;
        std::vector<std::string> allowed = {};
        bool is_on_template = true;
    };

    /// Instead of one with the same key.
    void has_udf(const Udf& udf);
    void requires_fields(const std::vector<std::string>& fields);          ///< by the template
    void requires_fields_on_close(const std::vector<std::string>& fields); ///< by the closure rules
    /// The next request gets this number: its id, or in the cloud what its id ends with.
    void numbers_requests_from(int number);
    /// The key of the UDF that new installations have for markers.
    [[nodiscard]] std::string marker_udf() const;

    // What people do. Rules do not bind them, references may be plain names or mail addresses, and
    // somebody else does it than the owner of the key.
    std::string has_request(const nlohmann::json& fields);
    void edit(const std::string& id, const nlohmann::json& fields); ///< a null clears
    void add_note(const std::string& id, const std::string& text);
    void link(const std::string& id, const std::string& other);
    void trash(const std::string& id);
    void restore(const std::string& id);
    void destroy(const std::string& id);
    void archive(const std::string& id);
    void merge(const std::string& id, const std::string& into);
    /// Group and technician stay only if they fit. \param site empty: of no site
    void move_to_site(const std::string& id, const std::string& site);

    /// Keeps all that people and the interface have stored, and the switches; rewind() goes back to
    /// that, as often as wanted, and forgets faults and the log.
    void save();
    void rewind();

    struct Snapshot {
        std::string id;
        bool is_trashed = false;
        bool is_archived = false;
        std::int64_t created_ms = 0;
        std::optional<std::int64_t> last_updated_ms;
        nlohmann::json fields; ///< as GET shows them
        int edits = 0;
        std::vector<std::string> links;
        std::vector<std::string> notes;
    };

    /// nullopt when it never existed, was deleted for ever or merged.
    [[nodiscard]] std::optional<Snapshot> request(const std::string& id) const;
    /// In the trash and in the archive as well.
    [[nodiscard]] std::vector<std::string> ids() const;
    /// Of the requests that a list would show, by id.
    [[nodiscard]] std::vector<std::string> subjects() const;
    /// Of a row of a metadata list: `id_of("statuses", "Open")`.
    [[nodiscard]] std::string id_of(const std::string& list, const std::string& name) const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace syncctl::fakes
