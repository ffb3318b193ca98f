#include "functions/date_text.hpp"

#include "utf8.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/schedule/time_zone.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <date/date.h>
#include <string>
#include <string_view>

namespace syncctl::mapping::functions {
namespace {

using schedule::offset_from;
using Kind = WrittenDate::Kind;
using std::chrono::milliseconds;

constexpr std::size_t k_most_digits = 15;
constexpr std::size_t k_least_digits = 10;
constexpr std::size_t k_most_fraction_digits = 9;

/// Reads from the front of a text.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_rest{text} {}

    [[nodiscard]] bool is_at_end() const { return m_rest.empty(); }

    [[nodiscard]] std::string_view rest() const { return m_rest; }

    bool skip(std::string_view one_of)
    {
        if (m_rest.empty() || one_of.find(m_rest.front()) == std::string_view::npos) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    /// A number of exactly so many digits.
    std::optional<int> number(std::size_t digits)
    {
        const auto text = m_rest.substr(0, digits);
        if (text.size() != digits || !base::is_decimal(text, digits)) {
            return std::nullopt;
        }
        int value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        m_rest.remove_prefix(digits);
        return value;
    }

    /// The digits that are next.
    std::string_view digits()
    {
        const auto end = std::min(m_rest.find_first_not_of("0123456789"), m_rest.size());
        const auto text = m_rest.substr(0, end);
        m_rest.remove_prefix(end);
        return text;
    }

private:
    std::string_view m_rest;
};

std::optional<WrittenDate> checked(WrittenDate date)
{
    return is_in_range(date.ms) ? std::optional{date} : std::nullopt;
}

std::optional<WrittenDate> from_milliseconds(std::string_view text)
{
    const bool is_before = text.starts_with('-');
    const auto digits = text.substr(is_before ? 1 : 0);
    if (!base::is_decimal(digits, k_most_digits)) {
        return std::nullopt;
    }
    std::int64_t ms = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), ms);
    return checked({Kind::moment, is_before ? -ms : ms});
}

/// `/Date(1700000000000+0100)/`: the offset says where it was written, not which moment it is.
std::optional<WrittenDate> from_script(std::string_view text)
{
    constexpr std::string_view k_begin = "/Date(";
    constexpr std::string_view k_end = ")/";
    if (!text.starts_with(k_begin) || !text.ends_with(k_end) ||
        text.size() < k_begin.size() + k_end.size()) {
        return std::nullopt;
    }
    text = text.substr(k_begin.size(), text.size() - k_begin.size() - k_end.size());
    const auto offset = text.find_first_of("+-", 1);
    if (offset != std::string_view::npos && !offset_from(text.substr(offset))) {
        return std::nullopt;
    }
    return from_milliseconds(text.substr(0, offset));
}

std::optional<milliseconds> day_of(Scanner& scanner)
{
    const auto year = scanner.number(4);
    if (!year || !scanner.skip("-")) {
        return std::nullopt;
    }
    const auto month = scanner.number(2);
    if (!month || !scanner.skip("-")) {
        return std::nullopt;
    }
    const auto day = scanner.number(2);
    if (!day) {
        return std::nullopt;
    }
    const auto date = date::year{*year} / *month / *day;
    return date.ok() ? std::optional<milliseconds>{date::sys_days{date}.time_since_epoch()}
                     : std::nullopt;
}

/// Finer than a millisecond is cut off.
std::optional<milliseconds> fraction_of(Scanner& scanner)
{
    std::string digits{scanner.digits()};
    if (digits.empty() || digits.size() > k_most_fraction_digits) {
        return std::nullopt;
    }
    digits.resize(3, '0');
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return milliseconds{value};
}

std::optional<milliseconds> time_of_day(Scanner& scanner)
{
    const auto hours = scanner.number(2);
    if (!hours || !scanner.skip(":")) {
        return std::nullopt;
    }
    const auto minutes = scanner.number(2);
    std::optional<int> seconds{0};
    std::optional<milliseconds> fraction{milliseconds{0}};
    if (scanner.skip(":")) {
        seconds = scanner.number(2);
        if (scanner.skip(".")) {
            fraction = fraction_of(scanner);
        }
    }
    if (!minutes || !seconds || !fraction || *hours > 23 || *minutes > 59 || *seconds > 59) {
        return std::nullopt;
    }
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
           std::chrono::seconds{*seconds} + *fraction;
}

std::optional<WrittenDate> from_calendar(std::string_view text)
{
    Scanner scanner{text};
    const auto day = day_of(scanner);
    if (!day) {
        return std::nullopt;
    }
    if (scanner.is_at_end()) {
        return checked({Kind::day, day->count()});
    }
    const auto time = scanner.skip("Tt ") ? time_of_day(scanner) : std::nullopt;
    if (!time) {
        return std::nullopt;
    }
    const auto local = *day + *time;
    if (scanner.is_at_end()) {
        return checked({Kind::local, local.count()});
    }
    if (scanner.skip("Zz")) {
        return scanner.is_at_end() ? checked({Kind::moment, local.count()}) : std::nullopt;
    }
    const auto offset = offset_from(scanner.rest());
    return offset ? checked({Kind::moment, (local - *offset).count()}) : std::nullopt;
}

} // namespace

bool is_in_range(std::int64_t ms)
{
    constexpr std::int64_t k_begin_ms = -62'135'596'800'000; // 0001-01-01T00:00:00.000Z
    constexpr std::int64_t k_end_ms = 253'402'300'800'000;   // behind 9999-12-31T23:59:59.999Z
    return ms >= k_begin_ms && ms < k_end_ms;
}

std::optional<WrittenDate> read_date(const model::Value& value)
{
    if (const auto* number = std::get_if<model::Number>(&value)) {
        return from_milliseconds(number->text);
    }
    const auto* written = std::get_if<std::string>(&value);
    if (written == nullptr) {
        return std::nullopt;
    }
    const auto text = trimmed(*written);
    if (text.size() >= k_least_digits && base::is_decimal(text, k_most_digits)) {
        return from_milliseconds(text);
    }
    return text.starts_with('/') ? from_script(text) : from_calendar(text);
}

} // namespace syncctl::mapping::functions
