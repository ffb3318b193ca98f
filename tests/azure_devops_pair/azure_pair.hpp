#pragma once

#include "support/azure_world.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

// Exit codes that the tests of the pair expect; docs/exit-codes.md has all.
constexpr int k_failed = 1;
constexpr int k_usage = 2;
constexpr int k_partial = 3;
constexpr int k_refused_credential = 12;
constexpr int k_temporary = 13;
constexpr int k_conflicts_wait = 14;
constexpr int k_guarded = 15;
constexpr int k_bad_setting = 16;
constexpr int k_no_such_name = 18;

/// An AzureWorld that checks what holds in every test, at its end as well.
class AzurePair : public AzureWorld {
public:
    explicit AzurePair(AzureWorldOptions options = {}) : AzureWorld{std::move(options)} {}

    ~AzurePair();
    AzurePair(const AzurePair&) = delete;
    AzurePair& operator=(const AzurePair&) = delete;

    /// The envelope of a command with `--json`, which has to end with this code.
    nlohmann::json envelope(std::vector<std::string> arguments, int exit = 0) const;
    /// `data` of it.
    nlohmann::json rows(std::vector<std::string> arguments, int exit = 0) const;
    /// The line of the pair; time passes.
    nlohmann::json run(int exit = 0, const std::vector<std::string>& arguments = {});
    /// The newest error that `errors` shows of an item (`dev:1`) is about this field, "" for none,
    /// and holds the words.
    void check_error(const std::string& item,
                     const std::string& field,
                     const std::vector<std::string>& words) const;

    nlohmann::json dev_field(int id, const std::string& name) const;
    nlohmann::json desk_field(int id, const std::string& name) const;
    int partner_of_issue(int issue);

    /// What was to be done is done by the run before, whatever one more run has to look at: the one
    /// after that sends no write.
    void check_third_run_writes_nothing(int exit = 0);
    /// How many requests both sides got that could have changed something.
    [[nodiscard]] int writes_sent() const;
    void clear_logs();
};

/// Each of the words stands in the text.
void check_words(std::string_view text, const std::vector<std::string>& words);

} // namespace syncctl::test
