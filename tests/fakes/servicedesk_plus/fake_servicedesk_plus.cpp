#include "fakes/servicedesk_plus/fake_impl.hpp"

#include <fmt/format.h>

#include <atomic>
#include <stdexcept>

namespace syncctl::fakes {

namespace {

/// A slip in a test, not something that a server would say.
[[noreturn]] void wrong_use(const std::string& what)
{
    throw std::logic_error("FakeServiceDeskPlus: " + what);
}

std::string next_secret()
{
    static std::atomic<int> made = 0;
    return fmt::format("{:04}", ++made);
}

} // namespace

FakeServiceDeskPlus::Impl::Impl(FakeServiceDeskPlus& traffic, const Setup& setup)
    : is_checking{setup.is_checking}
{
    world.edition = setup.edition;
    world.portal = setup.portal;
    world.secret = next_secret();
    world.clock = &traffic.used_clock();
    sdp::seed(world);
    const auto serve_as = [this, &traffic](Service& service) {
        return std::make_unique<LoopbackServer>(
            [&traffic, &service](const HttpRequest& request) {
                return traffic.serve(service, request);
            },
            [this] { wait_for_connection(); });
    };
    server = serve_as(api);
    if (world.is_cloud()) {
        accounts_server = serve_as(accounts);
    }
}

sdp::Request& FakeServiceDeskPlus::Impl::request_with(const std::string& id)
{
    sdp::Request* request = world.request(id);
    if (request == nullptr || request->state().is_gone) {
        wrong_use("no request " + id);
    }
    return *request;
}

std::string FakeServiceDeskPlus::Impl::row_named(const std::string& table,
                                                 const std::string& name) const
{
    const sdp::Json* row = world.row_with(table, "name", name);
    if (row == nullptr) {
        wrong_use("nothing named " + name + " in " + table);
    }
    return (*row)["id"];
}

FakeServiceDeskPlus::FakeServiceDeskPlus() : FakeServiceDeskPlus(Setup{}) {}

FakeServiceDeskPlus::FakeServiceDeskPlus(Setup setup)
    : Traffic{setup.clock, setup.is_logging}, m_impl{std::make_unique<Impl>(*this, setup)}
{
}

FakeServiceDeskPlus::~FakeServiceDeskPlus() = default;

std::string FakeServiceDeskPlus::url() const
{
    const std::string origin = fmt::format("http://127.0.0.1:{}", port());
    return m_impl->world.is_cloud() ? origin + "/app/" + m_impl->world.portal : origin;
}

int FakeServiceDeskPlus::port() const
{
    return m_impl->server->port();
}

std::string FakeServiceDeskPlus::accounts_url() const
{
    return fmt::format("http://127.0.0.1:{}", accounts_port());
}

int FakeServiceDeskPlus::accounts_port() const
{
    if (m_impl->accounts_server == nullptr) {
        wrong_use("there is no accounts server on premises");
    }
    return m_impl->accounts_server->port();
}

std::string FakeServiceDeskPlus::technician_key() const
{
    const std::lock_guard lock{m_impl->mutex};
    return sdp::technician_key_of(m_impl->world);
}

void FakeServiceDeskPlus::renew_technician_key()
{
    const std::lock_guard lock{m_impl->mutex};
    ++m_impl->world.key_number;
}

std::string FakeServiceDeskPlus::client_id() const
{
    const std::lock_guard lock{m_impl->mutex};
    return sdp::client_id_of(m_impl->world);
}

std::string FakeServiceDeskPlus::client_secret() const
{
    const std::lock_guard lock{m_impl->mutex};
    return sdp::client_secret_of(m_impl->world);
}

std::string FakeServiceDeskPlus::refresh_token() const
{
    const std::lock_guard lock{m_impl->mutex};
    return sdp::refresh_token_of(m_impl->world);
}

void FakeServiceDeskPlus::renew_refresh_token()
{
    const std::lock_guard lock{m_impl->mutex};
    ++m_impl->world.tokens.refresh_number;
    m_impl->world.tokens.live.clear();
}

void FakeServiceDeskPlus::expire_access_tokens()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.tokens.live.clear();
}

int FakeServiceDeskPlus::grants() const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->world.tokens.grants;
}

void FakeServiceDeskPlus::change(const std::function<void(Switches&)>& change)
{
    const std::lock_guard lock{m_impl->mutex};
    change(m_impl->world.switches);
}

void FakeServiceDeskPlus::throttles(Matching matching, int after)
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world.locks.push_back(
        {.matching = std::move(matching), .allowed = after, .until_ms = 0});
}

void FakeServiceDeskPlus::save()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->saved = m_impl->world;
}

void FakeServiceDeskPlus::rewind()
{
    const std::lock_guard lock{m_impl->mutex};
    m_impl->world = m_impl->saved;
    forget();
}

std::optional<FakeServiceDeskPlus::Snapshot>
FakeServiceDeskPlus::request(const std::string& id) const
{
    const std::lock_guard lock{m_impl->mutex};
    const sdp::World& world = m_impl->world;
    const sdp::Request* request = world.request(id);
    if (request == nullptr || request->state().is_gone) {
        return std::nullopt;
    }
    const sdp::State& state = request->state();
    Snapshot snapshot{.id = id,
                      .is_trashed = state.is_trashed,
                      .is_archived = state.is_archived,
                      .created_ms = request->created_ms,
                      .last_updated_ms = {},
                      .fields = sdp::request_json(world, *request, state),
                      .edits = request->edits,
                      .links = {},
                      .notes = {}};
    if (state.updated_ms != 0) {
        snapshot.last_updated_ms = state.updated_ms;
    }
    for (const auto& [other, comment] : request->links) {
        snapshot.links.push_back(std::to_string(other));
    }
    for (const sdp::Json& note : request->notes) {
        snapshot.notes.push_back(note["description"]);
    }
    return snapshot;
}

std::vector<std::string> FakeServiceDeskPlus::ids() const
{
    const std::lock_guard lock{m_impl->mutex};
    std::vector<std::string> ids;
    for (const auto& [id, request] : m_impl->world.requests) {
        if (!request.state().is_gone) {
            ids.push_back(std::to_string(id));
        }
    }
    return ids;
}

std::vector<std::string> FakeServiceDeskPlus::subjects() const
{
    const std::lock_guard lock{m_impl->mutex};
    std::vector<std::string> subjects;
    for (const auto& [id, request] : m_impl->world.requests) {
        const sdp::State& state = request.state();
        if (!state.is_gone && !state.is_trashed && !state.is_archived) {
            subjects.push_back(state.values["subject"]);
        }
    }
    return subjects;
}

std::string FakeServiceDeskPlus::id_of(const std::string& list, const std::string& name) const
{
    const std::lock_guard lock{m_impl->mutex};
    return m_impl->row_named(list, name);
}

} // namespace syncctl::fakes
