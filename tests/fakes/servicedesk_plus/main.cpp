// A fake ServiceDesk Plus for end-to-end tests and measurements. Runs until SIGTERM.
#include "fakes/program.hpp"
#include "fakes/servicedesk_plus/fake_servicedesk_plus.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace {

using namespace syncctl;
using fakes::FakeServiceDeskPlus;

constexpr const char* k_usage =
    "usage: fake_servicedesk_plus --port-file FILE [--edition on-premises|cloud] [--portal NAME]\n"
    "           [--key-file FILE] [--accounts-port-file FILE] [--client-id-file FILE]\n"
    "           [--client-secret-file FILE] [--refresh-token-file FILE]\n"
    "           [--items N] [--latency-ms N] [--connect-ms N]\n"
    "Writes its port to FILE once it can be asked: on premises at http://127.0.0.1:PORT with the "
    "key in\n"
    "--key-file, in the cloud at http://127.0.0.1:PORT/app/itdesk with the credentials in the "
    "other files,\n"
    "given to the accounts server at --accounts-port-file. Ends on SIGTERM and SIGINT.\n";

void fill(FakeServiceDeskPlus& fake, int items)
{
    for (int i = 1; i <= items; ++i) {
        fake.has_request({{"subject", fmt::format("Request {} that somebody wrote down", i)},
                          {"description",
                           fmt::format("<div>What happened in case {}, step by step, <b>as far as "
                                       "it is known</b>.</div>",
                                       i)},
                          {"request_type", i % 3 == 0 ? "Service Request" : "Incident"},
                          {"priority", i % 2 == 0 ? "High" : "Low"},
                          {"requester", "guest@fabrikam.example"},
                          {"technician", "jamal@fabrikam.example"}});
    }
}

void run(const fakes::Program& program)
{
    const std::string& edition = program.option("--edition");
    const bool is_cloud = edition == "cloud";
    if (!is_cloud && edition != "on-premises") {
        throw std::invalid_argument("no such edition: " + edition);
    }
    const int items = program.number("--items");
    const int latency_ms = program.number("--latency-ms");
    const int connect_ms = program.number("--connect-ms");
    const base::SystemClock clock;
    FakeServiceDeskPlus fake{{.edition = is_cloud ? FakeServiceDeskPlus::Edition::cloud
                                                  : FakeServiceDeskPlus::Edition::on_premises,
                              .portal = program.option("--portal"),
                              .clock = &clock,
                              .is_logging = false,
                              .is_checking = false}};
    fill(fake, items);
    fake.change([&](FakeServiceDeskPlus::Switches& switches) {
        switches.latency_ms = latency_ms;
        switches.connect_ms = connect_ms;
    });
    if (is_cloud) {
        program.tell("--client-id-file", fake.client_id());
        program.tell("--client-secret-file", fake.client_secret());
        program.tell("--refresh-token-file", fake.refresh_token());
        program.tell("--accounts-port-file", std::to_string(fake.accounts_port()));
    } else {
        program.tell("--key-file", fake.technician_key());
    }
    program.tell("--port-file", std::to_string(fake.port()));
    program.wait();
}

} // namespace

int main(int argc, char** argv)
{
    fakes::Program program{"fake_servicedesk_plus",
                           k_usage,
                           {{"--port-file", ""},
                            {"--key-file", ""},
                            {"--accounts-port-file", ""},
                            {"--client-id-file", ""},
                            {"--client-secret-file", ""},
                            {"--refresh-token-file", ""},
                            {"--edition", "on-premises"},
                            {"--portal", "itdesk"},
                            {"--items", "0"},
                            {"--latency-ms", "0"},
                            {"--connect-ms", "0"}}};
    return program.main(argc, argv, run);
}
