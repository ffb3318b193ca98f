#include "checked_pair.hpp"

#include "fakes/traffic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::test {
namespace {

using nlohmann::json;

constexpr std::size_t k_longest_failure = 1000; ///< octets of what a person has to read
constexpr long k_most_memory_kib = 200L * 1024;

/// Queries, reads of many items and sign-ins are sent by POST.
bool is_write(const fakes::HttpRequest& request)
{
    const auto asks = [&](const char* part) {
        return request.target.find(part) != std::string::npos;
    };
    return request.method != "GET" && request.method != "OPTIONS" && !asks("/wiql") &&
           !asks("workitemsbatch") && !asks("validateOnly=true") && !asks("/oauth/v2/token");
}

} // namespace

void check_words(std::string_view text, const std::vector<std::string>& words)
{
    for (const auto& word : words) {
        INFO("looking for '" << word << "' in: " << text);
        CHECK(text.find(word) != std::string_view::npos);
    }
}

json envelope_of(const TrackerWorld& world, std::vector<std::string> arguments, int exit)
{
    arguments.emplace_back("--json");
    const auto result = world.syncctl(arguments);
    INFO(fmt::format("syncctl {}\n{}{}", fmt::join(arguments, " "), result.out, result.err));
    CHECK(result.exit == exit);
    auto envelope = json::parse(result.out);
    CHECK(envelope["exit"] == result.exit);
    return envelope;
}

void check_error_in(const json& errors,
                    const std::string& item,
                    const std::string& field,
                    const std::vector<std::string>& words)
{
    const auto error = std::find_if(
        errors.begin(), errors.end(), [&](const auto& each) { return each["item"] == item; });
    INFO(errors.dump(1));
    REQUIRE(error != errors.end());
    CHECK((*error)["field"] == (field.empty() ? json{} : json(field)));
    check_words((*error)["message"].get<std::string>(), words);
}

void check_failure(const ProcessResult& result, const Expected& expected)
{
    INFO(result.out << result.err);
    CHECK(result.exit == expected.exit);
    check_words(result.err, expected.words);
    check_words(result.err, {"hint: "});
    CHECK(result.err.size() < k_longest_failure);
    CHECK(result.peak_memory_kib < k_most_memory_kib);
}

int writes_to(const fakes::Traffic& tracker)
{
    const auto log = tracker.log();
    return static_cast<int>(std::count_if(
        log.begin(), log.end(), [](const auto& exchange) { return is_write(exchange.request); }));
}

json field_of(const fakes::FakeAzureDevOps& tracker, int id, const std::string& name)
{
    const auto item = tracker.item(id);
    REQUIRE(item.has_value());
    return item->fields.value(name, json{});
}

} // namespace syncctl::test
