#include "azure_pair.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace syncctl::test {
namespace {

using fakes::FakeAzureDevOps;
using nlohmann::json;

/// Queries and reads of many items are sent by POST.
bool is_write(const fakes::HttpRequest& request)
{
    const auto asks = [&](const char* part) {
        return request.target.find(part) != std::string::npos;
    };
    return request.method != "GET" && request.method != "OPTIONS" && !asks("/wiql") &&
           !asks("workitemsbatch") && !asks("validateOnly=true");
}

json field_of(const FakeAzureDevOps& tracker, int id, const std::string& name)
{
    const auto item = tracker.item(id);
    REQUIRE(item.has_value());
    return item->fields.value(name, json{});
}

} // namespace

AzurePair::~AzurePair()
{
    CHECK(broken_promises() == "");
}

json AzurePair::envelope(std::vector<std::string> arguments, int exit) const
{
    arguments.emplace_back("--json");
    const auto result = syncctl(arguments);
    INFO(fmt::format("syncctl {}\n{}{}", fmt::join(arguments, " "), result.out, result.err));
    CHECK(result.exit == exit);
    auto envelope = json::parse(result.out);
    CHECK(envelope["exit"] == result.exit);
    return envelope;
}

json AzurePair::rows(std::vector<std::string> arguments, int exit) const
{
    return envelope(std::move(arguments), exit).at("data");
}

json AzurePair::run(int exit, const std::vector<std::string>& arguments)
{
    std::vector<std::string> all{"run", "p"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    auto report = rows(std::move(all), exit).at(0);
    let_time_pass();
    return report;
}

void AzurePair::check_error(const std::string& item,
                            const std::string& field,
                            const std::vector<std::string>& words) const
{
    const auto errors = rows({"errors"});
    const auto error = std::find_if(
        errors.begin(), errors.end(), [&](const auto& each) { return each["item"] == item; });
    INFO(errors.dump(1));
    REQUIRE(error != errors.end());
    CHECK((*error)["field"] == (field.empty() ? json{} : json(field)));
    check_words((*error)["message"].get<std::string>(), words);
}

json AzurePair::dev_field(int id, const std::string& name) const
{
    return field_of(dev, id, name);
}

json AzurePair::desk_field(int id, const std::string& name) const
{
    return field_of(desk, id, name);
}

int AzurePair::partner_of_issue(int issue)
{
    return std::stoi(sql(
        fmt::format("SELECT source_item_id FROM synced_items WHERE target_item_id = '{}'", issue)));
}

void AzurePair::check_third_run_writes_nothing(int exit)
{
    static_cast<void>(run(exit));
    clear_logs();
    const auto report = run(exit);
    CHECK(report["created"] == 0);
    CHECK(report["updated"] == 0);
    CHECK(report["deleted"] == 0);
    CHECK(writes_sent() == 0);
}

int AzurePair::writes_sent() const
{
    std::ptrdiff_t writes = 0;
    for (const auto* tracker : {&dev, &desk}) {
        const auto log = tracker->log();
        writes += std::count_if(log.begin(), log.end(), [](const auto& exchange) {
            return is_write(exchange.request);
        });
    }
    return static_cast<int>(writes);
}

void AzurePair::clear_logs()
{
    dev.clear_log();
    desk.clear_log();
}

void check_words(std::string_view text, const std::vector<std::string>& words)
{
    for (const auto& word : words) {
        INFO("looking for '" << word << "' in: " << text);
        CHECK(text.find(word) != std::string_view::npos);
    }
}

} // namespace syncctl::test
