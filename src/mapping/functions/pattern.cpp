#include "functions/pattern.hpp"

#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <new>
#include <vector>

namespace syncctl::mapping::functions {
namespace {

constexpr std::size_t k_longest_pattern = 4096;
constexpr unsigned k_most_repeats = 1000;
/// Steps for one value, items of the pattern tried and characters passed: well below a second.
constexpr std::uint64_t k_most_steps = 5'000'000;
constexpr std::uint64_t k_more_steps_per_octet = 8;
/// What happens within one step and cannot be seen: so many characters compared cost another one.
constexpr std::size_t k_compared_per_step = 16;
constexpr std::uint32_t k_match_limit = 10'000'000; ///< within one match; the steps come first
constexpr std::uint32_t k_depth_limit = 250'000;
constexpr std::uint32_t k_heap_limit_kib = 64U << 10U;

struct CloseCode {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};

struct CloseCompileContext {
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};

struct CloseMatchContext {
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

struct CloseMatchData {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

template <class Handle>
Handle made(Handle handle)
{
    if (!handle) {
        throw std::bad_alloc{};
    }
    return handle;
}

using CompileContext = std::unique_ptr<pcre2_compile_context, CloseCompileContext>;
using MatchContext = std::unique_ptr<pcre2_match_context, CloseMatchContext>;
using MatchData = std::unique_ptr<pcre2_match_data, CloseMatchData>;

PCRE2_SPTR octets(std::string_view text)
{
    return reinterpret_cast<PCRE2_SPTR>(text.data());
}

std::string said(int error, std::size_t octet, std::string_view pattern)
{
    std::array<PCRE2_UCHAR, 160> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    return fmt::format("bad pattern at character {}: {}",
                       lead_octets(pattern.substr(0, octet)) + 1,
                       reinterpret_cast<const char*>(message.data()));
}

struct Repetition {
    unsigned count = 0;
    std::size_t octet = 0;
};

/// The one of the largest count, as in `a{2,1000}`.
Repetition largest_repetition(std::string_view pattern)
{
    Repetition largest;
    const auto* end = pattern.data() + pattern.size();
    for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
        if (pattern[i] == '\\') {
            ++i;
        } else if (pattern[i] == '{' || pattern[i] == ',') {
            unsigned count = 0;
            const auto read = std::from_chars(pattern.data() + i + 1, end, count);
            if (read.ec == std::errc::result_out_of_range) {
                count = std::numeric_limits<unsigned>::max();
            }
            const bool is_count = read.ptr != end && (*read.ptr == ',' || *read.ptr == '}');
            if (is_count && count > largest.count) {
                largest = {count, i};
            }
        }
    }
    return largest;
}

/// Counts steps. PCRE2's own limit is per starting point, which a long text has many of, and does
/// not see how far an item such as `a+` runs.
struct Steps {
    std::uint64_t left = 0;
    std::uint64_t each = 1;
    std::size_t last = 0;
};

int count_step(pcre2_callout_block* block, void* data)
{
    auto& steps = *static_cast<Steps*>(data);
    const auto at = block->current_position;
    const auto passed = at > steps.last ? at - steps.last : steps.last - at;
    steps.last = at;
    const auto cost = steps.each + passed;
    if (cost > steps.left) {
        steps.left = 0;
        return PCRE2_ERROR_CALLOUT;
    }
    steps.left -= cost;
    return 0;
}

} // namespace

struct Pattern::Code {
    std::unique_ptr<pcre2_code, CloseCode> handle;
    std::size_t groups = 0;
    unsigned largest_count = 0; ///< `a{1000}` is matched in one step
    bool refers_back = false;   ///< a reference compares as much as its group took, in one step
};

std::variant<Pattern, std::string> Pattern::compiled(std::string_view text)
{
    if (text.size() > k_longest_pattern) {
        return fmt::format("the pattern is longer than {} octets", k_longest_pattern);
    }
    const auto repetition = largest_repetition(text);
    if (repetition.count > k_most_repeats) {
        return fmt::format("bad pattern at character {}: a repetition counts up to {}",
                           lead_octets(text.substr(0, repetition.octet)) + 1,
                           k_most_repeats);
    }
    const auto context = made(CompileContext{pcre2_compile_context_create(nullptr)});
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALT_BSUX);
    constexpr std::uint32_t k_options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
                                        PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                                        PCRE2_ALLOW_EMPTY_CLASS | PCRE2_AUTO_CALLOUT;
    int error = 0;
    std::size_t octet = 0;
    auto code = std::make_shared<Code>();
    code->handle.reset(
        pcre2_compile(octets(text), text.size(), k_options, &error, &octet, context.get()));
    if (!code->handle) {
        return said(error, octet, text);
    }
    std::uint32_t groups = 0;
    std::uint32_t highest_reference = 0;
    pcre2_pattern_info(code->handle.get(), PCRE2_INFO_CAPTURECOUNT, &groups);
    pcre2_pattern_info(code->handle.get(), PCRE2_INFO_BACKREFMAX, &highest_reference);
    code->groups = groups;
    code->largest_count = repetition.count;
    code->refers_back = highest_reference > 0;
    Pattern pattern;
    pattern.m_code = std::move(code);
    return pattern;
}

std::size_t Pattern::groups() const
{
    return m_code->groups;
}

std::optional<std::size_t> Pattern::group_named(std::string_view name) const
{
    const std::string terminated{name};
    const auto number = pcre2_substring_number_from_name(m_code->handle.get(), octets(terminated));
    return number > 0 ? std::optional{static_cast<std::size_t>(number)} : std::nullopt;
}

bool Pattern::for_each(std::string_view text,
                       const std::function<bool(std::string_view)>& keep,
                       const std::function<bool(Groups)>& replace) const
{
    Steps steps;
    steps.left = k_most_steps + k_more_steps_per_octet * text.size();
    steps.each = 1 + m_code->largest_count / k_compared_per_step +
                 (m_code->refers_back ? text.size() / k_compared_per_step : 0);
    const auto context = made(MatchContext{pcre2_match_context_create(nullptr)});
    pcre2_set_match_limit(context.get(), k_match_limit);
    pcre2_set_depth_limit(context.get(), k_depth_limit);
    pcre2_set_heap_limit(context.get(), k_heap_limit_kib);
    pcre2_set_callout(context.get(), count_step, &steps);
    const auto data =
        made(MatchData{pcre2_match_data_create_from_pattern(m_code->handle.get(), nullptr)});
    std::vector<std::optional<std::string_view>> groups(m_code->groups + 1);
    std::size_t kept = 0; // up to here the text is done
    for (std::size_t from = 0; from <= text.size();) {
        steps.last = from;
        const auto found = pcre2_match(m_code->handle.get(),
                                       octets(text),
                                       text.size(),
                                       from,
                                       PCRE2_NO_UTF_CHECK,
                                       data.get(),
                                       context.get());
        if (found == PCRE2_ERROR_NOMATCH) {
            break;
        }
        const auto* ends = pcre2_get_ovector_pointer(data.get());
        // A match begins behind the last one: PCRE2 refuses a \K that looks back or ahead.
        if (found < 0 || ends[0] < kept || ends[1] < ends[0]) {
            return false;
        }
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const auto begin = ends[2 * i];
            const auto end = ends[2 * i + 1];
            groups[i] = begin == PCRE2_UNSET || end < begin
                            ? std::nullopt
                            : std::optional{text.substr(begin, end - begin)};
        }
        if (!keep(text.substr(kept, ends[0] - kept)) || !replace(groups)) {
            return true;
        }
        kept = ends[1];
        from = kept;
        if (ends[0] == ends[1]) {
            from += from < text.size() ? code_point_at(text, from).size : 1;
        }
    }
    keep(text.substr(kept));
    return true;
}

} // namespace syncctl::mapping::functions
