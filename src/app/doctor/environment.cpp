// Variables that change what the libraries under us do.

#include "patient.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace syncctl::app {

const std::vector<std::string>& variables_of_interest()
{
    static const std::vector<std::string> all{"LD_PRELOAD",
                                              "LD_AUDIT",
                                              "LD_LIBRARY_PATH",
                                              "OPENSSL_CONF",
                                              "OPENSSL_MODULES",
                                              "SSL_CERT_FILE",
                                              "SSL_CERT_DIR",
                                              "CURL_CA_BUNDLE",
                                              "SSLKEYLOGFILE",
                                              "https_proxy",
                                              "HTTPS_PROXY",
                                              "all_proxy",
                                              "ALL_PROXY",
                                              "no_proxy",
                                              "NO_PROXY"};
    return all;
}

namespace doctor {

namespace {

/// A proxy may be given with a password.
std::string without_login(const std::string& url)
{
    const auto scheme = url.find("://");
    const auto from = scheme == std::string::npos ? 0 : scheme + 3;
    const auto at = url.rfind('@');
    return base::term_safe(
        at == std::string::npos || at < from ? url : url.substr(0, from) + "..." + url.substr(at));
}

} // namespace

void look_at_libraries(const Patient& patient)
{
    constexpr std::array k_meanings{
        std::pair{"LD_PRELOAD", "its library runs inside syncctl and sees every secret"},
        std::pair{"LD_AUDIT", "its library runs inside syncctl and sees every secret"},
        std::pair{"LD_LIBRARY_PATH", "libraries are taken from there"},
        std::pair{"OPENSSL_CONF", "the crypto library goes by that file"},
        std::pair{"OPENSSL_MODULES", "the crypto library takes modules from there"},
        std::pair{"SSL_CERT_FILE", "who signs for a tracker is read from there"},
        std::pair{"SSL_CERT_DIR", "who signs for a tracker is read from there"},
        std::pair{"CURL_CA_BUNDLE", "other programs read from there who signs for a tracker"},
        std::pair{"SSLKEYLOGFILE",
                  "other programs write the keys of their connections there; syncctl does not"}};
    const auto before = patient.findings.size();
    for (const auto& [name, meaning] : k_meanings) {
        if (patient.request.environment.count(name) != 0) {
            patient.warn(fmt::format("{} is set: {}", name, meaning),
                         fmt::format("unset {}", name));
        }
    }
    if (patient.findings.size() == before) {
        patient.ok("no variable changes what the libraries do");
    }
}

void look_at_proxies(const Patient& patient)
{
    const auto before = patient.findings.size();
    for (const auto* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
        const auto found = patient.request.environment.find(name);
        if (found != patient.request.environment.end()) {
            patient.ok(fmt::format(
                "{}: requests to trackers go through {}", name, without_login(found->second)));
        }
    }
    if (patient.findings.size() == before) {
        patient.ok("no proxy");
    }
}

void look_at_umask(const Patient& patient)
{
    constexpr unsigned k_group_and_others_write = 022;
    const auto umask = patient.request.umask;
    if ((umask & k_group_and_others_write) != k_group_and_others_write) {
        patient.warn(fmt::format("umask {:04o}: files that other programs make for you, such as "
                                 "copies of a key, may be changed by others",
                                 umask),
                     "umask 077");
    } else {
        patient.ok(fmt::format("umask {:04o}; syncctl makes private files whatever it is", umask));
    }
}

} // namespace doctor

} // namespace syncctl::app
