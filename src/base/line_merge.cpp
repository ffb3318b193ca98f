#include "syncctl/base/line_merge.hpp"

#include "syncctl/base/line_diff.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace syncctl::base {
namespace {

using Lines = std::span<const std::string_view>;

constexpr std::size_t k_none = static_cast<std::size_t>(-1);
constexpr std::string_view k_ours_mark = "<<<<<<<";
constexpr std::string_view k_theirs_mark = ">>>>>>>";
constexpr std::string_view k_between_mark = "=======";

/// What became of the same lines of the base on each side.
struct Place {
    Lines base;
    Lines ours;
    Lines theirs;
    bool is_untouched = false; ///< both sides have the lines of the base
};

bool is_same(Lines one, Lines other)
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end());
}

/// For each line of the base its partner's number, or k_none; nullopt when comparing was given up.
std::optional<std::vector<std::size_t>> partners(Lines base, Lines side)
{
    const auto common = common_lines(base, side);
    if (!common) {
        return std::nullopt;
    }
    std::vector<std::size_t> found(base.size(), k_none);
    for (const auto& pair : *common) {
        found[pair.before] = pair.after;
    }
    return found;
}

/// The texts cut at the lines that neither side touched.
std::vector<Place> places_of(Lines base, Lines ours, Lines theirs)
{
    const auto in_ours = partners(base, ours);
    const auto in_theirs = partners(base, theirs);
    if (!in_ours || !in_theirs) {
        return {{.base = base, .ours = ours, .theirs = theirs}};
    }
    std::vector<Place> places;
    std::size_t next = 0;
    std::size_t next_ours = 0;
    std::size_t next_theirs = 0;
    const auto add_up_to = [&](std::size_t end, std::size_t end_ours, std::size_t end_theirs) {
        if (next != end || next_ours != end_ours || next_theirs != end_theirs) {
            places.push_back({.base = base.subspan(next, end - next),
                              .ours = ours.subspan(next_ours, end_ours - next_ours),
                              .theirs = theirs.subspan(next_theirs, end_theirs - next_theirs)});
        }
    };
    for (std::size_t i = 0; i < base.size(); ++i) {
        const auto ours_at = (*in_ours)[i];
        const auto theirs_at = (*in_theirs)[i];
        if (ours_at == k_none || theirs_at == k_none) {
            continue;
        }
        add_up_to(i, ours_at, theirs_at);
        places.push_back({.base = base.subspan(i, 1),
                          .ours = ours.subspan(ours_at, 1),
                          .theirs = theirs.subspan(theirs_at, 1),
                          .is_untouched = true});
        next = i + 1;
        next_ours = ours_at + 1;
        next_theirs = theirs_at + 1;
    }
    add_up_to(base.size(), ours.size(), theirs.size());
    return places;
}

/// The lines to take, or nullopt when both sides changed the place, each in its way.
std::optional<Lines> merged(const Place& place)
{
    if (place.is_untouched || is_same(place.theirs, place.base) ||
        is_same(place.ours, place.theirs)) {
        return place.ours;
    }
    return is_same(place.ours, place.base) ? std::optional{place.theirs} : std::nullopt;
}

void append(std::vector<std::string_view>& text, Lines lines)
{
    text.insert(text.end(), lines.begin(), lines.end());
}

} // namespace

std::optional<std::string>
merge_lines(std::string_view base, std::string_view ours, std::string_view theirs)
{
    auto merge = merge_lines_with_markers(base, ours, theirs, {}, {});
    return merge.conflicts == 0 ? std::optional{std::move(merge.text)} : std::nullopt;
}

MarkedMerge merge_lines_with_markers(std::string_view base,
                                     std::string_view ours,
                                     std::string_view theirs,
                                     std::string_view ours_name,
                                     std::string_view theirs_name)
{
    // Also for texts that are too different to be compared.
    if (theirs == base || ours == theirs) {
        return {.text = std::string{ours}};
    }
    if (ours == base) {
        return {.text = std::string{theirs}};
    }
    const auto base_lines = lines_of(base);
    const auto ours_lines = lines_of(ours);
    const auto theirs_lines = lines_of(theirs);
    const auto opening = std::string{k_ours_mark}.append(" ").append(ours_name);
    const auto closing = std::string{k_theirs_mark}.append(" ").append(theirs_name);
    std::vector<std::string_view> text;
    std::size_t conflicts = 0;
    for (const auto& place : places_of(base_lines, ours_lines, theirs_lines)) {
        if (const auto lines = merged(place)) {
            append(text, *lines);
            continue;
        }
        ++conflicts;
        text.emplace_back(opening);
        append(text, place.ours);
        text.push_back(k_between_mark);
        append(text, place.theirs);
        text.emplace_back(closing);
    }
    return {.text = joined_lines(text), .conflicts = conflicts};
}

std::size_t first_merge_marker(std::string_view text)
{
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const auto mark : {k_ours_mark, k_theirs_mark}) {
            if (lines[i].substr(0, mark.size()) == mark) {
                return i + 1;
            }
        }
    }
    return 0;
}

} // namespace syncctl::base
