#include "project.hpp"

#include "words.hpp"

#include <fmt/format.h>

namespace syncctl::connectors::azure_devops {

const Project& ProjectMemory::project()
{
    return m_project ? *m_project : ask();
}

const Project& ProjectMemory::ask()
{
    Call call;
    call.path = {"_apis", "projects", segment()};
    m_api.require_signed_in();
    auto answer = m_api.send(call);
    if (answer.meaning == Meaning::not_found) {
        throw Error{ErrorCode::not_found,
                    fmt::format("connector '{}': there is no project '{}', or the token may not "
                                "see it: {}",
                                m_api.connector(),
                                m_setting,
                                answer.reason),
                    fmt::format("syncctl connector test {}", m_api.connector())};
    }
    if (!answer.is_good()) {
        throw error_of(answer, m_api.caller());
    }
    Project read{.id = text_member(answer.body, "id", 64),
                 .name = text_member(answer.body, "name", 256)};
    const auto state = text_member(answer.body, "state", 64);
    if (read.id.empty() || read.name.empty()) {
        throw m_api.unusable("answer describes no project");
    }
    if (!state.empty() && !same_name(state, "wellFormed")) {
        throw Error{ErrorCode::unavailable,
                    fmt::format("connector '{}': project '{}' is not ready: {}",
                                m_api.connector(),
                                read.name,
                                state),
                    "run it again when the project is whole"};
    }
    m_project = std::move(read);
    m_is_fresh = true;
    return *m_project;
}

bool ProjectMemory::is_called(const std::string& name)
{
    if (same_name(project().name, name)) {
        return true;
    }
    return !m_is_fresh && same_name(ask().name, name);
}

} // namespace syncctl::connectors::azure_devops
