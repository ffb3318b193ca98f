#include "functions/date_text.hpp"
#include "functions/transform.hpp"
#include "quote.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/schedule/time_zone.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::mapping::functions {
namespace {

using model::TransformStep;
using model::Value;
using schedule::Zone;
using Kind = WrittenDate::Kind;

constexpr std::size_t k_day_size = std::string_view{"2026-01-05"}.size();

std::optional<std::int64_t> moment_of(const WrittenDate& date, const Zone& zone)
{
    switch (date.kind) {
    case Kind::local:
        return zone.utc_of(date.ms);
    case Kind::day:
        return zone.begin_of_day(date.ms);
    case Kind::moment:
        break;
    }
    return date.ms;
}

TransformProblem skipped(const Value& value)
{
    return {fmt::format("{} does not exist in that time zone: its clocks skip it",
                        shortly(model::to_text(value)))};
}

TransformProblem out_of_range(const Value& value)
{
    return {
        fmt::format("{} is not within the years 1 to 9999 there", shortly(model::to_text(value)))};
}

TransformResult to_date(const Zone& zone, const Value& value, const WrittenDate& date)
{
    const auto moment = moment_of(date, zone);
    if (!moment) {
        return skipped(value);
    }
    if (!is_in_range(*moment)) {
        return out_of_range(value);
    }
    return Value{base::format_utc({*moment})};
}

TransformResult to_day(const Zone& zone, const Value& value, const WrittenDate& date)
{
    // A day stays itself; so does one whose time was written on the clocks of the zone.
    if (date.kind == Kind::local && !zone.utc_of(date.ms)) {
        return skipped(value);
    }
    const auto local = date.kind == Kind::moment ? zone.local_of(date.ms) : date.ms;
    if (!is_in_range(local)) {
        return out_of_range(value);
    }
    return Value{base::format_utc({local}).substr(0, k_day_size)};
}

using Write = TransformResult (*)(const Zone&, const Value&, const WrittenDate&);

Made make(const TransformStep& step, std::string_view who, Write write)
{
    auto zone = step.arguments.empty() ? std::variant<Zone, std::string>{Zone{}}
                                       : Zone::named(step.arguments.front());
    if (auto* problem = std::get_if<std::string>(&zone)) {
        return std::move(*problem);
    }
    return Ready{[who, write, zone = std::get<Zone>(zone)](const Value& value) -> TransformResult {
        const bool can_be_date = std::holds_alternative<std::string>(value) ||
                                 std::holds_alternative<model::Number>(value);
        if (!can_be_date) {
            return wrong_shape(who, "a date, or milliseconds since 1970", value);
        }
        if (const auto date = read_date(value)) {
            return write(zone, value, *date);
        }
        return TransformProblem{fmt::format("{} is no date such as 2026-01-05 or "
                                            "2026-01-05T10:00:00Z, nor milliseconds since 1970",
                                            shortly(model::to_text(value)))};
    }};
}

Made make_date(const TransformStep& step)
{
    return make(step, "date", to_date);
}

Made make_day(const TransformStep& step)
{
    return make(step, "day", to_day);
}

constexpr ShapeEffect k_to_text{.takes = {Shape::text, Shape::number}, .gives = Shape::text};
constexpr model::BothSides<Length> k_bounded{Length::bounded, Length::bounded};

constexpr std::array<Transform, 2> k_transforms{{
    {{.name = "date",
      .older_name = "formatDateISO",
      .usage = "date([zone])",
      .description = "date to `YYYY-MM-DDTHH:MM:SS.sssZ`; without offset it is read in the zone",
      .min_arguments = 0,
      .max_arguments = 1,
      .argument_names = {"zone", ""},
      .effects = {k_to_text, k_to_text},
      .lengths = k_bounded},
     make_date},
    {{.name = "day",
      .older_name = "formatDateShort",
      .usage = "day([zone])",
      .description = "date to `YYYY-MM-DD` in the zone",
      .min_arguments = 0,
      .max_arguments = 1,
      .argument_names = {"zone", ""},
      .effects = {k_to_text, k_to_text},
      .lengths = k_bounded},
     make_day},
}};

} // namespace

std::span<const Transform> date_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
