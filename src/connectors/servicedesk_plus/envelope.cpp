#include "envelope.hpp"

#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

constexpr std::size_t k_most_problems = 50;
constexpr std::size_t k_longest_name = 256;
constexpr int k_success = 2000;
constexpr int k_partial = 3000;

/// A code that is a number, or, as some builds have it, a text of digits; 0 for anything else.
int code_member(const json& object, std::string_view key)
{
    const auto& value = member(object, key);
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return number > 0 && number < 100'000 ? static_cast<int>(number) : 0;
    }
    int number = 0;
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return number;
}

/// The message itself, or what an object in its place would show.
std::string text_of(const json& message)
{
    auto text = text_member(message, "message");
    return one_line(text.empty() ? text_member(member(message, "message"), "display_message")
                                 : text);
}

std::vector<std::string> fields_of(const json& message)
{
    std::vector<std::string> fields;
    auto field = text_member(message, "field", k_longest_name);
    if (!field.empty()) {
        fields.push_back(std::move(field));
    }
    for (const auto& each : array_or_nothing(member(message, "fields"))) {
        if (each.is_string() && fields.size() < k_most_problems) {
            const auto repaired = base::repair_utf8(each.get_ref<const std::string&>());
            fields.emplace_back(base::first_code_points(repaired.text, k_longest_name));
        }
    }
    return fields;
}

void add_problems(const json& status, std::vector<Problem>& problems)
{
    for (const auto& message : array_or_nothing(member(status, "messages"))) {
        const auto code = code_member(message, "status_code");
        auto fields = fields_of(message);
        if (fields.empty()) {
            fields.emplace_back();
        }
        for (auto& field : fields) {
            if (problems.size() == k_most_problems) {
                return;
            }
            problems.push_back({.code = code, .field = std::move(field), .text = text_of(message)});
        }
    }
}

void read_status(const json& status, Envelope& envelope)
{
    if (!status.is_object()) {
        envelope.is_good = false;
        return;
    }
    const auto code = code_member(status, "status_code");
    const auto word = text_member(status, "status", k_longest_name);
    const bool is_success =
        code == k_success || code == k_partial || (code == 0 && same_name(word, "success"));
    envelope.is_good = envelope.is_good && is_success;
    envelope.is_partial = envelope.is_partial || code == k_partial;
    add_problems(status, envelope.problems);
    if (!is_success && envelope.problems.empty()) {
        envelope.problems.push_back({.code = code, .field = {}, .text = text_of(status)});
    }
}

} // namespace

Envelope envelope_of(const json& body)
{
    Envelope envelope;
    const auto& status = member(body, "response_status");
    if (status.is_object()) {
        envelope.is_there = true;
        read_status(status, envelope);
    } else if (status.is_array() && !status.empty()) {
        envelope.is_there = true;
        for (const auto& each : status) {
            read_status(each, envelope);
        }
    }
    return envelope;
}

} // namespace syncctl::connectors::servicedesk_plus
