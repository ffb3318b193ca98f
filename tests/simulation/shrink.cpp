#include "shrink.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::simulation {
namespace {

using Fails = std::function<bool(const Script&)>;

bool drop_steps(Script& script, std::size_t count, const Fails& fails)
{
    bool has_dropped = false;
    for (std::size_t start = 0; start < script.size();) {
        auto shorter = script;
        const auto first = shorter.begin() + static_cast<std::ptrdiff_t>(start);
        const auto last =
            shorter.begin() + static_cast<std::ptrdiff_t>(std::min(script.size(), start + count));
        shorter.erase(first, last);
        if (fails(shorter)) {
            script = std::move(shorter);
            has_dropped = true;
        } else {
            start += count;
        }
    }
    return has_dropped;
}

/// How many words at the beginning of a step give it its meaning.
std::size_t fixed_words(const Step& step)
{
    const auto& verb = step.words.front();
    return verb == "run"       ? 1
           : verb == "weather" ? 2
           : verb == "create"  ? 4
           : verb == "reuse"   ? 5
           : verb == "edit"    ? 4
                               : step.words.size();
}

bool drop_words(Script& script, const Fails& fails)
{
    bool has_dropped = false;
    for (std::size_t i = 0; i < script.size(); ++i) {
        for (auto word = fixed_words(script[i]); word < script[i].words.size();) {
            auto shorter = script;
            auto& words = shorter[i].words;
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(word));
            if (fails(shorter)) {
                script = std::move(shorter);
                has_dropped = true;
            } else {
                ++word;
            }
        }
    }
    return has_dropped;
}

} // namespace

Script shrink(Script script, const Fails& fails)
{
    bool has_dropped = true;
    while (has_dropped) {
        has_dropped = false;
        for (auto count = std::max<std::size_t>(1, script.size() / 2); count > 0; count /= 2) {
            has_dropped = drop_steps(script, count, fails) || has_dropped;
        }
        has_dropped = drop_words(script, fails) || has_dropped;
    }
    return script;
}

} // namespace syncctl::simulation
